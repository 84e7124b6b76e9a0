/** Marks a place that no value can reach; a new case of a union fails to compile here. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`);
}
