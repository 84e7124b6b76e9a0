import type { Announcement } from '../main/discovery/announcement.ts';
import type { Discovery } from '../main/discovery/discovery.ts';
import type { Engine } from '../main/engine/engine.ts';

/** Finding peers, by discovery and by what the engine knows, turned on and off while the program runs. */
export class DiscoverySwitch {
  readonly #discovery: Pick<Discovery, 'start' | 'stop'>;
  readonly #engine: Pick<Engine, 'look'>;
  #isOn: boolean;
  // Known once this peer listens.
  #announcement: Announcement | undefined;

  constructor(
    discovery: Pick<Discovery, 'start' | 'stop'>,
    engine: Pick<Engine, 'look'>,
    isOn: boolean,
  ) {
    this.#discovery = discovery;
    this.#engine = engine;
    this.#isOn = isOn;
  }

  /** Announces this peer; what was announced before gives way. */
  announce(announcement: Announcement): void {
    const isFirst = this.#announcement === undefined;
    this.#announcement = announcement;
    if (!this.#isOn) return;
    this.#discovery.start(announcement);
    if (isFirst) this.#engine.look(true);
  }

  async stop(): Promise<void> {
    this.#announcement = undefined;
    await this.#discovery.stop();
  }

  async set(isOn: boolean): Promise<void> {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    if (!this.#announcement) return;
    this.#engine.look(isOn);
    if (isOn) this.#discovery.start(this.#announcement);
    else await this.#discovery.stop();
  }
}
