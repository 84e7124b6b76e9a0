import type { Offer } from '../../shared/domain/content.ts';
import type { CatalogGame } from '../../shared/domain/game.ts';
import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { DownloadSummary } from '../../shared/domain/transfer.ts';
import { LanspreadError, toFailure } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { Fetcher, Source, Transfer } from '../transfer/fetcher.ts';
import { agree, type AgreedContent, isOfContent } from './agreement.ts';
import type { DownloadOrder, DownloadRun } from './download-run.ts';
import type { Installs } from './installs.ts';
import type { Operation, Operations } from './operations.ts';
import type { OwnLibrary } from './own-library.ts';
import type { PeerDirectory } from './peer-directory.ts';

export interface DownloadsDeps {
  readonly catalog: ReadonlyMap<GameId, CatalogGame>;
  readonly own: Pick<OwnLibrary, 'find'>;
  readonly directory: Pick<PeerDirectory, 'offersOf' | 'find'>;
  readonly operations: Pick<Operations, 'run' | 'assertFree'>;
  readonly installs: Pick<Installs, 'installWithin'>;
  readonly run: Pick<DownloadRun, 'fetch'>;
  readonly fetcher: Pick<Fetcher, 'warmUp'>;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
}

/** How whoever keeps a download going follows one try at it. */
export interface TryHooks {
  /** Of all bytes of the game, kept and fetched, so many are here. */
  readonly advanced: (bytesDone: number, bytesTotal: number) => void;
  /** All is fetched; what follows is the install. */
  readonly fetched: () => void;
  /** Whether the download ends with this failure; else another try follows, and nothing is told. */
  readonly isEnd: (error: unknown) => boolean;
}

/** What a download would find now. */
export type Prospect =
  | { readonly type: 'here' }
  | { readonly type: 'there'; readonly bytes: number; readonly sources: readonly Source[] }
  | { readonly type: 'nowhere' };

type Decision =
  | { readonly type: 'here' }
  | { readonly type: 'fetch'; readonly content: AgreedContent }
  | { readonly type: 'refused'; readonly error: LanspreadError };

const NO_HOOKS: TryHooks = {
  advanced: () => undefined,
  fetched: () => undefined,
  isEnd: () => true,
};

interface Following {
  readonly content: AgreedContent;
  readonly transfer: Transfer;
  readonly sources: Map<PeerId, Source>;
}

/** Downloads under way: decides what is fetched and from whom, and follows who comes and goes. */
export class Downloads {
  readonly #deps: DownloadsDeps;
  readonly #following = new Map<GameId, Following>();

  constructor(deps: DownloadsDeps) {
    this.#deps = deps;
  }

  /**
   * Fetches the newest version, unless it is here, then installs it where asked to. Throws at once
   * where it can't begin; the promise is of all that follows.
   */
  begin(gameId: GameId, install: boolean, hooks: TryHooks = NO_HOOKS): Promise<DownloadSummary> {
    const { events, installs, operations } = this.#deps;
    operations.assertFree(gameId);
    const content = this.#decideOrThrow(gameId, hooks);
    let isBegun = false;
    const done = operations.run(gameId, 'Downloading', async (operation) => {
      isBegun = true;
      const isMissing = content && !this.#isHere(gameId, content.version);
      const summary = isMissing
        ? await this.#fetch(operation, { ...content, gameId }, hooks)
        : this.#nothingToFetch(gameId);
      hooks.fetched();
      if (install) await installs.installWithin(operation, gameId);
      return summary;
    });
    done.catch((error: unknown) => {
      // The game could not be made ready for a download; later failures are told where they happen.
      if (isBegun || !hooks.isEnd(error)) return;
      events.emit({ type: 'download-failed', gameId, ...toFailure(error) });
    });
    return done;
  }

  /** What `begin` would find now; asking tells nobody anything. */
  prospect(gameId: GameId): Prospect {
    const decision = this.#decide(gameId);
    switch (decision.type) {
      case 'here':
        return decision;
      case 'fetch': {
        const { content } = decision;
        return { type: 'there', bytes: content.size, sources: this.#sourcesOf(gameId, content) };
      }
      case 'refused':
        return { type: 'nowhere' };
    }
  }

  /** Fails, and tells, as `begin` would now. */
  assertPossible(gameId: GameId): void {
    this.#deps.operations.assertFree(gameId);
    this.#decideOrThrow(gameId, NO_HOOKS);
  }

  /** What another PC has by now: where anything of it is not here, a first download is made ready for. */
  prepareFor(games: readonly Pick<Offer, 'id' | 'version'>[]): void {
    if (games.some(({ id, version }) => !this.#isHere(id, version))) this.#deps.fetcher.warmUp();
  }

  /** Takes up new sources and drops lost ones, after any change among the peers. */
  followPeers(): void {
    for (const [gameId, following] of this.#following) this.#catchUp(gameId, following);
  }

  #catchUp(gameId: GameId, { content, transfer, sources }: Following): void {
    const now = byPeer(this.#sourcesOf(gameId, content));
    for (const peerId of [...sources.keys()]) {
      if (now.has(peerId)) continue;
      sources.delete(peerId);
      transfer.removeSource(peerId);
    }
    for (const [peerId, source] of now) {
      if (sources.get(peerId)?.address === source.address) continue;
      sources.set(peerId, source);
      transfer.addSource(source);
    }
  }

  // Undefined where the own copy is as new as any.
  #decideOrThrow(gameId: GameId, { isEnd }: TryHooks): AgreedContent | undefined {
    const { events } = this.#deps;
    const decision = this.#decide(gameId);
    if (decision.type === 'here') return undefined;
    if (decision.type === 'fetch') return decision.content;
    const { error } = decision;
    if (isEnd(error)) {
      if (error.code === 'no-peers-have-game') events.emit({ type: error.code, gameId });
      else events.emit({ type: 'download-failed', gameId, ...toFailure(error) });
    }
    throw error;
  }

  #decide(gameId: GameId): Decision {
    const { catalog, directory } = this.#deps;
    const offers = directory.offersOf(gameId);
    const agreement = agree(offers, catalog.get(gameId)?.versions ?? new Map());
    if (agreement.type === 'nobody') {
      if (this.#isHere(gameId, '')) return { type: 'here' };
      return { type: 'refused', error: nobodyHasIt(gameId) };
    }
    const version = agreement.type === 'agreed' ? agreement.content.version : agreement.version;
    if (this.#isHere(gameId, version)) return { type: 'here' };
    if (agreement.type === 'agreed') return { type: 'fetch', content: agreement.content };
    return { type: 'refused', error: conflict(gameId, version, agreement.peers.length) };
  }

  #isHere(gameId: GameId, version: string): boolean {
    const own = this.#deps.own.find(gameId);
    const mine = own?.scanned.version;
    return mine !== undefined && mine >= version && own?.isDamaged === false;
  }

  #nothingToFetch(gameId: GameId): DownloadSummary {
    const version = this.#deps.own.find(gameId)?.scanned.version;
    if (version === undefined) {
      throw new LanspreadError('not-downloaded', `${gameId} has just been removed. Try again.`);
    }
    return { gameId, version, bytes: 0, seconds: 0, sources: [] };
  }

  async #fetch(
    operation: Operation,
    content: DownloadOrder['content'],
    hooks: TryHooks,
  ): Promise<DownloadSummary> {
    const { events, run } = this.#deps;
    const { gameId } = content;
    const sources = this.#sourcesOf(gameId, content);
    try {
      const summary = await run.fetch({
        content,
        sources,
        started: (transfer) => {
          const following = { content, transfer, sources: byPeer(sources) };
          this.#following.set(gameId, following);
          // Peers may have come and gone since the sources were chosen.
          this.#catchUp(gameId, following);
        },
        agreedNow: () => this.#agreedNow(gameId),
        advanced: hooks.advanced,
        signal: operation.signal,
      });
      events.emit({ type: 'download-finished', ...summary });
      return summary;
    } catch (error) {
      if (hooks.isEnd(error)) {
        events.emit({ type: 'download-failed', gameId, ...toFailure(error) });
      }
      throw error;
    } finally {
      this.#following.delete(gameId);
    }
  }

  #agreedNow(gameId: GameId): AgreedContent | undefined {
    const versions = this.#deps.catalog.get(gameId)?.versions ?? new Map<never, never>();
    const agreement = agree(this.#deps.directory.offersOf(gameId), versions);
    return agreement.type === 'agreed' ? agreement.content : undefined;
  }

  #sourcesOf(gameId: GameId, content: AgreedContent): readonly Source[] {
    const { directory } = this.#deps;
    return directory.offersOf(gameId).flatMap(({ peerId, offer }) => {
      const peer = directory.find(peerId);
      return peer && isOfContent(offer, content) ? [{ peerId, address: peer.address }] : [];
    });
  }
}

function byPeer(sources: readonly Source[]): Map<PeerId, Source> {
  return new Map(sources.map((source) => [source.peerId, source]));
}

function nobodyHasIt(gameId: GameId): LanspreadError {
  return new LanspreadError(
    'no-peers-have-game',
    `Nobody here has ${gameId}. It can be downloaded once a PC that has it joins.`,
  );
}

function conflict(gameId: GameId, version: string, peers: number): LanspreadError {
  return new LanspreadError(
    'ambiguous-metadata',
    `${gameId}: the ${peers} PCs with version ${version} hold different files, and no majority agrees. Compare their folders, or raise the version of the right one.`,
  );
}
