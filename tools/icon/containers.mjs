const ICO_HEADER_BYTES = 6;
const ICO_ENTRY_BYTES = 16;
const BITMAP_HEADER_BYTES = 40;

/** Windows reads PNG in an icon at this size; smaller ones are bitmaps to every program. */
const ICO_PNG_SIZE = 256;

/** What an icns calls a PNG of so many pixels; the second name is of the same for a dense screen. */
const ICNS_TYPES = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/** A Windows .ico of pictures `{ size, png, rgba }`, square, at most 256 pixels wide. */
export function icoOf(pictures) {
  const images = pictures.map((picture) => ({
    size: picture.size,
    bytes: picture.size >= ICO_PNG_SIZE ? picture.png : bitmapOf(picture),
  }));
  const header = Buffer.alloc(ICO_HEADER_BYTES);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * images.length;
  const entries = images.map(({ size, bytes }) => {
    const entry = Buffer.alloc(ICO_ENTRY_BYTES);
    // 256 does not fit into the byte, and is written as 0.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(bytes.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += bytes.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...images.map(({ bytes }) => bytes)]);
}

/** A macOS .icns of pictures `{ size, png }`, square. */
export function icnsOf(pictures) {
  const blocks = pictures.flatMap(({ size, png }) =>
    ICNS_TYPES[size].map((type) => block(type, png)),
  );
  return block('icns', Buffer.concat(blocks));
}

function block(type, bytes) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(8 + bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

// Pixels from the bottom up in blue, green, red, alpha; then a mask of one bit each, which alpha makes idle.
function bitmapOf({ size, rgba }) {
  const header = Buffer.alloc(BITMAP_HEADER_BYTES);
  header.writeUInt32LE(BITMAP_HEADER_BYTES, 0);
  header.writeInt32LE(size, 4);
  header.writeInt32LE(size * 2, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const rows = Array.from({ length: size }, (_, y) =>
    rgba.subarray(y * size * 4, (y + 1) * size * 4),
  );
  const pixels = Buffer.concat(rows.reverse());
  for (let at = 0; at < pixels.length; at += 4) {
    const [red, blue] = [pixels[at], pixels[at + 2]];
    pixels[at] = blue;
    pixels[at + 2] = red;
  }
  const mask = Buffer.alloc(Math.ceil(size / 32) * 4 * size);
  return Buffer.concat([header, pixels, mask]);
}
