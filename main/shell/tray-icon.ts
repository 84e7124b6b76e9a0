import { Menu, type NativeImage, Tray } from 'electron';
import type { Words } from './words.ts';

export interface TrayDeps {
  readonly icon: NativeImage;
  readonly words: () => Words;
  readonly open: () => void;
  readonly quit: () => void;
}

/** The picture beside the clock: one line of how things are, and the ways in and out. */
export class TrayIcon {
  readonly #deps: TrayDeps;
  #tray: Tray | undefined;
  #line = '';

  constructor(deps: TrayDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#tray = new Tray(this.#deps.icon);
    this.#tray.on('click', this.#deps.open);
    this.show('Lanspread');
  }

  stop(): void {
    this.#tray?.destroy();
    this.#tray = undefined;
  }

  /** Says how things are; the same line again costs nothing. */
  show(line: string): void {
    if (line === this.#line) return;
    this.#line = line;
    const { open, quit, words } = this.#deps;
    this.#tray?.setToolTip(line);
    this.#tray?.setContextMenu(
      Menu.buildFromTemplate([
        { label: line, enabled: false },
        { type: 'separator' },
        { label: words().open, click: open },
        { label: words().quit, click: quit },
      ]),
    );
  }
}
