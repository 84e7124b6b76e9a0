import { type AnswerHeader } from '../content-requests.ts';

/** A request that waits for its answer. */
export interface PendingAnswer {
  readonly id: number;
  /** Where an answer of so many bytes goes, or undefined where it must not be that long. */
  readonly placeFor: (length: number) => Uint8Array | undefined;
  /** The filled place, or undefined where the peer does not serve what was asked for. */
  readonly resolve: (answer: Uint8Array | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** The requests of one connection in the order in which they must be answered. */
export class PendingAnswers {
  readonly #waiting: PendingAnswer[] = [];
  #place: Uint8Array | undefined;

  get size(): number {
    return this.#waiting.length;
  }

  add(answer: PendingAnswer): void {
    this.#waiting.push(answer);
  }

  /** The place for the bytes behind a header, undefined for none, or why the header is wrong. */
  begin(header: AnswerHeader): Uint8Array | undefined | { readonly problem: string } {
    const first = this.#waiting[0];
    if (first?.id !== header.id) return { problem: 'it answered what was not asked' };
    if (header.status === 'not-available') {
      this.#settle(undefined);
      return undefined;
    }
    this.#place = first.placeFor(header.length);
    return this.#place ?? { problem: 'its answer has another length than was asked for' };
  }

  /** The place that `begin` gave is full. */
  finish(): void {
    this.#settle(this.#place);
  }

  failAll(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  #settle(answer: Uint8Array | undefined): void {
    this.#place = undefined;
    this.#waiting.shift()?.resolve(answer);
  }
}
