import { expect, it } from 'vitest';
import { type Entry, entryKind } from './entry-kind.ts';

const unknown: Entry = {
  isDirectory: () => false,
  isFile: () => false,
  isSymbolicLink: () => false,
  isFIFO: () => false,
  isSocket: () => false,
};

it.each([
  { entry: { isDirectory: () => true }, kind: 'a folder' },
  { entry: { isFile: () => true }, kind: 'a file' },
  { entry: { isSymbolicLink: () => true }, kind: 'a link' },
  { entry: { isFIFO: () => true }, kind: 'a named pipe' },
  { entry: { isSocket: () => true }, kind: 'a socket' },
  { entry: {}, kind: 'a device' },
])('an entry is named in words: $kind', ({ entry, kind }) => {
  expect(entryKind({ ...unknown, ...entry })).toBe(kind);
});
