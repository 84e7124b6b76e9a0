import { type UploadChoices, uploadLimitNow } from '../main/engine/upload-limit.ts';
import type { Settings } from './settings.ts';

type Limits = Pick<Settings, 'downloadLimit' | 'uploadLimit'>;

/** Bytes a second; 0 = no limit. */
export type LimitChoices = UploadChoices & Pick<Limits, 'downloadLimit'>;

/** The limits as they hold right now: as they were chosen, and smaller while a game is played. */
export class LimitsInForce {
  readonly #apply: (limits: Limits) => void;
  #choices: LimitChoices;
  #isPlaying = false;

  constructor(choices: LimitChoices, apply: (limits: Limits) => void) {
    this.#choices = choices;
    this.#apply = apply;
  }

  change(choices: LimitChoices): void {
    this.#choices = choices;
    this.#enforce();
  }

  setPlaying(isPlaying: boolean): void {
    if (isPlaying === this.#isPlaying) return;
    this.#isPlaying = isPlaying;
    this.#enforce();
  }

  get choices(): LimitChoices {
    return this.#choices;
  }

  #enforce(): void {
    const { downloadLimit } = this.#choices;
    this.#apply({ downloadLimit, uploadLimit: uploadLimitNow(this.#choices, this.#isPlaying) });
  }
}
