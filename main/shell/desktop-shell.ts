import { app, type BrowserWindow, type WebContents } from 'electron';
import type { GameId } from '../../shared/domain/ids.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { WindowSettings } from '../../shared/window/settings.ts';
import type { AppState } from '../../shared/window/state.ts';
import type { Clock } from '../kit/clock.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { Logger } from '../kit/logger.ts';
import type { StateStream } from '../state/state-stream.ts';
import { askOnClose } from './close-question.ts';
import { followFrame, glanceAt, glanceLine, isMoving } from './glance.ts';
import { trayIcon, windowIcon } from './icon.ts';
import { MainWindow } from './main-window.ts';
import { notifyOf } from './notifications.ts';
import { TrayIcon } from './tray-icon.ts';
import { Wakefulness } from './wakefulness.ts';
import { type Words, wordsIn } from './words.ts';

/** The setting that keeps the window's size and place. */
const PLACE_SETTING = 'window-place';

const BACKGROUND = { dark: '#12161c', light: '#f6f7f9' } as const;

/** What tray and notifications tell of. */
export interface ShellProgram {
  readonly stream: Pick<StateStream, 'watch'>;
  readonly events: Pick<EventHub<EngineEvent>, 'listen'>;
  readonly titleOf: (gameId: GameId) => string;
}

export interface DesktopShellDeps {
  readonly settings: () => WindowSettings;
  readonly keepOnClose: (onClose: WindowSettings['onClose']) => void;
  readonly kept: { find(name: string): string | undefined; put(name: string, value: string): void };
  /** The built preload script, absolute. */
  readonly preload: string;
  /** The folder of the icon's pictures, absolute. */
  readonly iconFolder: string;
  /** Lets a window's page in. */
  readonly admit: (contents: WebContents) => void;
  /** Ends the program behind the window. */
  readonly stop: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What a player sees of the program around its page: window, tray, notifications, the end. */
export class DesktopShell {
  readonly #deps: DesktopShellDeps;
  readonly #main: MainWindow;
  readonly #tray: TrayIcon;
  readonly #wakefulness = new Wakefulness();
  #state: AppState | undefined;
  #isQuitting = false;

  constructor(deps: DesktopShellDeps) {
    this.#deps = deps;
    this.#main = new MainWindow({
      ...{ preload: deps.preload, clock: deps.clock, log: deps.log },
      icon: windowIcon(deps.iconFolder),
      background: deps.settings().theme === 'light' ? BACKGROUND.light : BACKGROUND.dark,
      keptPlace: () => deps.kept.find(PLACE_SETTING),
      keepPlace: (place) => {
        deps.kept.put(PLACE_SETTING, place);
      },
      mayClose: () => this.#mayClose(),
    });
    deps.admit(this.#main.window.webContents);
    this.#tray = new TrayIcon({
      icon: trayIcon(deps.iconFolder),
      words: () => this.words(),
      open: () => {
        this.#main.focus();
      },
      quit: () => {
        app.quit();
      },
    });
  }

  get window(): BrowserWindow {
    return this.#main.window;
  }

  words(): Words {
    return wordsIn(this.#deps.settings().language, app.getLocale());
  }

  /** Shows the window, with or without a program behind it. */
  async open(): Promise<void> {
    this.#followApp();
    this.#tray.start();
    await this.#main.open();
  }

  /** Tells from here on what the program does. */
  follow({ events, stream, titleOf }: ShellProgram): void {
    stream.watch((frame) => {
      this.#state = followFrame(this.#state, frame);
      if (!this.#state) return;
      const glance = glanceAt(this.#state);
      this.#tray.show(glanceLine(glance, this.words()));
      this.#wakefulness.set(isMoving(glance));
    });
    const notifications = {
      titleOf,
      words: () => this.words(),
      isWatched: () => this.window.isFocused(),
      open: () => {
        this.#main.focus();
      },
    };
    events.listen((event) => {
      notifyOf(notifications, event);
    });
  }

  #followApp(): void {
    const focus = (): void => {
      this.#main.focus();
    };
    app.on('second-instance', focus);
    app.on('activate', focus);
    app.on('before-quit', () => {
      this.#isQuitting = true;
    });
    app.once('will-quit', (event) => {
      event.preventDefault();
      this.#tray.stop();
      this.#wakefulness.set(false);
      void this.#deps.stop().finally(() => {
        app.exit(0);
      });
    });
  }

  #mayClose(): boolean {
    if (this.#isQuitting) return true;
    const { onClose } = this.#deps.settings();
    if (onClose === 'ask') void this.#askOnClose();
    else this.#close(onClose);
    return false;
  }

  async #askOnClose(): Promise<void> {
    const answer = await askOnClose(this.window, this.words());
    this.#deps.keepOnClose(answer);
    this.#close(answer);
  }

  #close(how: Exclude<WindowSettings['onClose'], 'ask'>): void {
    if (how === 'tray') this.window.hide();
    else app.quit();
  }
}
