import type { Announcement } from '../main/discovery/announcement.ts';
import type { Discovery } from '../main/discovery/discovery.ts';

/** Discovery that can be turned on and off while the program runs. */
export class DiscoverySwitch {
  readonly #discovery: Discovery;
  #isOn: boolean;
  // Known once this peer listens.
  #announcement: Announcement | undefined;

  constructor(discovery: Discovery, isOn: boolean) {
    this.#discovery = discovery;
    this.#isOn = isOn;
  }

  /** Announces this peer; what was announced before gives way. */
  announce(announcement: Announcement): void {
    this.#announcement = announcement;
    if (this.#isOn) this.#discovery.start(announcement);
  }

  async stop(): Promise<void> {
    this.#announcement = undefined;
    await this.#discovery.stop();
  }

  async set(isOn: boolean): Promise<void> {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    if (!isOn) await this.#discovery.stop();
    else if (this.#announcement) this.#discovery.start(this.#announcement);
  }
}
