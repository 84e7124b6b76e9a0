import { homedir } from 'node:os';
import { expect } from 'vitest';
import type { Program } from './program.ts';

// A terminal would obey it, or show other lines than were written.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const STACK = /(^|\n)\s+at /;

/** Nothing that a process has printed could fool a terminal, and its messages are fit for people. */
export function expectCleanOutput(program: Program): void {
  const logged = program.stderr.split('\n');
  for (const line of [...program.lines, ...logged]) {
    expect(line, program.name).not.toMatch(UNPRINTABLE);
  }
  for (const message of program.lines.flatMap(messagesIn)) {
    expect(message, program.name).not.toMatch(STACK);
    expect(message.includes(homedir()), `${program.name}: ${message}`).toBe(false);
  }
}

/** What a line says to people: the message of a failed result, a failure or a diagnostic. */
function messagesIn(line: string): readonly string[] {
  if (!line.startsWith('{')) return [line];
  const { error, data } = JSON.parse(line) as {
    readonly error?: { readonly message: string };
    readonly data?: { readonly message?: string } | null;
  };
  return [error?.message, data?.message].filter((message) => message !== undefined);
}
