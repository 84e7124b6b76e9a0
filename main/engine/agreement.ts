import type { Offer } from '../../shared/domain/content.ts';
import type { CatalogVersion } from '../../shared/domain/game.ts';
import type { ContentHash, PeerId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';

/** A ready peer and what it says of one game. */
export interface PeerOffer {
  readonly peerId: PeerId;
  readonly offer: Offer;
}

/** The content that most holders of the newest version share. */
export interface AgreedContent {
  readonly version: Version;
  readonly size: number;
  readonly outlineHash: ContentHash;
  /** Undefined where none of the sources has hashed its copy. */
  readonly manifestHash: ContentHash | undefined;
  readonly sources: readonly PeerId[];
}

/** What the holders of a game agree on. */
export type Agreement =
  | { readonly type: 'agreed'; readonly content: AgreedContent }
  | { readonly type: 'conflict'; readonly version: Version; readonly peers: readonly PeerId[] }
  | { readonly type: 'nobody' };

/** What the catalog says of each version of the game. */
export type CatalogVersions = ReadonlyMap<Version, CatalogVersion>;

/**
 * What to fetch, and from whom. Only holders of the newest version are asked (S15, S16); what
 * most of them share wins, a tie is a conflict (S8, S17); a hash in the catalog overrules votes.
 */
export function agree(offers: readonly PeerOffer[], catalog: CatalogVersions): Agreement {
  const version = newestVersion(offers);
  if (version === undefined) return { type: 'nobody' };

  const newest = offers.filter(({ offer }) => offer.version === version);
  const candidates = candidatesOf(trusted(newest, catalog.get(version)));
  const [winner, runnerUp] = candidates;
  if (!winner || winner.sources.length === runnerUp?.sources.length) {
    return { type: 'conflict', version, peers: newest.map(({ peerId }) => peerId).sort() };
  }
  return { type: 'agreed', content: winner };
}

/** Whether an offer is of the agreed content, so that its peer can serve as a source. */
export function isOfContent(offer: Offer, content: AgreedContent): boolean {
  return (
    offer.version === content.version &&
    outlineKey(offer) === outlineKey(content) &&
    (offer.manifestHash === undefined ||
      content.manifestHash === undefined ||
      offer.manifestHash === content.manifestHash)
  );
}

/** The newest version among offers, as text compares. */
export function newestVersion(offers: readonly PeerOffer[]): Version | undefined {
  return offers.reduce<Version | undefined>(
    (newest, { offer }) =>
      newest === undefined || offer.version > newest ? offer.version : newest,
    undefined,
  );
}

// What the catalog does not contradict. A peer that has not hashed its copy yet is not refused, each
// of its blocks is checked anyway; but where a copy has the catalog's hash, others must be like it.
function trusted(offers: readonly PeerOffer[], catalog: CatalogVersion = {}): readonly PeerOffer[] {
  const { size, manifestHash } = catalog;
  const isSize = offers.filter(({ offer }) => size === undefined || offer.size === size);
  if (manifestHash === undefined) return isSize;
  const right = isSize.filter(({ offer }) => offer.manifestHash === manifestHash);
  const unhashed = isSize.filter(({ offer }) => offer.manifestHash === undefined);
  if (right.length === 0) return unhashed;
  const outlines = new Set(right.map(({ offer }) => outlineKey(offer)));
  return [...right, ...unhashed.filter(({ offer }) => outlines.has(outlineKey(offer)))];
}

function candidatesOf(offers: readonly PeerOffer[]): readonly AgreedContent[] {
  const byOutline = groupBy(offers, ({ offer }) => outlineKey(offer));
  return [...byOutline.values()]
    .flatMap((same) => splitByManifest(same))
    .sort((left, right) => right.sources.length - left.sources.length);
}

// Peers that have not hashed yet go with the one known hash; where hashes differ they abstain.
function splitByManifest(sameOutline: readonly PeerOffer[]): readonly AgreedContent[] {
  const hashed = sameOutline.filter(({ offer }) => offer.manifestHash !== undefined);
  const byManifest = groupBy(hashed, ({ offer }) => offer.manifestHash);
  if (byManifest.size <= 1) return contentOf(sameOutline, hashed[0]?.offer.manifestHash);
  return [...byManifest].flatMap(([manifestHash, peers]) => contentOf(peers, manifestHash));
}

function contentOf(
  peers: readonly PeerOffer[],
  manifestHash: ContentHash | undefined,
): readonly AgreedContent[] {
  const [first] = peers;
  if (!first) return [];
  const { version, size, outlineHash } = first.offer;
  const sources = peers.map(({ peerId }) => peerId).sort();
  return [{ version, size, outlineHash, manifestHash, sources }];
}

// A size that does not go with the outline is a lie; whoever tells it votes alone.
function outlineKey({ outlineHash, size }: Pick<Offer, 'outlineHash' | 'size'>): string {
  return `${outlineHash} ${size}`;
}

function groupBy<Key>(
  offers: readonly PeerOffer[],
  keyOf: (offer: PeerOffer) => Key,
): ReadonlyMap<Key, readonly PeerOffer[]> {
  const groups = new Map<Key, PeerOffer[]>();
  for (const offer of offers) {
    const group = groups.get(keyOf(offer));
    if (group) group.push(offer);
    else groups.set(keyOf(offer), [offer]);
  }
  return groups;
}
