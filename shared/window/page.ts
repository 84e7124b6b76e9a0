/** The protocol that the window's own files are served under; nothing else speaks it. */
export const APP_SCHEME = 'app';

/** The one host of that protocol. */
export const APP_HOST = 'lanspread';

/** The page that a window shows. */
export const PAGE_URL = `${APP_SCHEME}://${APP_HOST}/index.html`;
