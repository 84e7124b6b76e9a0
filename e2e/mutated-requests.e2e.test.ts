import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { fuzzing } from '../fixtures/fuzzing.ts';
import { blake3 } from '../main/manifest/blake3.ts';
import { tlsOf } from '../fixtures/wire/tls-of.ts';
import { parseAddress } from '../main/wire/address.ts';
import { makeIdentity } from '../main/wire/identity.ts';
import { encodeFrame, FrameDecoder } from '../main/wire/link/frames.ts';
import { helloMessage } from '../main/wire/link/hello.ts';
import { aCopy } from './party/copies.ts';
import { type Peer, type PeerHome } from './party/peer.ts';
import { useParty } from './party/party.ts';

const VERSION = '20250101';
const RUNS = fuzzing(400, 0.05);
// Of what some of the paths below come to, the one that may be had.
const SHARED = 'version.ini';
const PATIENT = { timeout: 600_000 };
const AT_ONCE = 50;
const ANSWER_MS = 30_000;

// What none of them may say, whoever asks however.
const CANARY = 'CANARY-7f3a';
const SECRETS = [CANARY, 'PRIVATE KEY', 'SQLite format', 'root:'];

/** What lies around what is shared, by its place in the games folder; each a line of the canary. */
const CANARIES = [
  ...['../canary.txt', '../../canary.txt', '../state/canary.txt', 'canary.txt'],
  ...['ggoo/local/save.dat', 'ggoo/local/version.ini', 'ggoo/.lanspread-notes/canary.txt'],
  ...['bf1942/canary.txt', 'notcatalog/version.ini', 'notcatalog/canary.txt'],
  ...['bfbc2/canary.txt', 'cnc4/canary.txt', 'cnctw/canary.txt', 'openarena/canary.txt'],
] as const;

const TARGETS = [
  ...CANARIES.flatMap((path) => [path, path.split('/').slice(1).join('/'), `../${path}`]),
  ...['../../state/identity.json', '../../state/lanspread.db', '../../catalog.json'],
  ...['local', 'local/', '.lanspread-notes', '', '.', '..', '/', 'version.ini/', 'notes.txt/.'],
  ...['/etc/passwd', '/dev/zero', '/proc/self/environ', 'link.txt', 'pipe', 'socket', 'device'],
];

/** Ways in which one path has been spelled to get past those who look at it. */
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.replaceAll('/', '\\'),
  encoded,
  (path) => encodeURIComponent(encoded(path)),
  (path) => path.replaceAll('..', '%2e%2e'),
  (path) => path.replaceAll('/', '%2f'),
  (path) => path.replaceAll('/', '%c0%af'),
  (path) => path.replaceAll('/', '\u2215'),
  (path) => path.replaceAll('..', '\uff0e\uff0e').replaceAll('/', '\uff0f'),
  (path) => path.replaceAll('..', '....//').replaceAll('/', '//'),
  (path) => path.replaceAll('.', '.\u200b'),
  (path) => path.toUpperCase(),
  (path) => path.replace(/^./, (letter) => letter.toUpperCase()),
  (path) => path.normalize('NFD'),
  (path) => path.normalize('NFKC'),
  (path) => path.replace(/./gu, (letter) => `${letter}\u0301`),
  (path) => `./${path}`,
  (path) => `/${path}`,
  (path) => `//server/${path}`,
  (path) => `\\\\?\\C:\\${path}`,
  (path) => `C:${path}`,
  (path) => `C:/${path}`,
  (path) => `file:///${path}`,
  (path) => `~/${path}`,
  (path) => `$HOME/${path}`,
  (path) => `local/../${path}`,
  (path) => `notes.txt/../${path}`,
  (path) => `data/../../ggoo/${path}`,
  (path) => `${path}\0`,
  (path) => `notes.txt\0${path}`,
  (path) => `${path}\0.txt`,
  (path) => `${path}.`,
  (path) => `${path} `,
  (path) => ` ${path}`,
  (path) => `${path}/`,
  (path) => `${path}::$DATA`,
  (path) => `${path}:stream`,
  (path) => `\ud800${path}`,
  (path) => `\u202e${path}`,
  (path) => path.repeat(50),
];

const GAMES = [
  ...['ggoo', 'bf1942', 'notcatalog', 'bfbc2', 'cnc4', 'cnctw', 'openarena', 'xonotic', 'state'],
  ...[
    'GGOO',
    'ggoo/',
    'ggoo/local',
    'ggoo/../bf1942',
    '../state',
    '..',
    '.',
    '',
    'ggo\u006f\u0301',
  ],
  ...['ggoo\0', 'ggoo.', ' ggoo', '%67goo', '__proto__', 'constructor', '/', 'C:\\'],
];
const VERSIONS = [VERSION, '20250102', '00000000', '', ' 20250101', '2025-01-01', '99991231'];

describe('requests for what is not shared', () => {
  const party = useParty({ isHostile: true });
  const sockets: TLSSocket[] = [];
  const servers: Server[] = [];

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  it('W7, W14, S12: bring no byte of it, however they spell it', PATIENT, async () => {
    const host = await aHostAmongCanaries();
    const asking = await caller(host);
    const spelled = TARGETS.flatMap((target) => SPELLINGS.map((spell) => spell(target)));
    const paths = [...new Set(spelled)].filter((path) => path !== SHARED);
    expect(paths.length).toBeGreaterThan(1_500);

    await asking.refused(paths.map((path) => blocks('ggoo', path)));
    const places = ['canary.txt', 'version.ini', 'local/save.dat', 'link.txt', 'pipe', 'socket'];
    const odd = GAMES.flatMap((game) => [...places, 'device'].map((path) => blocks(game, path)));
    await asking.refused(odd.filter(({ gameId, ranges }) => !isShared(gameId, ranges[0]?.path)));
    await asking.refused(
      GAMES.filter((game) => game !== 'ggoo').flatMap((gameId) =>
        ['outline', 'manifest', 'local', '../x'].map((form) => {
          return { type: 'get-descriptors', gameId, version: VERSION, form };
        }),
      ),
    );
    const hash = Buffer.from(blake3(Buffer.from(canaryLine()))).toString('hex');
    await asking.refused(
      GAMES.map((gameId) => ({ type: 'get-hashed-blocks', gameId, hashes: [hash] })),
    );
    await expectSharedAndNoMore(host, asking);
  });

  it('W14, W9, W19: bring no byte of it, whatever else is wrong with them', PATIENT, async () => {
    const host = await aHostAmongCanaries();
    const asking = await caller(host);
    const path = fc.oneof(
      fc
        .constantFrom(...TARGETS.filter((target) => target !== SHARED))
        .chain((target) =>
          fc
            .array(fc.constantFrom(...SPELLINGS), { minLength: 1, maxLength: 3 })
            .map((ways) => ways.reduce((text, spell) => spell(text).slice(0, 3_000), target)),
        ),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    const number = fc.oneof(
      fc.nat(100),
      fc.constantFrom(-1, 1.5, 2 ** 31, 2 ** 53, '0', null, 1e308),
    );
    const request = fc.record({
      type: fc.constantFrom('get-blocks', 'get-blocks', 'get-descriptors', 'get-hashed-blocks'),
      gameId: fc.constantFrom(...GAMES),
      version: fc.constantFrom(VERSION, ...VERSIONS),
      form: fc.constantFrom('outline', 'manifest', path),
      withHashes: fc.boolean(),
      hashes: fc.array(fc.constantFrom('ab'.repeat(32), '../canary.txt'), { maxLength: 2 }),
      ranges: fc.array(fc.record({ path, offset: number, length: number }), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: AT_ONCE }), (requests) =>
        asking.refused(requests.filter((asked) => !mayBeGiven(asked))),
      ),
      RUNS,
    );
    await expectSharedAndNoMore(host, asking);
  });

  /** A peer that shares one game, amid all that it may not share. */
  async function aHostAmongCanaries(): Promise<Peer> {
    const home = await party.home('host');
    const games = [
      aCopy({ version: VERSION, sizes: [10_000] }),
      ...['bfbc2', 'cnc4', 'cnctw', 'openarena'].map((id) => aCopy({ id, version: VERSION })),
    ];
    const host = await party.start({ name: 'host', games });
    await host.shutdown();
    await surround(home);
    const again = await party.launch(home);
    await again.run('manifest', { game_id: 'ggoo' });
    const { games: rows } = await again.run('list-games');
    const ready = rows.filter(({ availability }) => availability === 'Ready');
    expect(ready.map(({ id }) => id)).toContain('ggoo');
    return again;
  }

  async function surround({ gamesDir }: PeerHome): Promise<void> {
    for (const path of CANARIES) {
      const file = join(gamesDir, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, canaryLine());
    }
    const at = (path: string): string => join(gamesDir, path);
    await symlink(at('canary.txt'), at('bfbc2/link.txt'));
    await symlink(at('bf1942'), at('xonotic'));
    execFileSync('mkfifo', [at('cnc4/pipe')]);
    const server = createServer().listen(at('cnctw/socket'));
    servers.push(server);
    await once(server, 'listening');
    // Only root can make one; a link to one is as hostile, and anybody's.
    const isMade = process.getuid?.() === 0;
    if (isMade) execFileSync('mknod', [at('openarena/device'), 'c', '1', '5']);
    else await symlink('/dev/zero', at('openarena/device'));
  }

  async function caller({ address }: Peer) {
    const socket = connect({ ...parseAddress(address), ...tlsOf(await makeIdentity()) });
    sockets.push(socket);
    await once(socket, 'secureConnect');
    socket.write(encodeFrame(helloMessage({ name: 'mallory', appVersion: '1' }, 'data')));
    return new Caller(socket);
  }

  async function expectSharedAndNoMore(host: Peer, asking: Caller): Promise<void> {
    expect(await asking.given(blocks('ggoo', 'notes.txt', 4))).toBe('ggoo');
    const form = { type: 'get-descriptors', gameId: 'ggoo', version: VERSION, form: 'outline' };
    const outline = await (await caller(host)).given(form);
    expect(outline).toContain('notes.txt');
    expect(outline).not.toMatch(/canary|save|local|lanspread/i);
    const guest = await party.start({ name: 'guest' });
    await guest.run('connect', { address: host.address });
    const { games } = await guest.run('list-games');
    expect(games.map(({ id }) => id)).toEqual(['ggoo']);
  }
});

/** One data connection, on which everything that comes is looked through. */
class Caller {
  readonly #socket: TLSSocket;
  readonly #decoder = new FrameDecoder();
  #heard = '';
  #lastId = 0;

  constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#heard = (this.#heard + bytes.toString('latin1')).slice(-100_000);
      this.#decoder.push(bytes);
      for (const secret of SECRETS) {
        if (this.#heard.includes(secret)) socket.destroy(new Error(`${secret} has left the PC`));
      }
    });
  }

  /** Asks all of it, and resolves when every one was refused, in order and alike. */
  async refused(requests: readonly object[]): Promise<void> {
    for (let at = 0; at < requests.length; at += AT_ONCE) {
      const some = requests.slice(at, at + AT_ONCE);
      const ids = some.map((request) => this.#ask(request));
      for (const [index, id] of ids.entries()) {
        expect(await this.#answer(), JSON.stringify(some[index])).toEqual({
          ...{ id, status: 'not-available' },
        });
      }
    }
  }

  /** What is given for a request that is in order; the last one on this connection. */
  async given(request: object): Promise<string> {
    const id = this.#ask(request);
    const answer = await this.#answer();
    expect(answer).toMatchObject({ id, status: 'ok' });
    const { length } = answer as { readonly length: number };
    const head = JSON.stringify(answer);
    for (;;) {
      const begin = this.#heard.lastIndexOf(head) + head.length;
      if (this.#heard.length >= begin + length) return this.#heard.slice(begin, begin + length);
      await this.#more();
    }
  }

  #ask(request: object): number {
    this.#lastId += 1;
    this.#socket.write(encodeFrame({ ...request, id: this.#lastId }));
    return this.#lastId;
  }

  async #answer(): Promise<object> {
    for (;;) {
      const decoded = this.#decoder.next();
      if (decoded.type === 'broken') throw new Error(decoded.problem);
      if (decoded.type === 'incomplete') await this.#more();
      // The first frame is the other end's hello.
      else if (!('protocol' in decoded.message)) return decoded.message;
    }
  }

  async #more(): Promise<void> {
    await once(this.#socket, 'data', { signal: AbortSignal.timeout(ANSWER_MS) });
  }
}

// Halves of a character have no code.
function encoded(path: string): string {
  return encodeURIComponent(path.replace(/\p{Cs}/gu, '?'));
}

function canaryLine(): string {
  return `${CANARY}\n`.repeat(20);
}

function blocks(gameId: string, path: string, length = 1) {
  const ranges = [{ path, offset: 0, length }];
  return { type: 'get-blocks', gameId, version: VERSION, ranges, withHashes: false };
}

function isShared(gameId: string, path: string | undefined): boolean {
  return gameId === 'ggoo' && path === SHARED;
}

function mayBeGiven({
  type,
  gameId,
  version,
}: {
  readonly type: string;
  readonly gameId: string;
  readonly version: string;
}): boolean {
  // Its outline is for everybody; of its files no path here is one.
  return type === 'get-descriptors' && gameId === 'ggoo' && version === VERSION;
}
