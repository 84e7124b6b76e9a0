import { parentPort, workerData } from 'node:worker_threads';
import { LanspreadError, toFailure } from '../../shared/errors.ts';
import { systemClock } from '../kit/clock.ts';
import { NetHost, type NetSetup } from './net-host.ts';
import type { NetAnswer, NetCommand, NetQuestion, NetReport } from './net-messages.ts';

// What main hands over at the start is its own data and needs no check.
const setup = workerData as NetSetup;
const asked = new Map<number, AbortController>();
const host = new NetHost(setup, {
  clock: systemClock,
  emit: (event) => {
    report({ type: 'event', event });
  },
  onFault,
});

// Whatever a stranger's bytes set off must not take down the connections of the others.
process.on('uncaughtException', onFault);
process.on('unhandledRejection', onFault);
parentPort?.on('message', (command: NetCommand) => {
  obey(command);
});
host.start().then(
  (address) => {
    report({ type: 'started', address });
  },
  (error: unknown) => {
    report({ type: 'not-started', failure: toFailure(error) });
  },
);

function obey(command: NetCommand): void {
  switch (command.type) {
    case 'ask':
      void answer(command.askId, command.question);
      return;
    case 'cancel':
      asked.get(command.askId)?.abort(new LanspreadError('cancelled', 'The dial was cancelled.'));
      return;
    case 'send':
      host.sessions.send(command.sessionId, command.message);
      return;
    case 'hang-up':
      void host.sessions.hangUp(command.sessionId);
      return;
    case 'publish':
      host.content.publish(command.game);
      return;
    case 'set-name':
      host.setName(command.name);
      return;
    case 'set-upload-limit':
      host.content.setUploadLimit(command.bytesPerSecond);
      return;
  }
}

async function answer(askId: number, question: NetQuestion): Promise<void> {
  const cancel = new AbortController();
  asked.set(askId, cancel);
  try {
    report({ type: 'answer', askId, answer: await find(question, cancel.signal) });
  } catch (error) {
    report({ type: 'failed', askId, failure: toFailure(error) });
    if (!(error instanceof LanspreadError)) onFault(error);
  } finally {
    asked.delete(askId);
  }
}

async function find(question: NetQuestion, signal: AbortSignal): Promise<NetAnswer> {
  switch (question.type) {
    case 'dial':
      return host.dialler.dial(question.address, signal);
    case 'withdraw':
      await host.content.withdraw(question.gameId);
      return undefined;
    case 'stop':
      await host.stop();
      return undefined;
  }
}

function onFault(error: unknown): void {
  report({
    type: 'fault',
    text: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}

function report(message: NetReport): void {
  parentPort?.postMessage(message);
}
