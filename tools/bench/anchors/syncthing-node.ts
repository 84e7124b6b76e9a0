import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endChild, freePort, startQuietly } from './children.ts';

const KEY = 'bench';
const POLL_MS = 10;
const LIMIT_MS = 120_000;

/** How Syncthing calls the one folder that is kept the same. */
export const FOLDER_ID = 'game';

/** One Syncthing on loopback: no announcing, no relay, no upgrade, nothing reported. */
export class SyncthingNode {
  readonly #home: string;
  #child: ChildProcess | undefined;
  #gui = 0;
  port = 0;
  deviceId = '';

  constructor(home: string) {
    this.#home = home;
  }

  /** Of the process that was started last. */
  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Makes a key, and finds out what it is called. */
  async prepare(): Promise<void> {
    await mkdir(this.#home, { recursive: true });
    execFileSync('syncthing', ['generate', `--home=${this.#home}`], { stdio: 'ignore' });
    const told = execFileSync('syncthing', [`--home=${this.#home}`, '--device-id']);
    this.deviceId = told.toString().trim();
    [this.port, this.#gui] = [await freePort(), await freePort()];
  }

  /** Starts without anything known of a folder from before; it rests until it is told to go on. */
  async start(folder: string, type: 'sendonly' | 'receiveonly', other: SyncthingNode) {
    await rm(join(this.#home, 'index-v0.14.0.db'), { recursive: true, force: true });
    await mkdir(join(folder, '.stfolder'), { recursive: true });
    await writeFile(join(this.#home, 'config.xml'), this.#configuration(folder, type, other));
    this.#child = startQuietly(
      'syncthing',
      ['serve', `--home=${this.#home}`, '--no-browser', '--no-restart', '--logfile=-'],
      { STNOUPGRADE: '1', STNODEFAULTFOLDER: '1' },
    );
    await this.until(() => this.#ask('GET', 'system/ping').then(() => true));
  }

  resume(): Promise<unknown> {
    return this.#ask('PATCH', `config/folders/${FOLDER_ID}`, { paused: false });
  }

  /** Whether the folder is known in full, so many bytes. */
  async hasScanned(bytes: number): Promise<boolean> {
    const { localBytes, state } = await this.#ask('GET', `db/status?folder=${FOLDER_ID}`);
    return state === 'idle' && Number(localBytes) >= bytes;
  }

  async isConnectedTo({ deviceId }: SyncthingNode): Promise<boolean> {
    const { connections } = await this.#ask('GET', 'system/connections');
    const byDevice = connections as Readonly<Record<string, { connected: boolean } | undefined>>;
    return byDevice[deviceId]?.connected === true;
  }

  /** Waits until something holds; what fails meanwhile does not hold yet. */
  async until(holds: () => Promise<boolean>): Promise<void> {
    const signal = AbortSignal.timeout(LIMIT_MS);
    while (!(await holds().catch(() => false))) {
      signal.throwIfAborted();
      await delay(POLL_MS);
    }
  }

  stop(): Promise<void> {
    return endChild(this.#child);
  }

  async #ask(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`http://127.0.0.1:${this.#gui}/rest/${path}`, {
      method,
      headers: { 'X-API-Key': KEY },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`Syncthing answered ${answer.status}.`);
    const text = await answer.text();
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  }

  #configuration(folder: string, type: string, other: SyncthingNode): string {
    const device = ({ deviceId, port }: SyncthingNode): string =>
      `<device id="${deviceId}" compression="never"><address>tcp://127.0.0.1:${port}</address></device>`;
    return `<configuration version="36">
      <folder id="${FOLDER_ID}" path="${folder}" type="${type}" rescanIntervalS="0" fsWatcherEnabled="false">
        <device id="${this.deviceId}"/><device id="${other.deviceId}"/>
        <paused>true</paused>
      </folder>
      ${device(this)}${device(other)}
      <gui enabled="true" tls="false"><address>127.0.0.1:${this.#gui}</address><apikey>${KEY}</apikey></gui>
      <options>
        <listenAddress>tcp://127.0.0.1:${this.port}</listenAddress>
        <globalAnnounceEnabled>false</globalAnnounceEnabled>
        <localAnnounceEnabled>false</localAnnounceEnabled>
        <relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled>
        <urAccepted>-1</urAccepted><crashReportingEnabled>false</crashReportingEnabled>
        <autoUpgradeIntervalH>0</autoUpgradeIntervalH><startBrowser>false</startBrowser>
        <reconnectionIntervalS>1</reconnectionIntervalS><stunServer></stunServer>
        <setLowPriority>false</setLowPriority>
      </options>
    </configuration>`;
  }
}
