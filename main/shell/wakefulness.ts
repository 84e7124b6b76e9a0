import { powerSaveBlocker } from 'electron';

/** Keeps the PC from sleeping, but only while bytes move. */
export class Wakefulness {
  #blocker: number | undefined;

  set(isNeeded: boolean): void {
    if (isNeeded === (this.#blocker !== undefined)) return;
    if (this.#blocker === undefined) {
      this.#blocker = powerSaveBlocker.start('prevent-app-suspension');
      return;
    }
    powerSaveBlocker.stop(this.#blocker);
    this.#blocker = undefined;
  }
}
