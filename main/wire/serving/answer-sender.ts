import type { ContentHash, GameId } from '../../../shared/domain/ids.ts';
import { answerBytes } from '../content-requests.ts';
import { encodeFrame } from '../link/frames.ts';
import type { Answer } from './answer-for.ts';
import { fillBuffer } from './fill-buffer.ts';
import { type Fill, fillsOf } from './fills.ts';
import type { OpenFiles } from './open-files.ts';
import type { Outlet } from './outlet.ts';
import type { ServedFile } from './served-games.ts';
import { TrailingHashes } from './trailing-hashes.ts';

/** A peer's share of the upload limit. */
export interface Budget {
  /** Most bytes to send in one go. */
  readonly sliceBytes: number;
  /** Resolves when so many bytes may be sent. */
  take(bytes: number): Promise<void>;
}

export interface AnswerSenderDeps {
  readonly outlet: Outlet;
  readonly files: Pick<OpenFiles, 'isReadNow' | 'read'>;
  /** The limit, as it holds for this connection's peer. */
  readonly budget: Budget;
  /** So many bytes of content are on their way. */
  readonly onServed: (bytes: number) => void;
  /** A file is not what was published. */
  readonly onGone: (file: ServedFile) => void;
  /** A block of a running download has not the hash that it had. */
  readonly onWrong: (gameId: GameId, hash: ContentHash) => void;
}

type Blocks = Extract<Answer, { type: 'blocks' }>;
type HashedBlocks = Extract<Answer, { type: 'hashed-blocks' }>;

/** Sends the answers of one connection, one at a time: header, bytes from disk, hashes. */
export class AnswerSender {
  readonly #deps: AnswerSenderDeps;

  constructor(deps: AnswerSenderDeps) {
    this.#deps = deps;
  }

  /**
   * Sends the answer to request `id`. False when it broke off behind its header: then only the end
   * of the connection tells the other end.
   */
  async send(id: number, answer: Answer): Promise<boolean> {
    switch (answer.type) {
      case 'not-available':
        await this.#refuse(id);
        return true;
      case 'descriptors':
        await this.#sendDescriptors(id, answer.bytes);
        return true;
      case 'blocks':
        return this.#sendBlocks(id, answer);
      case 'hashed-blocks':
        return this.#sendProven(id, answer);
    }
  }

  // A file that is still being written proves itself by what it holds: nothing leaves this PC but
  // bytes with the hash that was asked for, whatever someone may have put in the file's place.
  async #sendProven(id: number, answer: HashedBlocks): Promise<boolean> {
    const { outlet } = this.#deps;
    const hashes = new TrailingHashes(answer.ranges.length);
    for (const fill of fillsOf(answer.ranges, outlet.bufferBytes)) {
      const isRead = (await fillBuffer(fill, outlet.buffer, this.#deps.files)) === undefined;
      if (isRead) await hashes.add(fill, outlet.buffer);
    }
    const wrong = answer.hashes.filter((hash, at) => hash !== hashes.hexAt(at));
    if (wrong.length === 0) return this.#sendBlocks(id, { ...answer, withHashes: false });
    for (const hash of wrong) this.#deps.onWrong(answer.gameId, hash);
    await this.#refuse(id);
    return true;
  }

  async #sendBlocks(id: number, answer: Omit<Blocks, 'type'>): Promise<boolean> {
    const { outlet } = this.#deps;
    const hashes = answer.withHashes ? new TrailingHashes(answer.ranges.length) : undefined;
    let isAnnounced = false;
    for (const fill of fillsOf(answer.ranges, this.#sliceBytes)) {
      if (!(await this.#fill(fill))) {
        if (!isAnnounced) await this.#refuse(id);
        return !isAnnounced;
      }
      // Not before the first read went well: a file that is gone mostly shows it there.
      if (!isAnnounced) await this.#announce(id, answerBytes(answer));
      isAnnounced = true;
      await hashes?.add(fill, outlet.buffer);
      await this.#deps.budget.take(fill.bytes);
      await outlet.sendBuffer(fill.bytes);
      if (outlet.isClosed) return false;
      this.#deps.onServed(fill.bytes);
    }
    if (hashes) await outlet.send(hashes.bytes);
    return true;
  }

  async #sendDescriptors(id: number, bytes: Uint8Array): Promise<void> {
    const { outlet, budget } = this.#deps;
    await this.#announce(id, bytes.byteLength);
    const sliceBytes = this.#sliceBytes;
    for (let at = 0; at < bytes.byteLength && !outlet.isClosed; at += sliceBytes) {
      const slice = bytes.subarray(at, at + sliceBytes);
      await budget.take(slice.byteLength);
      await outlet.send(slice);
    }
  }

  async #fill(fill: Fill): Promise<boolean> {
    const gone = await fillBuffer(fill, this.#deps.outlet.buffer, this.#deps.files);
    if (gone !== undefined) this.#deps.onGone(gone);
    return gone === undefined;
  }

  get #sliceBytes(): number {
    return Math.min(this.#deps.budget.sliceBytes, this.#deps.outlet.bufferBytes);
  }

  async #announce(id: number, length: number): Promise<void> {
    await this.#deps.outlet.send(encodeFrame({ id, status: 'ok', length }));
  }

  async #refuse(id: number): Promise<void> {
    await this.#deps.outlet.send(encodeFrame({ id, status: 'not-available' }));
  }
}
