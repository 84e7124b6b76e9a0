import { expect, it } from 'vitest';
import { aContent, anOutline, hashedOf } from '../../fixtures/engine/copies.ts';
import { memoryCopies } from '../../fixtures/engine/memory-store.ts';
import { cnc4, ggoo } from '../../fixtures/engine/room.ts';
import { KnownCopies } from './known-copies.ts';

const CONTENT = {
  ...aContent(anOutline({ path: 'a/é.eti', size: 9 }, { path: 'cover.png', size: 0 }), 40),
  mtimesMs: Float64Array.of(1.5, 2, 3),
};
const HASHED = hashedOf(CONTENT);
const MANIFEST = { bytes: HASHED.manifest, hash: HASHED.manifestHash };

it('S7.1: gives back a hashed copy as it was scanned, and its manifest, also at the next start', () => {
  const table = memoryCopies();
  new KnownCopies(table).put(ggoo, CONTENT, MANIFEST);
  const known = new KnownCopies(table);
  const { outline, ...facts } = CONTENT;
  const found = known.find(ggoo);
  expect({ ...found, outlineBytes: Buffer.from(found?.outlineBytes ?? []) }).toEqual({
    ...facts,
    outlineBytes: Buffer.from(facts.outlineBytes),
  });
  expect(found?.outline).toEqual(outline);
  expect(known.manifestOf(found)).toEqual(MANIFEST);
  expect(known.find(cnc4)).toBeUndefined();
});

it('S7.1: knows no manifest of content that it did not find', () => {
  const known = new KnownCopies(memoryCopies());
  known.put(ggoo, CONTENT, MANIFEST);
  expect(known.manifestOf(CONTENT)).toBeUndefined();
  expect(known.manifestOf(undefined)).toBeUndefined();
});

it('gives the list of files and the manifest in one piece of memory, so that they are sent once', () => {
  const known = new KnownCopies(memoryCopies());
  known.put(ggoo, CONTENT, MANIFEST);
  const found = known.find(ggoo);
  expect(found?.outlineBytes.buffer).toBe(known.manifestOf(found)?.bytes.buffer);
});
