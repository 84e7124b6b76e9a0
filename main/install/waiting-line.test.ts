import { describe, expect, it } from 'vitest';
import { LanspreadError } from '../../shared/errors.ts';
import { WaitingLine } from './waiting-line.ts';

const NEVER = new AbortController().signal;

describe('a waiting line', () => {
  it('lets in one at a time, in the order they came', async () => {
    const line = new WaitingLine(10);
    const told: string[] = [];
    const visit = async (name: string) => {
      const leave = await line.enter(NEVER);
      told.push(`${name} in`);
      await Promise.resolve();
      told.push(`${name} out`);
      leave();
    };
    await Promise.all(['a', 'b', 'c'].map(visit));
    expect(told).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  });

  it('lets nobody slip in between one who leaves and the next', async () => {
    const line = new WaitingLine(10);
    const leave = await line.enter(NEVER);
    const second = line.enter(NEVER);
    leave();
    const third = line.enter(NEVER);
    const leaveSecond = await second;
    await expect(Promise.race([third, Promise.resolve('waits')])).resolves.toBe('waits');
    leaveSecond();
    await expect(third).resolves.toBeTypeOf('function');
  });

  it('S29: is left by those who stop waiting, and nobody waits for them', async () => {
    const line = new WaitingLine(10);
    const leave = await line.enter(NEVER);
    const impatient = new AbortController();
    const second = line.enter(impatient.signal);
    const third = line.enter(NEVER);
    impatient.abort(new LanspreadError('cancelled', 'ggoo was cancelled.'));
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    leave();
    await expect(third).resolves.toBeTypeOf('function');
  });

  it('is not entered with a signal that has come already', async () => {
    const reason = new LanspreadError('cancelled', 'ggoo was cancelled.');
    await expect(new WaitingLine(1).enter(AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('is bounded', async () => {
    const line = new WaitingLine(1);
    await line.enter(NEVER);
    const waits = line.enter(NEVER);
    await expect(line.enter(NEVER)).rejects.toMatchObject({ code: 'operation-active' });
    await expect(Promise.race([waits, Promise.resolve('waits')])).resolves.toBe('waits');
  });
});
