import { readdir, readFile } from 'node:fs/promises';

/** A process and all that it has started. */
export async function familyOf(pid: number): Promise<readonly number[]> {
  const children = new Map<number, number[]>();
  for (const name of await readdir('/proc')) {
    const parent = /^\d+$/.test(name) ? await parentOf(name) : undefined;
    if (parent === undefined) continue;
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const family = [pid];
  for (const each of family) family.push(...(children.get(each) ?? []));
  return family;
}

/**
 * Memory of a process and all that it has started, in megabytes: what is their own, shared memory by
 * its share (PSS), and each mapped file once, however many of them, or of strangers, map it too.
 */
export async function memoryOf(pid: number): Promise<number> {
  const files = new Map<string, number>();
  let ownKilobytes = 0;
  for (const each of await familyOf(pid)) {
    for (const { file, rss, pss } of mappings(await read(each, 'smaps'))) {
      if (file === undefined) ownKilobytes += pss;
      else files.set(file, Math.max(files.get(file) ?? 0, rss));
    }
  }
  const fileKilobytes = [...files.values()].reduce((sum, each) => sum + each, 0);
  return ((ownKilobytes + fileKilobytes) * 1024) / 1e6;
}

/** Seconds that the processor has worked for a process and all that it has started and not lost. */
export async function processorSecondsOf(pid: number): Promise<number> {
  let ticks = 0;
  for (const each of await familyOf(pid)) {
    const [user = '0', system = '0'] = statFields(await read(each, 'stat')).slice(11, 13);
    ticks += Number(user) + Number(system);
  }
  return ticks / TICKS_PER_SECOND;
}

// What Linux calls USER_HZ; the same on every machine that the bench may meet.
const TICKS_PER_SECOND = 100;

interface Mapping {
  /** The piece of a file that is mapped; undefined for memory that no file stands behind. */
  readonly file: string | undefined;
  readonly rss: number;
  readonly pss: number;
}

const HEAD = /^[\da-f]+-[\da-f]+ \S+ (?<offset>\S+) \S+ (?<inode>\d+) *(?<path>.*)$/gm;
const NO_FILE = /^\/(memfd:|dev\/|SYSV)|\(deleted\)$/;

function mappings(smaps: string): readonly Mapping[] {
  const heads = [...smaps.matchAll(HEAD)];
  return heads.map((head, index) => {
    const { offset = '', inode, path = '' } = head.groups ?? {};
    const facts = smaps.slice(head.index, heads[index + 1]?.index);
    const isOfFile = inode !== '0' && !NO_FILE.test(path);
    return {
      file: isOfFile ? `${path} ${offset}` : undefined,
      rss: kilobytes(facts, 'Rss'),
      pss: kilobytes(facts, 'Pss'),
    };
  });
}

function kilobytes(facts: string, name: 'Rss' | 'Pss'): number {
  return Number(new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(facts)?.[1] ?? 0);
}

async function parentOf(pid: string): Promise<number | undefined> {
  const [, parent] = statFields(await read(pid, 'stat'));
  return parent === undefined ? undefined : Number(parent);
}

// The name stands in brackets and may hold anything; the fields that matter follow it.
function statFields(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

// Empty where the process has ended meanwhile.
function read(pid: number | string, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
}
