import { APP_HOST, APP_SCHEME } from '../../shared/window/page.ts';

/** Who a message came from, as Electron tells it. */
export interface Sender {
  /** The frame's address; undefined where the frame is gone. */
  readonly url: string | undefined;
  /** Not inside an iframe. */
  readonly isTopFrame: boolean;
  /** One of the windows that this program opened. */
  readonly isOwnWindow: boolean;
}

/** Whether a message comes from the page that this program shows, and from nothing inside it. */
export function isOwnPage({ url, isTopFrame, isOwnWindow }: Sender): boolean {
  return isTopFrame && isOwnWindow && url !== undefined && isOwnUrl(url);
}

function isOwnUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host } = new URL(text);
  return protocol === `${APP_SCHEME}:` && host === APP_HOST;
}
