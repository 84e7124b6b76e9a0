import type { ResourceLimits } from 'node:worker_threads';

/**
 * For a thread that makes and drops little at a time. V8 would let what is young grow to 48 MB and
 * keep hold of it; with this it is swept more often instead, at no cost that could be measured.
 */
export const SMALL_YOUTH: ResourceLimits = { maxYoungGenerationSizeMb: 3 };
