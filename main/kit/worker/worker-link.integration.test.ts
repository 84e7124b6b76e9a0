import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { LanspreadError } from '../../../shared/errors.ts';
import { Deferred } from '../deferred.ts';
import { WorkerLink } from './worker-link.ts';

interface Talk {
  readonly question: { readonly type: 'ask' };
  readonly answers: { readonly ask: string };
  readonly command: string;
  readonly report: string;
}

interface End {
  readonly wasWanted: boolean;
  readonly cause: unknown;
}

const HEAR = "import { parentPort } from 'node:worker_threads'; parentPort.on('message', hear);";
const ECHO = `${HEAR} function hear(message) {
  if (message.type === 'command') parentPort.postMessage({ type: 'report', report: message.command });
  if (message.type === 'leave') process.exit();
}`;
const SILENT = `${HEAR} function hear() {}`;
const BROKEN = `${HEAR} function hear() { throw new Error('a bug'); }`;

describe('a worker', () => {
  const links: WorkerLink<Talk>[] = [];
  const ends: End[] = [];
  afterEach(async () => {
    await Promise.all(links.splice(0).map((link) => link.end(0)));
    ends.splice(0);
  });

  it('leaves by itself where it can, and is not cut off', async () => {
    const reported = new Deferred<string>();
    const { link, spawned } = linkTo(ECHO, { onReport: reported.resolve });
    link.tell('hello');
    expect(await reported.promise).toBe('hello');
    let wasCut = false;
    spawned().terminate = () => {
      wasCut = true;
      return Promise.resolve(0);
    };
    await link.end();
    expect(wasCut).toBe(false);
    expect(ends).toEqual([{ wasWanted: true, cause: undefined }]);
  });

  it('is cut off where it does not leave, and what it was asked fails at once', async () => {
    const { link } = linkTo(SILENT);
    const asked = link.ask({ type: 'ask' });
    const ended = link.end(10);
    await expect(asked).rejects.toThrow('gone');
    await ended;
    expect(link.isAlive()).toBe(false);
    await expect(link.ask({ type: 'ask' })).rejects.toThrow('gone');
  });

  it('that dies fails what it was asked with the cause, and is told as dead', async () => {
    const { link } = linkTo(BROKEN);
    await expect(link.ask({ type: 'ask' })).rejects.toMatchObject({ cause: { message: 'a bug' } });
    expect(ends).toMatchObject([{ wasWanted: false, cause: { message: 'a bug' } }]);
  });

  it('is waited for no longer than it was said, where a question is cancelled', async () => {
    for (const cancelMs of [undefined, 10]) {
      const { link } = linkTo(SILENT, { cancelMs });
      const stop = new AbortController();
      const asked = link.ask({ type: 'ask' }, stop.signal);
      const reason = new LanspreadError('cancelled', 'enough');
      stop.abort(reason);
      await expect(asked).rejects.toBe(reason);
    }
  });

  function linkTo(
    source: string,
    options: { onReport?: (report: string) => void; cancelMs?: number | undefined } = {},
  ) {
    const workers: Worker[] = [];
    const link = new WorkerLink<Talk>({
      spawn: () => {
        const url = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
        workers.push(new Worker(url));
        return spawned();
      },
      onReport: options.onReport ?? (() => undefined),
      gone: (cause) => new Error('gone', { cause }),
      onExit: (end) => ends.push(end),
      ...(options.cancelMs === undefined ? {} : { cancelMs: options.cancelMs }),
    });
    link.start();
    links.push(link);
    return { link, spawned };

    function spawned(): Worker {
      const [worker] = workers;
      if (worker === undefined) throw new Error('not spawned yet');
      return worker;
    }
  }
});
