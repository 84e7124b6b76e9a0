import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { anEngine, join, SELF } from '../fixtures/engine/an-engine.ts';
import { aContent, aCopy, hashedOf, noCopy } from '../fixtures/engine/copies.ts';
import { aHash, anOffer, aPeer, ggoo } from '../fixtures/engine/room.ts';
import { allSettled } from '../fixtures/engine/waiting.ts';
import { parseLine } from '../main/cli/parse-line.ts';
import { Space } from '../main/engine/space.ts';
import { damagedArchive, unsafeArchive, quoted } from '../main/install/refusal.ts';
import { asDiskFailure } from '../main/kit/disk/disk-failure.ts';
import { noSourceLeft } from '../main/transfer/run/transfer-failures.ts';
import { dialFailure, ownPc } from '../main/wire/link/failures.ts';
import { ERROR_CODES, type ErrorCode, type Failure, toFailure } from '../shared/errors.ts';
import type { Reply } from '../shared/reply.ts';

const CONTENT = aContent();
const ADDRESS = '192.168.0.7:41641';
// What an error of the system says, and nobody must be told.
const SECRET = `${homedir()}/secret`;

/** One text for each code, as a player reads it: what happened, to what, and what to do. */
const TEXTS: Readonly<Record<ErrorCode, string>> = {
  'bad-json': 'A line is not a JSON object. Send one object a line.',
  'unknown-command': 'There is no command "fly\\u0007". See --help.',
  'bad-argument': 'download: game id: must be 1 to 64 of a-z 0-9 . _ - and nothing else.',
  'unknown-game': 'doom is not in the catalog. Check the id, or load a catalog that has it.',
  'no-peers-have-game': 'Nobody here has ggoo. It can be downloaded once a PC that has it joins.',
  'ambiguous-metadata':
    'ggoo: the 2 PCs with version 20250101 hold different files, and no majority agrees. Compare their folders, or raise the version of the right one.',
  'not-downloaded': 'ggoo is not downloaded. Download it first.',
  'not-installed': 'ggoo is not installed, so there is nothing to uninstall.',
  'operation-active': 'ggoo is being downloaded right now. Wait until that is done, or cancel it.',
  cancelled: 'ggoo: stopped before it was downloaded.',
  'peer-unreachable':
    '192.168.0.7:41641 has no Lanspread running on that port. Start it there, or check the port.',
  'peer-refused': '192.168.0.7:41641 is your own PC. Enter another one.',
  'sources-lost':
    'ggoo: no PC that has it can be reached any more. What was fetched is kept: download it again when one is back.',
  'hash-mismatch':
    'ggoo: every PC that has it gave wrong bytes. Verify their copies, then try again.',
  'no-space':
    "No space to download ggoo: it needs 7000 MB, the games folder's disk has 3 MB to spare. Free space or move the games folder.",
  'archive-invalid': 'ggoo/ggoo.eti is damaged: it is cut off. Download the game again.',
  'archive-unsafe':
    'ggoo/ggoo.eti was refused: "..\\x?[2J?". Ask whoever packed it for another archive.',
  'io-error':
    'ggoo/maps/x.bsp may not be changed. Close the game, check the permissions of the games folder, and try again.',
  timeout: 'Waited for 2 peers; 0 are connected.',
  'shutting-down': 'Lanspread is being closed.',
  internal: 'Something unexpected went wrong. The log has the details.',
};

const FAILURES: Readonly<Record<ErrorCode, () => Promise<Failure> | Failure>> = {
  'bad-json': () => ofLine('download ggoo'),
  'unknown-command': () => ofLine('{"cmd":"fly\\u0007"}'),
  'bad-argument': async () => failureOf((await aRoom()).run('download', { gameId: '../x\u001b' })),
  'unknown-game': async () => failureOf((await aRoom()).run('download', { gameId: 'doom' })),
  'no-peers-have-game': async () => failureOf((await aRoom()).run('download', { gameId: ggoo })),
  'ambiguous-metadata': async () => {
    const room = await aRoom();
    join(room.network, aPeer(1), { sessionId: 1, offers: [anOffer()] });
    const other = anOffer({ outlineHash: aHash(2), size: 200 });
    join(room.network, aPeer(2), { sessionId: 2, offers: [other] });
    return failureOf(room.run('download', { gameId: ggoo }));
  },
  'not-downloaded': async () => failureOf((await aRoom()).run('install', { gameId: ggoo })),
  'not-installed': async () => {
    return failureOf((await aRoom(aCopy())).run('uninstall', { gameId: ggoo }));
  },
  'operation-active': async () => {
    const { room } = await aRoomInMidDownload();
    return failureOf(room.run('remove', { gameId: ggoo }));
  },
  cancelled: async () => {
    const { room, download } = await aRoomInMidDownload();
    await room.run('cancel', { gameId: ggoo });
    return failureOf(download);
  },
  'peer-unreachable': () => toFailure(dialFailure(ADDRESS, ofSystem('ECONNREFUSED'))),
  'peer-refused': () => toFailure(ownPc(ADDRESS)),
  'sources-lost': () => toFailure(noSourceLeft(ggoo, false)),
  'hash-mismatch': () => toFailure(noSourceLeft(ggoo, true)),
  'no-space': () =>
    new Space({ freeBytes: () => Promise.resolve(3e6) })
      .forDownload(ggoo, 7e9)
      .then(() => toFailure(undefined), toFailure),
  'archive-invalid': () => toFailure(damagedArchive('ggoo/ggoo.eti', 'is cut off')),
  'archive-unsafe': () => toFailure(unsafeArchive('ggoo/ggoo.eti', quoted('..\\x\u001b[2J\u202e'))),
  'io-error': () => toFailure(asDiskFailure(ofSystem('EACCES'), 'ggoo/maps/x.bsp')),
  timeout: async () => {
    const room = await aRoom();
    const waiting = room.run('wait-peers', { count: 2, timeoutMs: 50 });
    await allSettled();
    room.clock.advance(50);
    return failureOf(waiting);
  },
  'shutting-down': async () => {
    const room = await aRoom();
    const waiting = room.run('wait-peers', { count: 2 });
    await allSettled();
    await room.engine.stop();
    return failureOf(waiting);
  },
  internal: () => toFailure(new TypeError(`${SECRET} is not a function`)),
};

describe('what a player is told', () => {
  it.each(ERROR_CODES)('C2: of %s is one sentence for people, and no more', async (code) => {
    const failure = await FAILURES[code]();
    expect(failure).toEqual({ code, message: TEXTS[code] });
    expect(failure.message).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{20,300}\.$/u);
    expect(failure.message).not.toMatch(/ENO|EACC|Error:|\bat .*:\d+:\d+|node:|\bundefined\b/);
    expect(failure.message).not.toContain(homedir());
  });
});

async function aRoom(copy = noCopy()) {
  const room = anEngine();
  room.library.put(copy);
  await room.engine.start();
  return room;
}

async function aRoomInMidDownload() {
  const room = await aRoom();
  const { size, outlineHash } = CONTENT;
  const { manifest, manifestHash } = hashedOf(CONTENT);
  room.fetcher.descriptors.set(manifestHash, manifest);
  join(room.network, aPeer(1), { offers: [anOffer({ size, outlineHash, manifestHash })] });
  const download = room.run('download', { gameId: ggoo });
  await allSettled();
  return { room, download };
}

async function failureOf(reply: Promise<Reply<unknown>>): Promise<Failure> {
  const answered = await reply;
  if (answered.ok) throw new Error(`${SELF.name} did it.`);
  return answered.error;
}

function ofLine(text: string): Failure {
  const request = parseLine({ type: 'line', bytes: Buffer.from(text) });
  if (!request || request.ok) throw new Error('The line was taken.');
  return request.error;
}

function ofSystem(code: string): Error {
  return Object.assign(new Error(`${code}: ${SECRET}`), { code, syscall: 'open', path: SECRET });
}
