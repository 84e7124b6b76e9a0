import type { GameId, PeerId } from '../../../shared/domain/ids.ts';
import type { Clock } from '../../kit/clock.ts';
import { type NumberedRequest, parseRequest } from '../content-requests.ts';
import { MAX_DATA_CONNECTIONS_PER_PEER, type WireLimits } from '../limits.ts';
import type { FramedSocket } from '../link/framed-socket.ts';
import type { NetworkEvent, ServedGame, SharedContent } from '../network.ts';
import { type Answer, answerFor } from './answer-for.ts';
import { AnswerSender } from './answer-sender.ts';
import { AnswerTurns } from './answer-turns.ts';
import { GameLeases } from './game-leases.ts';
import { OpenFiles } from './open-files.ts';
import { Outlet, serveBufferBytes } from './outlet.ts';
import { ServedGames } from './served-games.ts';
import { SharedBlocks } from './shared-blocks.ts';
import { ServedTally } from './served-tally.ts';
import { UploadBudget } from './upload-budget.ts';

export interface ContentServerDeps {
  readonly clock: Clock;
  readonly limits: WireLimits;
  readonly emit: (event: NetworkEvent) => void;
}

/** Answers what peers ask over data connections, out of what the engine has published. */
export class ContentServer {
  readonly #deps: ContentServerDeps;
  readonly #games = new ServedGames();
  readonly #shared = new SharedBlocks();
  readonly #files = new OpenFiles();
  readonly #leases = new GameLeases();
  readonly #budget: UploadBudget;
  readonly #tally: ServedTally;
  readonly #connections = new Map<FramedSocket, PeerId>();
  readonly #turns = new AnswerTurns();
  #isSharing = true;

  constructor(deps: ContentServerDeps) {
    this.#deps = deps;
    this.#budget = new UploadBudget(deps.clock);
    this.#tally = new ServedTally({
      clock: deps.clock,
      report: (peerId, bytes) => {
        deps.emit({ type: 'served', peerId, bytes });
      },
    });
  }

  publish(game: ServedGame): void {
    this.#games.publish(game);
  }

  share(content: SharedContent): void {
    this.#shared.share(content);
  }

  shareBlocks(gameId: GameId, blocks: readonly number[]): void {
    this.#shared.add(gameId, blocks);
  }

  /** Ends the sharing of a running download; resolves like `withdraw`, after at most `limits.unshareMs`. */
  async unshare(gameId: GameId): Promise<void> {
    this.#shared.end(gameId);
    await this.#untilUnread(gameId, this.#deps.limits.unshareMs);
  }

  /** Resolves once nothing of the game is being read and its files are closed; at most `limits.withdrawMs`. */
  async withdraw(gameId: GameId): Promise<void> {
    this.#games.withdraw(gameId);
    await this.#untilUnread(gameId, this.#deps.limits.withdrawMs);
  }

  /** Bytes a second over all peers; 0 = no limit. */
  setUploadLimit(bytesPerSecond: number): void {
    this.#budget.setLimit(bytesPerSecond);
  }

  /** While off, nothing is available to anyone, and what is under way is cut off at once. */
  setSharing(isSharing: boolean): void {
    this.#isSharing = isSharing;
    if (isSharing) return;
    for (const framed of this.#connections.keys()) framed.destroy();
  }

  /** Answers requests until the connection ends or is idle for too long. */
  async serve(framed: FramedSocket, peerId: PeerId): Promise<void> {
    const own = [...this.#connections.values()].filter((id) => id === peerId);
    if (own.length >= MAX_DATA_CONNECTIONS_PER_PEER) {
      framed.destroy();
      return;
    }
    this.#connections.set(framed, peerId);
    // A peer that asks and then does not take the answer is let go.
    framed.socket.setTimeout(this.#deps.limits.dataStallMs, () => {
      framed.destroy();
    });
    try {
      await this.#answerAll(framed, peerId);
    } finally {
      this.#connections.delete(framed);
      framed.destroy();
    }
  }

  async stop(): Promise<void> {
    for (const framed of this.#connections.keys()) framed.destroy();
    await this.#files.closeAll();
  }

  async #untilUnread(gameId: GameId, limitMs: number): Promise<void> {
    await this.#leases.ended(gameId, limitMs);
    await this.#files.closeGame(gameId);
  }

  async #answerAll(framed: FramedSocket, peerId: PeerId): Promise<void> {
    const sender = this.#senderFor(framed, peerId);
    for (;;) {
      const received = await framed.next(this.#deps.limits.dataStallMs);
      const asked = received.type === 'frame' ? parseRequest(received.message) : undefined;
      if (asked === undefined) return;
      const release = await this.#turns.take(peerId);
      try {
        if (!(await this.#answer(asked, sender, framed))) return;
      } finally {
        release();
      }
    }
  }

  async #answer(
    { id, request }: NumberedRequest,
    sender: AnswerSender,
    framed: FramedSocket,
  ): Promise<boolean> {
    const answer: Answer = this.#isSharing
      ? answerFor(request, { games: this.#games, shared: this.#shared })
      : { type: 'not-available' };
    const isRead = answer.type === 'blocks' || answer.type === 'hashed-blocks';
    if (request === undefined || !isRead) return sender.send(id, answer);
    const release = this.#leases.take(request.gameId, () => {
      framed.destroy();
    });
    try {
      return await sender.send(id, answer);
    } finally {
      release();
    }
  }

  #senderFor(framed: FramedSocket, peerId: PeerId): AnswerSender {
    const budget = this.#budget;
    return new AnswerSender({
      outlet: new Outlet(framed.socket, serveBufferBytes(this.#connections.size - 1)),
      files: this.#files,
      budget: {
        get sliceBytes() {
          return budget.sliceBytes;
        },
        take: (bytes) => budget.take(peerId, bytes),
      },
      onServed: (bytes) => {
        this.#tally.add(peerId, bytes);
      },
      onGone: (file) => {
        this.#games.forget(file);
        this.#deps.emit({ type: 'content-gone', gameId: file.gameId, path: file.path });
      },
      onWrong: (gameId, hash) => {
        this.#shared.forget(gameId, hash);
      },
    });
  }
}
