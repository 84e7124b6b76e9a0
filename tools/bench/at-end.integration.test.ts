import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const MODULE = new URL('at-end.ts', import.meta.url).href;
const CUT_SHORT = `
  import { atEnd } from ${JSON.stringify(MODULE)};
  atEnd(() => process.stdout.write('first '));
  atEnd(() => { throw new Error('a step that fails'); });
  atEnd(() => process.stdout.write('last'));
  const forget = atEnd(() => process.stdout.write('forgotten'));
  forget();
  setInterval(() => undefined, 1_000);
  process.stderr.write('ready');
`;

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s in the middle of a row leaves nothing behind', async (signal, expected) => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', CUT_SHORT]);
  let printed = '';
  child.stdout.on('data', (text) => (printed += String(text)));
  await once(child.stderr, 'data');
  child.kill(signal);
  const [code] = (await once(child, 'close')) as [number];
  expect({ code, printed }).toEqual({ code: expected, printed: 'first last' });
});
