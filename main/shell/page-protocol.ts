import { protocol } from 'electron';
import { APP_SCHEME } from '../../shared/window/page.ts';
import { answerPage, type PageFilesDeps } from './page-files.ts';

/** Makes the window's protocol a web origin of its own; has to be done before Electron is ready. */
export function announcePageProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the window's files and covers from here on. */
export function servePages(deps: PageFilesDeps): void {
  protocol.handle(APP_SCHEME, (request) => answerPage(deps, request.url));
}
