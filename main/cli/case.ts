// The one translation between names inside (camelCase) and names on a line (snake_case).

/** `value` with the keys of all its objects in snake_case; undefined becomes null. */
export function toSnakeCase(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(toSnakeCase);
  if (typeof value !== 'object' || value === null) return value;
  // By hand, since an event may list 20,000 files: pairs would be most of what it costs.
  const named: Record<string, unknown> = {};
  const given = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(given)) put(named, snakeKey(key), toSnakeCase(given[key]));
  return named;
}

// Where keys are ids, a stranger may have chosen one that means more to an assignment than a name.
function put(named: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') named[key] = value;
  else Object.defineProperty(named, key, { value, enumerable: true });
}

/** Far more names than the contract has; what is called by an id must not pile up here. */
const MAX_KNOWN_KEYS = 500;
const knownKeys = new Map<string, string>();

/** A name as it is written on a line. */
export function snakeKey(key: string): string {
  // Remembered, for the same reason.
  const known = knownKeys.get(key);
  if (known !== undefined) return known;
  const made = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  if (knownKeys.size < MAX_KNOWN_KEYS) knownKeys.set(key, made);
  return made;
}

/** The arguments on a line, their names in camelCase; what they hold is left as it is. */
export function argumentsInCamelCase(
  line: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(line).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
