import { expect, it } from 'vitest';
import { ownArguments } from './own-arguments.ts';

const node = { isElectron: false, isDefaultApp: false };
const packaged = { isElectron: true, isDefaultApp: false };
const unpackaged = { isElectron: true, isDefaultApp: true };

it.each([
  { what: 'under Node', facts: node, argv: ['node', 'main.js', '--cli'], own: ['--cli'] },
  { what: 'under Node, alone', facts: node, argv: ['node', 'main.js'], own: [] },
  {
    ...{ what: 'packaged', facts: packaged },
    ...{ argv: ['lanspread', '--name', 'alpha'], own: ['--name', 'alpha'] },
  },
  {
    ...{ what: 'by `electron .`', facts: unpackaged },
    ...{ argv: ['electron', '.', '--name', 'alpha'], own: ['--name', 'alpha'] },
  },
  {
    ...{ what: 'by `electron --no-sandbox .`', facts: unpackaged },
    ...{ argv: ['electron', '--no-sandbox', '.', '--cli'], own: ['--cli'] },
  },
  {
    ...{ what: 'by a test driver', facts: unpackaged },
    argv: [
      ...['electron', '--inspect=0', '--remote-debugging-port=0', '.', '--cli'],
      '--ozone-platform=headless',
    ],
    own: ['--cli'],
  },
])('F4: are found $what', ({ facts, argv, own }) => {
  expect(ownArguments({ argv, ...facts })).toEqual(own);
});

it("F4: of a user are left alone under Node, where no runtime's switches come in between", () => {
  const argv = ['node', 'main.js', '--no-sandbox', 'x'];
  expect(ownArguments({ argv, ...node })).toEqual(['--no-sandbox', 'x']);
});

it('F4: keep a value that looks like a path', () => {
  const argv = ['electron', '/app', '--games-dir', '/games', '--cli'];
  expect(ownArguments({ argv, ...unpackaged })).toEqual(['--games-dir', '/games', '--cli']);
});
