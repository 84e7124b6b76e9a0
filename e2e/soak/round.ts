import { open, readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { treeHashes } from '../../fixtures/games/tree-hashes.ts';
import { writeTree } from '../../fixtures/games/write-game.ts';
import { expectSameCopy } from '../party/checks.ts';
import { aCopy, MIB } from '../party/copies.ts';
import { expectTidy, faulty } from '../party/fault-points.ts';
import { type Party } from '../party/party.ts';
import { type Peer } from '../party/peer.ts';
import { type Dice } from './dice.ts';

const OLD = aCopy({ version: '20250101', sizes: [9 * MIB, 5 * MIB, 100] });
const NEW = aCopy({ version: '20250301', sizes: [9 * MIB, 14 * MIB, 200, 300] });
const GGOO = { game_id: 'ggoo' };
const PACE = ['--download-limit', '12000000'];

/** Mishaps in a round; after them nothing more happens, and the download must end. */
const MISHAPS = 8;

const KINDS = [
  'kill the client',
  'kill the client on a failing disk',
  'kill a holder',
  'kill a holder',
  'cancel',
  'nothing',
] as const;

/** One download or update under random mishaps: killed, cancelled, its disk failing, its sources coming, going and lying. */
export class Round {
  readonly #party: Party;
  readonly #dice: Dice;
  readonly #log: (line: string) => void;
  readonly #holders: Peer[] = [];
  #client: Peer | undefined;
  #honest: Peer | undefined;
  #isUpdate = false;

  constructor(party: Party, dice: Dice, log: (line: string) => void) {
    this.#party = party;
    this.#dice = dice;
    this.#log = log;
  }

  /** Rejects where anything is left wrong, half, or over. */
  async play(): Promise<void> {
    await this.#prepare();
    for (let mishap = 0; mishap < MISHAPS; mishap += 1) {
      const client = await this.#running();
      const download = client.attempt('download', GGOO).catch(() => undefined);
      await sleep(this.#dice.below(900));
      await this.#befall(client);
      if (client.program.ending === undefined) await client.attempt('cancel', GGOO);
      const result = await download;
      if (result?.ok === true) await this.#damage(client);
    }
    await this.#expectWhole();
  }

  async #prepare(): Promise<void> {
    this.#isUpdate = this.#dice.below(2) === 0;
    this.#log(this.#isUpdate ? 'an update' : 'a download');
    for (const name of ['honest', 'second', 'liar']) {
      const peer = await this.#party.start({ name, games: [NEW] });
      await peer.run('verify', GGOO);
      this.#holders.push(peer);
    }
    this.#honest = this.#holders[0];
    await this.#rot(this.#holders[2]);
    const games = this.#isUpdate ? [OLD] : [];
    this.#client = await this.#party.start({ name: 'client', games, flags: PACE });
    if (!this.#isUpdate) return;
    await this.#client.run('install', GGOO);
    await writeTree(join(this.#client.folder('ggoo'), 'local'), { 'saves/one.sav': 'level 7' });
  }

  // In place, with size and time as before: a disk that rots looks like this.
  async #rot(liar: Peer | undefined): Promise<void> {
    if (liar === undefined) return;
    const file = join(liar.folder('ggoo'), 'data-2.bin');
    const { atime, mtime } = await stat(file);
    const handle = await open(file, 'r+');
    for (let at = this.#dice.below(MIB); at < 14 * MIB; at += 4 * MIB)
      await handle.write('wrong', at);
    await handle.close();
    await utimes(file, atime, mtime);
  }

  async #befall(client: Peer): Promise<void> {
    const kind = this.#dice.pick(KINDS);
    this.#log(kind);
    if (kind === 'kill the client') await client.kill();
    if (kind === 'cancel') await client.attempt('cancel', GGOO).catch(() => undefined);
    if (kind === 'kill the client on a failing disk') await this.#failDisk(client);
    if (kind === 'kill a holder') await this.#replaceHolder();
  }

  // What fails is a step of the next try: some are in the middle of it, some in the switch.
  async #failDisk(client: Peer): Promise<void> {
    await client.kill();
    const plan = {
      folder: join(client.home.gamesDir, 'ggoo'),
      first: 1 + this.#dice.below(60),
      stride: 1 + this.#dice.below(20),
      effect: this.#dice.pick(['kill', 'fail']),
    } as const;
    this.#log(JSON.stringify({ ...plan, folder: 'ggoo' }));
    const failing = this.#party.launch(client.home, PACE, faulty(plan));
    const launched = await failing.catch(() => undefined);
    if (launched === undefined) return;
    this.#client = launched;
    await this.#meet(launched);
    const tried = launched.attempt('download', GGOO).catch(() => undefined);
    await Promise.race([tried, sleep(3_000)]);
    await launched.kill();
    await tried;
  }

  // What is whole gives nothing more to do; what is damaged is to be put right.
  async #damage(client: Peer): Promise<void> {
    if (client.program.ending !== undefined) return;
    const path = this.#dice.pick(['data-1.bin', 'data-2.bin', 'notes.txt', 'version.ini']);
    this.#log(`whole; damage ${path}`);
    const file = join(client.folder('ggoo'), path);
    const { size } = await stat(file);
    const handle = await open(file, 'r+');
    const wrong = path === 'version.ini' ? '20250302' : 'wrong';
    await handle.write(wrong, path === 'version.ini' ? 0 : this.#dice.below(size));
    await handle.close();
    expect(await client.run('verify', GGOO)).toMatchObject({ ok: false });
  }

  async #replaceHolder(): Promise<void> {
    const index = this.#dice.below(this.#holders.length);
    const holder = this.#holders[index];
    if (holder === undefined) return;
    await holder.kill();
    await sleep(this.#dice.below(500));
    const back = await this.#party.launch(holder.home);
    this.#holders[index] = back;
    if (index === 0) this.#honest = back;
    if (this.#client?.program.ending === undefined) {
      await this.#client?.attempt('connect', { address: back.address }).catch(() => undefined);
    }
  }

  // The client, started again where it has died, and with everyone in reach.
  async #running(): Promise<Peer> {
    const before = this.#client;
    if (before === undefined) throw new Error('there is a client in every round');
    const client =
      before.program.ending === undefined ? before : await this.#party.launch(before.home, PACE);
    this.#client = client;
    await this.#meet(client);
    return client;
  }

  async #meet(client: Peer): Promise<void> {
    for (const { address } of this.#holders) {
      await client.attempt('connect', { address }).catch(() => undefined);
    }
  }

  async #expectWhole(): Promise<void> {
    const client = await this.#running();
    await client.run('download', GGOO);
    if (this.#honest === undefined) throw new Error('there is an honest holder in every round');
    await expectSameCopy('ggoo', this.#honest, client);
    expect(await client.run('verify', GGOO)).toMatchObject({ ok: true });
    const local = join(client.folder('ggoo'), 'local');
    expect(await readFile(join(local, 'fixture-payload.txt'), 'utf8')).toBe('ggoo 20250301\n');
    if (this.#isUpdate) {
      expect(await readFile(join(local, 'saves', 'one.sav'), 'utf8')).toBe('level 7');
    }
    await client.shutdown();
    const left = await this.#party.launch(client.home);
    const tree = await treeHashes(left.home.gamesDir);
    expectTidy(tree);
    expect(Object.keys(tree).filter((path) => path.includes('.lanspread'))).toEqual([]);
  }
}
