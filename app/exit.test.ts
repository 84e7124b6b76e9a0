import { describe, expect, it } from 'vitest';
import { ERROR_CODES, LanspreadError } from '../shared/errors.ts';
import { EXIT, exitFor } from './exit.ts';

describe('the end of a start that failed', () => {
  it.each([
    { code: 'bad-argument', exit: EXIT.badUse },
    { code: 'operation-active', exit: EXIT.stateInUse },
    { code: 'io-error', exit: EXIT.failed },
    { code: 'shutting-down', exit: EXIT.failed },
  ] as const)('F5: has its own exit code: $code -> $exit', ({ code, exit }) => {
    expect(exitFor(new LanspreadError(code, 'It is so.'))).toEqual({
      isForeseen: true,
      code: exit,
      line: 'lanspread: It is so.\n',
    });
  });

  it('F5: says nothing of a bug but that there was one', () => {
    const { code, line, isForeseen } = exitFor(new Error('/home/alice/secret is undefined'));
    expect([code, isForeseen]).toEqual([EXIT.failed, false]);
    expect(line).not.toContain('alice');
    expect(line.split('\n')).toHaveLength(2);
  });

  it('F5: is one line, whatever stands in a file that it names', () => {
    const { line } = exitFor(new LanspreadError('bad-argument', 'games\u001b[2J\n    at \u202e.'));
    expect(line).toBe('lanspread: games [2J     at  .\n');
  });

  it.each(ERROR_CODES)('F5: tells no stack and no path of the program: %s', (code) => {
    const failure = new LanspreadError(code, 'It is so.', { cause: new Error('/home/alice') });
    expect(exitFor(failure).line).toBe('lanspread: It is so.\n');
  });

  it('F5: keeps the exit codes of the contract', () => {
    expect(EXIT).toEqual({ ok: 0, failed: 1, badUse: 2, stateInUse: 3 });
  });
});
