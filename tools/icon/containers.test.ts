import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { icnsOf, icoOf } from './containers.mjs';

const ICON = join(import.meta.dirname, '..', '..', 'app', 'icon');

/** Two by two: red, green above blue, half see-through white. */
const RGBA = Buffer.from([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 128]);
const BGRA_FROM_BELOW = [255, 0, 0, 255, 255, 255, 255, 128, 0, 0, 255, 255, 0, 255, 0, 255];

const picture = (size: number) => ({ size, png: Buffer.from(`png of ${size}`), rgba: RGBA });

describe('icon containers', () => {
  it('list each picture of an .ico, and keep the largest as PNG', () => {
    const ico = icoOf([picture(2), picture(256)]);
    const entries = [6, 22].map((at) => ({
      width: ico[at],
      bytes: ico.subarray(
        ico.readUInt32LE(at + 12),
        ico.readUInt32LE(at + 12) + ico.readUInt32LE(at + 8),
      ),
    }));
    expect([...ico.subarray(0, 6)]).toEqual([0, 0, 1, 0, 2, 0]);
    expect(entries.map(({ width }) => width)).toEqual([2, 0]);
    expect([...(entries[0]?.bytes.subarray(40, 56) ?? [])]).toEqual(BGRA_FROM_BELOW);
    expect(entries[1]?.bytes.toString()).toBe('png of 256');
  });

  it('name each picture of an .icns by its size', () => {
    const icns = icnsOf([picture(16), picture(512)]);
    const blocks = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      const end = at + icns.readUInt32BE(at + 4);
      blocks.push([icns.toString('latin1', at, at + 4), icns.toString('latin1', at + 8, end)]);
    }
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    expect(blocks).toEqual([
      ['icp4', 'png of 16'],
      ['ic09', 'png of 512'],
      ['ic14', 'png of 512'],
    ]);
  });

  it('are committed with the pictures that lie beside them', () => {
    const ico = readFileSync(join(ICON, 'icon.ico'));
    expect(ico.includes(readFileSync(join(ICON, 'png', '256x256.png')))).toBe(true);
    expect(readFileSync(join(ICON, 'icon.icns')).toString('latin1', 0, 4)).toBe('icns');
    expect(readdirSync(join(ICON, 'png')).sort()).toEqual(
      [16, 24, 32, 48, 64, 128, 256, 512].map((size) => `${size}x${size}.png`).sort(),
    );
  });
});
