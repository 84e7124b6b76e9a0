import { app, BrowserWindow, type NativeImage, screen } from 'electron';
import { PAGE_URL } from '../../shared/window/page.ts';
import type { Clock } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';
import { FIRST_SIZE, MIN_SIZE, readPlace } from './place.ts';

/** A page that dies so often within a minute is left as it is. */
const MAX_RELOADS = 5;
const RELOADS_WITHIN_MS = 60_000;

export interface MainWindowDeps {
  /** The built preload script, absolute. */
  readonly preload: string;
  readonly icon: NativeImage;
  readonly background: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly keptPlace: () => string | undefined;
  readonly keepPlace: (place: string) => void;
  /** The player closes the window; false keeps it open. */
  readonly mayClose: () => boolean;
}

/** The one window: sandboxed, remembered in size and place, loaded anew where its page dies. */
export class MainWindow {
  readonly #deps: MainWindowDeps;
  readonly window: BrowserWindow;
  #reloadsMs: readonly number[] = [];

  constructor(deps: MainWindowDeps) {
    this.#deps = deps;
    this.window = new BrowserWindow(this.#options());
    this.#follow();
  }

  /** Loads the page, and shows it once it has something to show. */
  async open(): Promise<void> {
    this.window.once('ready-to-show', () => {
      this.window.show();
    });
    await this.window.loadURL(PAGE_URL);
  }

  /** Brings the window to the front. */
  focus(): void {
    if (this.window.isDestroyed()) return;
    if (this.window.isMinimized()) this.window.restore();
    this.window.show();
    this.window.focus();
  }

  #options(): Electron.BrowserWindowConstructorOptions {
    const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
    const { isMaximized: _, ...place } = readPlace(this.#deps.keptPlace(), screens) ?? {
      ...FIRST_SIZE,
      isMaximized: false,
    };
    return {
      ...place,
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      show: false,
      title: 'Lanspread',
      icon: this.#deps.icon,
      backgroundColor: this.#deps.background,
      webPreferences: {
        preload: this.#deps.preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        devTools: !app.isPackaged,
        // Its dictionaries would be fetched from the internet.
        spellcheck: false,
      },
    };
  }

  #follow(): void {
    const { keepPlace, log, mayClose } = this.#deps;
    const { window } = this;
    window.on('close', (event) => {
      const isMaximized = window.isMaximized();
      keepPlace(JSON.stringify({ ...window.getNormalBounds(), isMaximized }));
      if (!mayClose()) event.preventDefault();
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      log.error({ reason }, 'the page has died');
      this.#reload();
    });
    window.on('unresponsive', () => {
      log.warn({}, 'the page does not answer');
      // It is gone then, and loaded anew.
      window.webContents.forcefullyCrashRenderer();
    });
  }

  #reload(): void {
    const nowMs = this.#deps.clock.monotonicMs();
    const recent = this.#reloadsMs.filter((atMs) => nowMs - atMs < RELOADS_WITHIN_MS);
    this.#reloadsMs = [...recent, nowMs];
    if (recent.length >= MAX_RELOADS || this.window.isDestroyed()) return;
    this.window.webContents.reload();
  }
}
