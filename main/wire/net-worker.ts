import { workerData } from 'node:worker_threads';
import { systemClock } from '../kit/clock.ts';
import { WorkerSide } from '../kit/worker/worker-side.ts';
import { NetHost, type NetSetup } from './net-host.ts';
import type { NetAnswer, NetCommand, NetQuestion, NetTalk } from './net-messages.ts';

const side = new WorkerSide<NetTalk>();
// What main hands over at the start is its own data and needs no check.
const host = new NetHost(workerData as NetSetup, {
  clock: systemClock,
  emit: (event) => {
    side.report({ type: 'event', event });
  },
  onFault,
});

// Whatever a stranger's bytes set off must not take down the connections of the others.
process.on('uncaughtException', onFault);
process.on('unhandledRejection', onFault);
side.serve({ answer, obey, onBug: onFault });

async function answer(question: NetQuestion, signal: AbortSignal): Promise<NetAnswer> {
  switch (question.type) {
    case 'start':
      return host.start();
    case 'dial':
      return host.dialler.dial(question.address, signal, question.isMove);
    case 'reach-of':
      return host.dialler.reachOf(question.peerId, question.address);
    case 'withdraw':
      await host.content.withdraw(question.gameId);
      return undefined;
    case 'unshare':
      await host.content.unshare(question.gameId);
      return undefined;
    case 'stop':
      await host.stop();
      return undefined;
  }
}

function obey(command: NetCommand): void {
  switch (command.type) {
    case 'send':
      host.sessions.send(command.sessionId, command.message);
      return;
    case 'hang-up':
      void host.sessions.hangUp(command.sessionId);
      return;
    case 'open-line':
      host.calls.attend(command.port);
      return;
    case 'set-name':
      host.setName(command.name);
      return;
    case 'publish':
      host.content.publish(command.game);
      return;
    case 'share':
      host.content.share(command.content);
      return;
    case 'share-blocks':
      host.content.shareBlocks(command.gameId, command.blocks);
      return;
    case 'set-sharing':
      host.content.setSharing(command.isSharing);
      return;
    case 'set-upload-limit':
      host.content.setUploadLimit(command.bytesPerSecond);
      return;
  }
}

function onFault(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  side.report({ type: 'fault', text });
}
