/** The signal of what nobody can cancel. */
export const NEVER: AbortSignal = new AbortController().signal;
