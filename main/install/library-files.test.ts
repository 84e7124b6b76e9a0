import { describe, expect, it } from 'vitest';
import { LIBRARY_ARCHIVE, LibraryFiles } from './library-files.ts';

const ARCHIVE = Buffer.from('the bytes of the archive');

describe('the files that the unpacking library sees', () => {
  it('are the archive, which it reads and seeks in', () => {
    const { files, memory } = room();
    const handle = files.open(LIBRARY_ARCHIVE);
    expect(files.read(handle, 0, 9)).toBe(9);
    expect(memory.toString('latin1', 0, 9)).toBe('the bytes');
    expect(files.tell(handle)).toBe(9);
    expect(files.seek(handle, -7, 'END')).toBe(true);
    expect(files.read(handle, 0, 100)).toBe(7);
    expect(memory.toString('latin1', 0, 7)).toBe('archive');
    expect(files.seek(handle, 4, 'SET')).toBe(true);
    expect(files.seek(handle, -5, 'CUR')).toBe(false);
    expect(files.seek(handle, 1, 'END')).toBe(false);
    expect(files.tell(handle)).toBe(4);
  });

  it.each(['/etc/passwd', 'archive.part2.rar', '../archive.rar', ''])(
    'S23: are no others: "%s"',
    (name) => {
      expect(() => room().files.open(name)).toThrow(unsafe());
    },
  );

  it('are, once each, the file that is expected next', () => {
    const { files, memory, written } = room();
    expectFile(files, written, 'a.txt');
    const handle = files.create('a.txt');
    memory.write('hello');
    expect(files.isWaiting).toBe(true);
    expect(files.write(handle, 1, 3)).toBe(true);
    expect(files.tell(handle)).toBe(3);
    files.closeFile(handle);
    expect(written).toEqual(['ell', 'closed']);
    expect(files.isWaiting).toBe(false);
    expect(() => files.create('a.txt')).toThrow(unsafe());
  });

  it('S23: are none that is not expected', () => {
    const { files, written } = room();
    expect(() => files.create('a.txt')).toThrow(unsafe());
    expectFile(files, written, 'a.txt');
    expect(() => files.create('../a.txt')).toThrow(unsafe());
    expect(files.isWaiting).toBe(true);
  });

  it('S23: are not written, read or moved in by a handle that is not open for it', () => {
    const { files, written } = room();
    const archive = files.open(LIBRARY_ARCHIVE);
    expectFile(files, written, 'a.txt');
    const output = files.create('a.txt');
    expect(() => files.write(archive, 0, 1)).toThrow(unsafe());
    expect(() => files.read(output, 0, 1)).toThrow(unsafe());
    expect(() => files.seek(output, 0, 'SET')).toThrow(unsafe());
    expect(() => files.tell(99)).toThrow(unsafe());
    files.closeFile(archive);
    expect(() => files.read(archive, 0, 1)).toThrow(unsafe());
  });

  function room() {
    const memory = Buffer.alloc(64);
    const archive = {
      label: 'ggoo/ggoo.eti',
      size: ARCHIVE.length,
      readInto: (target: Uint8Array, position: number) => ARCHIVE.copy(target, 0, position),
    };
    const files = new LibraryFiles(
      archive,
      () => memory,
      () => undefined,
    );
    return { files, memory, written: [] as string[] };
  }

  function expectFile(files: LibraryFiles, written: string[], path: string) {
    let count = 0;
    const writer = {
      get written() {
        return count;
      },
      write: (bytes: Uint8Array) => {
        count += bytes.length;
        written.push(Buffer.from(bytes).toString());
      },
      close: () => written.push('closed'),
    };
    files.expect({ path, create: () => writer });
  }

  function unsafe(): unknown {
    return expect.objectContaining({ code: 'archive-unsafe' });
  }
});
