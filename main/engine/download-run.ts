import { outlineSize } from '../../shared/domain/content.ts';
import type { CatalogGame } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { DownloadSummary } from '../../shared/domain/transfer.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { GameFolder } from '../game-folder/game-folder.ts';
import { contentHash } from '../manifest/blake3.ts';
import { encodeManifest } from '../manifest/manifest-codec.ts';
import type { BlockHashTable, ReceiptTable } from '../store/store.ts';
import type {
  Fetcher,
  Source,
  Transfer,
  TransferEvent,
  TransferResult,
} from '../transfer/fetcher.ts';
import type { AgreedContent } from './agreement.ts';
import { type DescribedContent, describeContent } from './described-content.ts';
import type { DownloadJournal, Resumed } from './download-journal.ts';
import type { OwnManifest } from './own-game.ts';
import { reusableBlocks } from './own-blocks.ts';
import type { OwnLibrary } from './own-library.ts';
import { recordsOf } from './hash-records.ts';
import { broughtBy, toldPutAside } from './players-own.ts';
import type { Space } from './space.ts';
import type { Swarm } from './swarm.ts';

export interface DownloadRunDeps {
  readonly catalog: ReadonlyMap<GameId, CatalogGame>;
  readonly fetcher: Fetcher;
  readonly journal: DownloadJournal;
  readonly gameFolder: GameFolder;
  readonly own: Pick<OwnLibrary, 'find' | 'refresh' | 'setManifest' | 'setDamaged'>;
  readonly blockHashes: BlockHashTable;
  readonly receipts: Pick<ReceiptTable, 'keepOnly' | 'ofGame' | 'put'>;
  readonly space: Pick<Space, 'forDownload'>;
  readonly swarm: Pick<Swarm, 'begin' | 'fetch' | 'asked' | 'add' | 'end'>;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly folderOf: (gameId: GameId) => string;
}

/** What is to be fetched, and who is told of it. */
export interface DownloadOrder {
  readonly content: AgreedContent & { readonly gameId: GameId };
  readonly sources: readonly Source[];
  /** The transfer has begun; sources may be added to it and removed from it. */
  readonly started: (transfer: Transfer) => void;
  /** What the room agrees on by now. */
  readonly agreedNow: () => AgreedContent | undefined;
  /** Of all bytes of the game, kept and fetched, so many are here. */
  readonly advanced: (bytesDone: number, bytesTotal: number) => void;
  readonly signal: AbortSignal;
}

interface Fetched {
  readonly content: DescribedContent;
  /** Whether all of it is known to be durable. */
  readonly isFlushed: boolean;
  readonly result: TransferResult;
}

/** One download from the first question to the sentinel: describe, resume, fetch, check, switch. */
export class DownloadRun {
  readonly #deps: DownloadRunDeps;

  constructor(deps: DownloadRunDeps) {
    this.#deps = deps;
  }

  async fetch(order: DownloadOrder): Promise<DownloadSummary> {
    const { gameId, manifestHash } = order.content;
    // Said first, so that all who begin at the same time know of each other before they ask.
    if (manifestHash !== undefined) this.#deps.swarm.begin(gameId, manifestHash);
    const { content, isFlushed, result } = await this.#fetchAll(order).finally(() =>
      // Before the switch, which moves what others are reading.
      this.#deps.swarm.end(gameId),
    );
    const blockHashes = this.#deps.journal.hashes(content);
    const manifest = await this.#check(order, content, blockHashes);
    await this.#switch({ ...content, isFlushed }, manifest, blockHashes);
    return summaryOf(content, result);
  }

  async #fetchAll(order: DownloadOrder): Promise<Fetched> {
    const content = await this.#describe(order);
    const resumed = await this.#resume(order, content);
    const result = await this.#transfer(order, content, resumed);
    return { content, isFlushed: resumed.isFresh, result };
  }

  async #describe(order: DownloadOrder): Promise<DescribedContent> {
    const { events, fetcher } = this.#deps;
    const content = await describeContent(fetcher, order.content, order.sources, order.signal);
    events.emit({
      type: 'got-game-files',
      gameId: content.gameId,
      version: content.version,
      files: content.outline.files,
      manifestHash: content.manifestHash ?? null,
      peers: content.sources,
    });
    return content;
  }

  // Space is asked for before the staging folder is made, and again for what is left to fetch.
  async #resume(order: DownloadOrder, content: DescribedContent): Promise<Resumed> {
    const { gameFolder, journal, own, space } = this.#deps;
    const { gameId, size } = content;
    const folder = this.#deps.folderOf(gameId);
    const { wanted, bytes } = reusableBlocks(content, own.find(gameId));
    if (!(await gameFolder.hasStaging(folder))) await space.forDownload(gameId, size - bytes);
    const left = await journal.resume(content, folder, order.signal);
    if (left.dropped !== undefined) this.#tellDropped(content, left.dropped);
    try {
      const resumed = await journal.reuse(content, left, { folder, wanted }, order.signal);
      order.advanced(resumed.bytesKept, size);
      await space.forDownload(gameId, size - resumed.bytesKept);
      return resumed;
    } catch (error) {
      // Nothing that was taken over is in doubt.
      journal.close(gameId);
      throw error;
    }
  }

  #tellDropped({ gameId, version }: DescribedContent, dropped: Version): void {
    const what = dropped === version ? 'other files' : `version ${dropped}`;
    const message = `${gameId}: what was fetched earlier was of ${what} and is of no use for version ${version}, so it was thrown away.`;
    this.#deps.events.emit({ type: 'diagnostic', code: 'hash-mismatch', message, gameId });
  }

  async #transfer(
    order: DownloadOrder,
    content: DescribedContent,
    resumed: Resumed,
  ): Promise<TransferResult> {
    const { events, fetcher, journal } = this.#deps;
    const { gameId, version, outline, blockHashes } = content;
    events.emit({
      type: 'download-begin',
      gameId,
      version,
      bytesTotal: content.size,
      bytesKept: resumed.bytesKept,
      sources: order.sources.map(({ peerId }) => peerId),
    });
    const { stagingFolder, verified } = resumed;
    const { sources, signal } = order;
    const plan = { gameId, version, outline, blockHashes, stagingFolder, verified, sources };
    const transfer = fetcher.begin(
      plan,
      (event) => {
        if (event.type === 'transfer-progress') order.advanced(event.bytesDone, content.size);
        this.#tell(content, event);
      },
      signal,
    );
    order.started(transfer);
    if (blockHashes !== undefined) {
      const shared = { gameId, folder: stagingFolder, outline, blockHashes };
      this.#deps.swarm.fetch(shared, verified, transfer);
    }
    try {
      return await transfer.done;
    } catch (error) {
      // All that is recorded is on the disk: the next try need not read it again. After any later
      // failure it must, since the staging folder may be in pieces.
      journal.close(gameId);
      throw error;
    }
  }

  #tell(content: DescribedContent, event: TransferEvent): void {
    const { events, journal } = this.#deps;
    const { gameId } = content;
    switch (event.type) {
      case 'blocks-asked':
        this.#deps.swarm.asked(gameId, event.blocks);
        return;
      case 'blocks-verified':
        this.#deps.swarm.add(gameId, event.blocks);
        // Not before: a thread that starts takes its time from the connections that come up.
        this.#deps.gameFolder.prepareSwitch();
        return;
      case 'blocks-durable':
        journal.record(gameId, event.blocks, event.hashes);
        return;
      case 'range-finished':
        events.emit({ type: 'download-chunk-finished', gameId, ...event.range });
        return;
      case 'range-rejected':
        events.emit({ type: 'chunk-rejected', gameId, reason: event.reason, ...event.range });
        return;
      case 'source-dropped': {
        const message = `${gameId}: one PC is no longer asked for it: ${event.reason}.`;
        const { peerId } = event;
        events.emit({ type: 'diagnostic', code: 'sources-lost', message, gameId, peerId });
        return;
      }
      case 'transfer-progress':
        this.#tellProgress(content, event);
    }
  }

  #tellProgress(
    content: DescribedContent,
    progress: Extract<TransferEvent, { type: 'transfer-progress' }>,
  ): void {
    const bytesTotal = outlineSize(content.outline);
    const { bytesDone, bytesPerSecond } = progress;
    this.#deps.events.emit({
      type: 'download-progress',
      gameId: content.gameId,
      bytesDone,
      bytesTotal,
      bytesPerSecond,
      etaSeconds: bytesPerSecond > 0 ? (bytesTotal - bytesDone) / bytesPerSecond : null,
      sources: progress.sources.map((source) => ({
        peerId: source.peerId,
        bytesPerSecond: source.bytesPerSecond,
      })),
    });
  }

  #tellPutAside(gameId: GameId, paths: readonly string[]): void {
    if (paths.length === 0) return;
    const message = toldPutAside(gameId, paths);
    this.#deps.events.emit({ type: 'diagnostic', code: 'io-error', message, gameId });
  }

  // Where no hash was known at the start, the whole is held against what is known by now.
  async #check(
    order: DownloadOrder,
    content: DescribedContent,
    blockHashes: Uint8Array,
  ): Promise<OwnManifest> {
    const { catalog, gameFolder, journal } = this.#deps;
    const { gameId, outline, version } = content;
    const bytes = encodeManifest({ outline, blockHashes });
    const hash = contentHash(bytes);
    const agreed = order.agreedNow();
    const expected =
      catalog.get(gameId)?.versions.get(version)?.manifestHash ??
      content.manifestHash ??
      (agreed?.outlineHash === content.outlineHash ? agreed.manifestHash : undefined);
    if (expected === undefined || expected === hash) return { bytes, hash };
    journal.forget(gameId);
    await gameFolder.discardStaging(this.#deps.folderOf(gameId));
    throw new LanspreadError(
      'hash-mismatch',
      `${gameId}: what was fetched is not what its holders agree on, so it was thrown away. Try again; if it happens again, a PC here has a damaged copy.`,
    );
  }

  async #switch(
    content: DescribedContent & Pick<Fetched, 'isFlushed'>,
    manifest: OwnManifest,
    blockHashes: Uint8Array,
  ): Promise<void> {
    const { gameFolder, journal, own, receipts } = this.#deps;
    const { gameId, outline, outlineHash, version } = content;
    const folder = this.#deps.folderOf(gameId);
    const brought = broughtBy(receipts.ofGame(gameId), own.find(gameId)?.scanned.version);
    // Before the switch, which a kill may leave to the next start: then too it must be known what was brought.
    receipts.put(gameId, { version, manifest: manifest.bytes });
    const { putAside } = await gameFolder.switchToStaged(folder, outline, {
      ...{ brought, isFlushed: content.isFlushed },
    });
    this.#tellPutAside(gameId, putAside);
    journal.forget(gameId);
    receipts.keepOnly(gameId, version);
    const scanned = await own.refresh(gameId);
    if (scanned.hasReadFault) throw unseen(gameId);
    if (scanned.content?.outlineHash !== outlineHash) return;
    this.#deps.blockHashes.replace(gameId, recordsOf(scanned.content, blockHashes));
    own.setManifest(gameId, scanned.content, manifest);
    own.setDamaged(gameId, false);
  }
}

function unseen(gameId: GameId): LanspreadError {
  return new LanspreadError(
    'io-error',
    `${gameId}: all of it was fetched, but the disk could not be read afterwards. Check the disk and try again.`,
  );
}

function summaryOf(content: DescribedContent, result: TransferResult): DownloadSummary {
  return {
    gameId: content.gameId,
    version: content.version,
    bytes: result.sources.reduce((sum, source) => sum + source.bytes, 0),
    seconds: result.seconds,
    sources: result.sources,
  };
}
