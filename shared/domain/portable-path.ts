const MAX_COMPONENT_BYTES = 255;
const MAX_PATH_BYTES = 1024;
const MAX_DEPTH = 32;

// What Windows refuses in a name, and what no terminal or log should be handed.
const LONE_SURROGATE = /\p{Surrogate}/u;
const FORBIDDEN = /[<>:"|?*\\\p{Cc}]/u;
// What file systems pass over when they compare names (HFS+ does).
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const ASCII = /^[\x20-\x7e]*$/;
// Nearly every path: its characters need no further look, and its bytes are its length.
const PLAIN = /^[\w !#$%&'()+,\-./;=@[\]^`{}~]*$/;
// The short names that Windows gives to `.lanspread…`; either opens the same folder.
const SHORT_PRIVATE_NAME = /^(lanspr|la[0-9a-f]{4})~[0-9]+(\.|$)/;
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

/**
 * Why `path` (relative, `/` between parts) can't be a file's name on each of Windows, macOS and
 * Linux, or undefined where it can. Names are refused, never repaired.
 */
export function pathProblem(path: string): string | undefined {
  // First by UTF-16 units, which bytes never fall short of: a long text costs nothing.
  if (path.length > MAX_PATH_BYTES) return `is longer than ${MAX_PATH_BYTES} bytes`;
  const isPlain = PLAIN.test(path);
  if (!isPlain && LONE_SURROGATE.test(path)) return 'is not valid Unicode';
  if (byteLength(path, isPlain) > MAX_PATH_BYTES) return `is longer than ${MAX_PATH_BYTES} bytes`;
  const parts = path.split('/');
  if (parts.length > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH} folders`;
  for (const part of parts) {
    const problem = componentProblem(part, isPlain);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/**
 * Why `path` can't be part of a game's content, or undefined: besides `pathProblem`, what the
 * player's own install (`local/`) and this program (`.lanspread…`) keep at a game's root.
 */
export function contentPathProblem(path: string): string | undefined {
  const problem = pathProblem(path);
  if (problem !== undefined) return problem;
  return isPrivateName(path.split('/', 1)[0] ?? '') ? 'is private to each PC' : undefined;
}

/** The folder that a path lies in; empty at the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Whether a name at a game's root is one that this program gives. */
export function isOurName(name: string): boolean {
  return name.startsWith('.lanspread');
}

/** Whether a name at a game's root is private to this peer: never listed, served or compared. */
export function isPrivateName(name: string): boolean {
  const key = collisionKey(name);
  return key === 'local' || key.startsWith('.lanspread') || SHORT_PRIVATE_NAME.test(key);
}

/** Two paths with the same key are one file on some system, so a game can't hold both. */
export function collisionKey(path: string): string {
  if (ASCII.test(path)) return path.toLowerCase();
  const folded = foldCase(path.normalize('NFD')).normalize('NFKD').replace(INVISIBLE, '');
  return foldCase(folded).normalize('NFKC');
}

// Lower, upper, lower: `ẞ`, `ß` and `ss` are one on APFS.
function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase();
}

function componentProblem(part: string, isPlain: boolean): string | undefined {
  if (part === '') return 'has an empty part';
  if (part === '.' || part === '..') return 'leaves its folder';
  if (!isPlain && FORBIDDEN.test(part)) return 'has a character that not every system can hold';
  if (part.endsWith('.') || part.endsWith(' ')) return 'ends with a dot or a space';
  if (RESERVED.test(part)) return 'is a name that Windows keeps for itself';
  if (byteLength(part, isPlain) > MAX_COMPONENT_BYTES)
    return `has a part over ${MAX_COMPONENT_BYTES} bytes`;
  return undefined;
}

function byteLength(text: string, isPlain: boolean): number {
  return isPlain ? text.length : utf8Length(text);
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += utf8Width(character.codePointAt(0) ?? 0);
  return bytes;
}

function utf8Width(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
