import { app, type Session, type WebContents } from 'electron';
import { APP_HOST, APP_SCHEME, PAGE_URL } from '../../shared/window/page.ts';

const OWN_PREFIX = `${APP_SCHEME}://${APP_HOST}/`;

/**
 * Takes from every page what it does not need: other pages, other windows, permissions, downloads
 * and the network. The window is a guest, and shows strangers' texts.
 */
export function lockDown(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !isAllowed(url) });
  });
  app.on('web-contents-created', (_event, contents) => {
    confine(contents);
  });
}

function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    // A page may be loaded anew; there is no other.
    if (!event.isMainFrame || event.url !== PAGE_URL) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
  });
}

function isAllowed(url: string): boolean {
  return url.startsWith(OWN_PREFIX) || url.startsWith('data:') || url.startsWith('devtools:');
}
