import {
  type ContentFile,
  type Manifest,
  MAX_CONTENT_FILES,
  type Outline,
  outlineBlocks,
} from '../../shared/domain/content.ts';
import { collisionKey, contentPathProblem } from '../../shared/domain/portable-path.ts';
import { asBuffer } from '../kit/as-buffer.ts';
import { HASH_BYTES } from './blake3.ts';

/** Larger encoded manifests are refused: 20,000 long paths, or 8 TiB of blocks. */
export const MAX_MANIFEST_BYTES = 96 * 1024 * 1024;

/** What a manifest that can't be read has wrong with it; a value, since strangers send them. */
export interface ManifestProblem {
  readonly problem: string;
}

// A file or an empty folder, or a folder with something in it.
interface Claim {
  readonly path: string;
  readonly hasContent: boolean;
}

interface Claims {
  readonly byKey: Map<string, Claim>;
  // Where the last path lies, which has its place: most paths lie beside the one before.
  lastFolder: string | undefined;
}

const LENGTH_BYTES = 4;
const MAX_FILE_BYTES = 2 ** 50;

/** The canonical bytes of an outline; the outline's hash is the BLAKE3 of these. */
export function encodeOutline(outline: Outline): Uint8Array {
  const files = [...outline.files].sort(byPath).map((file) => [file.path, file.size]);
  const folders = [...outline.emptyFolders].sort();
  return Buffer.from(JSON.stringify({ files, folders }), 'utf8');
}

/** The canonical bytes of a manifest: outline length (4 bytes, big endian), outline, block hashes. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  return joinManifest(encodeOutline(manifest.outline), [manifest.blockHashes]);
}

/** The same of an outline that is encoded already, and the hashes of its files in their order. */
export function joinManifest(
  outlineBytes: Uint8Array,
  hashesByFile: readonly Uint8Array[],
): Uint8Array {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(outlineBytes.byteLength);
  return Buffer.concat([length, outlineBytes, ...hashesByFile]);
}

/** The bytes of the outline in those of a manifest that this program has made; a view, not a copy. */
export function ownOutlineBytes(manifest: Uint8Array): Uint8Array {
  const length = asBuffer(manifest).readUInt32BE();
  return manifest.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
}

/** The outline in canonical bytes that this program has made of checked paths: nothing is checked again. */
export function readOwnOutline(bytes: Uint8Array): Outline {
  const outline = readOutline(parseJson(bytes));
  if (outline === undefined) throw new Error('own list of files is malformed');
  return outline;
}

/** The outline in `bytes`, every path checked; or what is wrong with it. */
export function decodeOutline(bytes: Uint8Array): Outline | ManifestProblem {
  const outline = readOutline(parseJson(bytes));
  if (outline === undefined) return { problem: 'the list of files is malformed' };
  const problem = outlineProblem(outline);
  if (problem !== undefined) return { problem };
  // One content has one form, else it would have two hashes.
  return Buffer.compare(encodeOutline(outline), bytes) === 0
    ? outline
    : { problem: 'the list of files is not in its canonical form' };
}

/** The manifest in `bytes`, every path checked; or what is wrong with it. */
export function decodeManifest(bytes: Uint8Array): Manifest | ManifestProblem {
  const buffer = asBuffer(bytes);
  if (buffer.byteLength < LENGTH_BYTES) return { problem: 'the manifest is too short' };
  const outlineEnd = LENGTH_BYTES + buffer.readUInt32BE();
  if (outlineEnd > buffer.byteLength) return { problem: 'the manifest is too short' };
  const outline = decodeOutline(buffer.subarray(LENGTH_BYTES, outlineEnd));
  if ('problem' in outline) return outline;
  const blockHashes = Uint8Array.from(buffer.subarray(outlineEnd));
  if (blockHashes.byteLength !== outlineBlocks(outline) * HASH_BYTES) {
    return { problem: 'the manifest has not one hash a block' };
  }
  return { outline, blockHashes };
}

/**
 * Why an outline is no game's content, or undefined: names some system can't hold or keeps
 * private, two names that are one on some system, a file in a folder's place.
 */
export function outlineProblem(outline: Outline): string | undefined {
  const claims: Claims = { byKey: new Map(), lastFolder: undefined };
  for (const path of [...outline.files.map((file) => file.path), ...outline.emptyFolders]) {
    const problem = contentPathProblem(path);
    if (problem !== undefined) return `${JSON.stringify(path)} ${problem}`;
    const clash = claimPath(claims, path);
    if (clash !== undefined) return clash;
  }
  return undefined;
}

// A path and the folders above it take their places; the problem where one of them is taken.
function claimPath(claims: Claims, path: string): string | undefined {
  const { byKey } = claims;
  const clash = clashOf(byKey, { path, hasContent: false });
  if (clash !== undefined) return clash;
  const parent = parentOf(path);
  if (parent === claims.lastFolder) return undefined;
  for (let folder = parent; folder !== undefined; folder = parentOf(folder)) {
    const known = byKey.get(collisionKey(folder));
    // Then the folders above it have theirs too.
    if (known?.path === folder && known.hasContent) break;
    const problem = clashOf(byKey, { path: folder, hasContent: true });
    if (problem !== undefined) return problem;
  }
  claims.lastFolder = parent;
  return undefined;
}

function clashOf(claims: Map<string, Claim>, claim: Claim): string | undefined {
  const key = collisionKey(claim.path);
  const known = claims.get(key);
  claims.set(key, claim);
  if (!known) return undefined;
  const name = JSON.stringify(claim.path);
  if (known.path !== claim.path) return `${name} and ${JSON.stringify(known.path)} are one name`;
  return known.hasContent === claim.hasContent
    ? `${name} is there twice`
    : `${name} is a file and a folder`;
}

function parentOf(path: string): string | undefined {
  const end = path.lastIndexOf('/');
  return end === -1 ? undefined : path.slice(0, end);
}

// By hand, since a schema for 20,000 files takes longer than all else. Keys that do not belong here
// show in the canonical form.
function readOutline(value: unknown): Outline | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { files: encoded, folders } = value as {
    readonly files?: unknown;
    readonly folders?: unknown;
  };
  if (!isList(encoded) || encoded.length === 0 || !isList(folders)) return undefined;
  const files: ContentFile[] = [];
  for (const one of encoded) {
    const file = readFile(one);
    if (file === undefined) return undefined;
    files.push(file);
  }
  return folders.every(isText) ? { files, emptyFolders: folders } : undefined;
}

function readFile(value: unknown): ContentFile | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [path, size] = value as readonly unknown[];
  if (typeof path !== 'string' || typeof size !== 'number') return undefined;
  const isSize = Number.isSafeInteger(size) && size >= 0 && size <= MAX_FILE_BYTES;
  return isSize ? { path, size } : undefined;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= MAX_CONTENT_FILES;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

// By code unit, so that every system sorts alike.
function byPath(left: ContentFile, right: ContentFile): number {
  if (left.path === right.path) return 0;
  return left.path < right.path ? -1 : 1;
}
