import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzing } from '../../fixtures/fuzzing.ts';
import { changedFrames } from '../../fixtures/wire/changed-frames.ts';
import { feed, fetchingEnd } from '../../fixtures/wire/fetching-end.ts';
import {
  ANSWER_FRAMES,
  ANSWER_LENGTHS,
  REQUEST_FRAMES,
  SESSION_FRAMES,
} from '../../fixtures/wire/recorded-frames.ts';
import { SERVED } from '../../fixtures/wire/served-folder.ts';
import { parseGameId } from '../../shared/domain/ids.ts';
import { parseVersion } from '../../shared/domain/version.ts';
import { encodeOutline } from '../manifest/manifest-codec.ts';
import { parseRequest } from './content-requests.ts';
import { MAX_NAME_LENGTH, MAX_OFFERS } from './limits.ts';
import { FrameDecoder } from './link/frames.ts';
import { parseHello } from './link/hello.ts';
import { answerFor, type Offered } from './serving/answer-for.ts';
import { ServedGames } from './serving/served-games.ts';
import { SharedBlocks } from './serving/shared-blocks.ts';
import { PageReader } from './session/pages.ts';
import { parseSessionFrame } from './session/session-frames.ts';

const RUNS = fuzzing(5_000);
const PATIENT = { timeout: 600_000 };
// What one conversation may take of the loop that hears it, in milliseconds of work.
const WORK_LIMIT_MS = 100;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const files = [
  { path: 'data/maps.eti', size: 100_000 },
  { path: 'version.ini', size: 8 },
];

function offered(): Offered {
  const games = new ServedGames();
  const outline = encodeOutline({ files, emptyFolders: [] });
  games.publish({ ...SERVED, folder: '/games/ggoo', outline, inodes: Float64Array.of(1, 2) });
  return { games, shared: new SharedBlocks() };
}

/** Everything that hears frames at the called end, and what must hold of whatever it has understood. */
function calledEnd() {
  const [pages, served] = [new PageReader(), offered()];
  return (message: object): void => {
    const hello = parseHello(message);
    if (typeof hello !== 'string') expectShown(hello.name);
    const frame = parseSessionFrame(message);
    if (typeof frame !== 'string') {
      if (frame.type === 'name') expectShown(frame.name);
      if (frame.type === 'library' || frame.type === 'library-change')
        expectOffers(pages.add(frame));
    }
    const asked = parseRequest(message);
    if (asked) expectGated(answerFor(asked.request, served));
  };
}

function expectShown(name: string): void {
  expect(name.length).toBeGreaterThan(0);
  expect(Array.from(name).length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
  expect(name).not.toMatch(UNPRINTABLE);
}

function expectOffers(message: ReturnType<PageReader['add']>): void {
  if (message === undefined || 'problem' in message || !('revision' in message)) return;
  const offers = 'offers' in message ? message.offers : 'put' in message ? message.put : [];
  expect(offers.length).toBeLessThanOrEqual(MAX_OFFERS);
  for (const { id, version, size } of offers) {
    expect(parseGameId(id)).toBe(id);
    expect(parseVersion(version)).toBe(version);
    expect(Number.isSafeInteger(size) && size >= 0).toBe(true);
  }
}

function expectGated(answer: ReturnType<typeof answerFor>): void {
  if (answer.type !== 'blocks') return;
  for (const { file, offset, length } of answer.ranges) {
    const listed = files.find(({ path }) => path === file.path);
    expect(offset >= 0 && length >= 1 && offset + length <= (listed?.size ?? 0)).toBe(true);
  }
}

/** Until it is disposed of, the thread works for no longer than a loop may be held up. */
function briefly(): Disposable {
  const before = process.threadCpuUsage();
  return {
    [Symbol.dispose]: () => {
      const { user, system } = process.threadCpuUsage(before);
      expect((user + system) / 1e3).toBeLessThan(WORK_LIMIT_MS);
    },
  };
}

function expectPlainObjects(): void {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)['type']).toBeUndefined();
}

describe('W19: recorded frames with changed bytes', () => {
  it.each([
    { what: 'a session', recorded: SESSION_FRAMES },
    { what: 'requests', recorded: REQUEST_FRAMES },
  ])(
    '$what: the called end throws at none, and what it understands is sound',
    PATIENT,
    ({ recorded }) => {
      let understood = 0;
      fc.assert(
        fc.property(changedFrames(recorded), fc.integer({ min: 1, max: 4096 }), (bytes, atOnce) => {
          using _work = briefly();
          const [decoder, hear] = [new FrameDecoder(), calledEnd()];
          for (let at = 0; at < bytes.length; at += atOnce) {
            decoder.push(bytes.subarray(at, at + atOnce));
            for (let next = decoder.next(); next.type !== 'incomplete'; next = decoder.next()) {
              if (next.type === 'broken') return;
              hear(next.message);
              understood += 1;
            }
          }
        }),
        RUNS,
      );
      expectPlainObjects();
      // Changes that never get past the frame's length would try nothing.
      expect(understood).toBeGreaterThan(RUNS.numRuns / 4);
    },
  );

  it(
    'answers: the calling end throws at none, and writes nothing beside what it asked for',
    PATIENT,
    () => {
      fc.assert(
        fc.property(
          changedFrames(ANSWER_FRAMES),
          fc.integer({ min: 1, max: 4096 }),
          (bytes, atOnce) => {
            using _work = briefly();
            const end = fetchingEnd(ANSWER_LENGTHS);
            feed(end.reader, bytes, atOnce);
            expect(ANSWER_LENGTHS.every((_, index) => end.isGuarded(index))).toBe(true);
            // In the order asked for, each of the length asked for or not at all.
            for (const [index, answer] of end.settled.entries()) {
              expect([undefined, ANSWER_LENGTHS[index]]).toContain(answer?.byteLength);
            }
          },
        ),
        RUNS,
      );
      expectPlainObjects();
    },
  );
});
