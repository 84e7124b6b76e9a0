import { collisionKey } from '../../shared/domain/portable-path.ts';
import { quoted } from './refusal.ts';

interface Claim {
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

/** The names that a target folder will hold: two that are one file on some system can't both be claimed. */
export class ClaimedNames {
  readonly #claims = new Map<string, Claim>();
  readonly #folders = new Set<string>();

  /** All folders, those that only paths of files imply too, parents first. */
  get folders(): ReadonlySet<string> {
    return this.#folders;
  }

  /** Why `path` can't be a file besides what is claimed, or undefined: then it and its folders are. */
  claimFile(path: string): string | undefined {
    const problem = this.#claimFolders(parentOf(path));
    if (problem !== undefined) return problem;
    const key = collisionKey(path);
    const other = this.#claims.get(key);
    if (other) return clash(path, other);
    this.#claims.set(key, { path, kind: 'file' });
    return undefined;
  }

  /** Why `path` can't be a folder besides what is claimed, or undefined; twice the same is one folder. */
  claimFolder(path: string): string | undefined {
    return this.#claimFolders(path);
  }

  #claimFolders(path: string): string | undefined {
    for (const folder of this.#unknownFolders(path)) {
      const key = collisionKey(folder);
      const other = this.#claims.get(key);
      if (other) return clash(folder, other);
      this.#claims.set(key, { path: folder, kind: 'folder' });
      this.#folders.add(folder);
    }
    return undefined;
  }

  #unknownFolders(path: string): readonly string[] {
    const unknown: string[] = [];
    for (let folder = path; folder !== ''; folder = parentOf(folder)) {
      if (this.#folders.has(folder)) break;
      unknown.unshift(folder);
    }
    return unknown;
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function clash(path: string, other: Claim): string {
  if (path === other.path && other.kind === 'file') return `${quoted(path)} is there twice`;
  return `${quoted(path)} and ${quoted(other.path)} would be one file on some systems`;
}
