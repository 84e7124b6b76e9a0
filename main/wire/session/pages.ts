import type { Offer } from '../../../shared/domain/content.ts';
import type { GameId } from '../../../shared/domain/ids.ts';
import { MAX_BLOCKS_PER_CHANGE, MAX_OFFERS, OFFERS_PER_PAGE } from '../limits.ts';
import type { HaveMessage, SessionMessage } from '../network.ts';
import type { Page, SessionFrame } from './session-frames.ts';

interface Lists {
  readonly type: Page['type'];
  readonly revision: number;
  readonly put: Offer[];
  readonly drop: GameId[];
}

/** The frames that carry a message: long lists are cut into pages, each well below a frame's limit. */
export function framesOf(message: SessionMessage): readonly SessionFrame[] {
  if (message.type === 'library') {
    return slices(message.offers.length, (start, end, more) => {
      return { ...message, offers: message.offers.slice(start, end), more };
    });
  }
  if (message.type === 'library-change') {
    const { put, drop } = message;
    return slices(Math.max(put.length, drop.length), (start, end, more) => {
      return { ...message, put: put.slice(start, end), drop: drop.slice(start, end), more };
    });
  }
  if (message.type === 'have-more') return changesOf(message);
  return [message];
}

/** Puts the pages of one session together again. */
export class PageReader {
  #begun: Lists | undefined;

  /** The whole message with its last page, undefined before, or why a page does not fit. */
  add(page: Page): SessionMessage | undefined | { readonly problem: string } {
    const { type, revision, more } = page;
    const lists = this.#begun ?? { type, revision, put: [], drop: [] };
    if (lists.type !== type || lists.revision !== revision) {
      return { problem: 'the pages of a library do not belong together' };
    }
    const added = append(lists, page);
    // An empty page that is not the last could be repeated for ever.
    if (more && added === 0) return { problem: 'a page is empty' };
    if (lists.put.length > MAX_OFFERS || lists.drop.length > MAX_OFFERS) {
      return { problem: `a library has more than ${MAX_OFFERS} games` };
    }
    this.#begun = more ? lists : undefined;
    return more ? undefined : messageOf(lists);
  }
}

function changesOf(message: HaveMessage & { type: 'have-more' }): readonly SessionFrame[] {
  const { blocks, coming } = message;
  const count = Math.ceil(Math.max(blocks.length, coming.length) / MAX_BLOCKS_PER_CHANGE);
  return Array.from({ length: count }, (_, index) => {
    const start = index * MAX_BLOCKS_PER_CHANGE;
    const end = start + MAX_BLOCKS_PER_CHANGE;
    return { ...message, blocks: blocks.slice(start, end), coming: coming.slice(start, end) };
  });
}

function append(lists: Lists, page: Page): number {
  const [put, drop] = page.type === 'library' ? [page.offers, []] : [page.put, page.drop];
  lists.put.push(...put);
  lists.drop.push(...drop);
  return put.length + drop.length;
}

function slices(
  length: number,
  page: (start: number, end: number, more: boolean) => Page,
): readonly Page[] {
  const count = Math.max(1, Math.ceil(length / OFFERS_PER_PAGE));
  return Array.from({ length: count }, (_, index) => {
    const start = index * OFFERS_PER_PAGE;
    return page(start, start + OFFERS_PER_PAGE, index + 1 < count);
  });
}

function messageOf({ type, revision, put, drop }: Lists): SessionMessage | { problem: string } {
  if (new Set(put.map((offer) => offer.id)).size < put.length) {
    return { problem: 'a library names a game twice' };
  }
  return type === 'library' ? { type, revision, offers: put } : { type, revision, put, drop };
}
