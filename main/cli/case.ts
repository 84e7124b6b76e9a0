// The one translation between names inside (camelCase) and names on a line (snake_case).

/** `value` with the keys of all its objects in snake_case; undefined becomes null. */
export function toSnakeCase(value: unknown): unknown {
  return withKeys(value, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** `value` with the keys of all its objects in camelCase. */
export function toCamelCase(value: unknown): unknown {
  return withKeys(value, (key) =>
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
}

function withKeys(value: unknown, rename: (key: string) => string): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map((item) => withKeys(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  // Defined, not assigned: a key `__proto__` is a key like any other.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [rename(key), withKeys(item, rename)]),
  );
}
