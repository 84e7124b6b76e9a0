import { lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ClaimedNames } from './claimed-names.ts';
import { onDisk } from './on-disk.ts';
import { quoted, unsafeArchive } from './refusal.ts';

/** What earlier archives of the game have unpacked into `root`; fails with `archive-unsafe` where that is no plain file or folder. */
export function presentNames(root: string, label: string): ClaimedNames {
  // A link in its place would lead every file elsewhere.
  if (!onDisk({ label, path: '.' }, () => lstatSync(root)).isDirectory()) {
    throw unsafeArchive(label, 'its target is no folder');
  }
  const names = new ClaimedNames();
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(root, folder, label)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        names.claimFolder(path);
        folders.push(path);
      } else if (entry.isFile()) {
        names.claimFile(path);
      } else {
        throw unsafeArchive(label, `${quoted(path)} in its folder is a link or a device`);
      }
    }
  }
  return names;
}

/** Makes folders below `root`, whose parents come before them; each must be new. */
export function makeFolders(root: string, folders: Iterable<string>, label: string): void {
  for (const path of folders) {
    onDisk({ label, path }, () => {
      mkdirSync(join(root, path));
    });
  }
}

function entriesOf(root: string, folder: string, label: string) {
  const place = { label, path: folder };
  return onDisk(place, () => readdirSync(join(root, folder), { withFileTypes: true }));
}
