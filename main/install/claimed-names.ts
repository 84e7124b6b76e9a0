import { collisionKey, parentOf } from '../../shared/domain/portable-path.ts';
import { quoted } from './refusal.ts';

/** The names that a target folder will hold: two that are one file on some system can't both be claimed. */
export class ClaimedNames {
  // The path that holds a key.
  readonly #claims = new Map<string, string>();
  readonly #folders = new Set<string>();

  /** All folders, those that only paths of files imply too, parents first. */
  get folders(): ReadonlySet<string> {
    return this.#folders;
  }

  /** Why `path` can't be a file besides what is claimed, or undefined: then it and its folders are. */
  claimFile(path: string): string | undefined {
    const problem = this.claimFolder(parentOf(path));
    if (problem !== undefined) return problem;
    const key = collisionKey(path);
    const other = this.#claims.get(key);
    if (other !== undefined) return clash(path, other);
    this.#claims.set(key, path);
    return undefined;
  }

  /** Why `path` can't be a folder besides what is claimed, or undefined; twice the same is one folder. */
  claimFolder(path: string): string | undefined {
    for (const folder of this.#unknownFolders(path)) {
      const key = collisionKey(folder);
      const other = this.#claims.get(key);
      if (other !== undefined) return clash(folder, other);
      this.#claims.set(key, folder);
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

function clash(path: string, other: string): string {
  if (path === other) return `${quoted(path)} is there twice`;
  return `${quoted(path)} and ${quoted(other)} would be one file on some systems`;
}
