import { setFlagsFromString } from 'node:v8';

/** More calls than an archive of any size makes. */
const CALLS = 2 ** 31 - 1;

/**
 * Lets WebAssembly call out by the one wrapper that V8 brings, in all threads to come. Those that it compiles after
 * some calls are shared by all threads, and V8 13.6 may end the whole program as a thread lets go of one
 * ("Check failed: jit_page.has_value()" below `TierUpWasmToJSWrapper`; nodejs/node issue 64500 is of its kind).
 */
export function neverCompileWrappers(): void {
  setFlagsFromString(`--wasm-wrapper-tiering-budget=${CALLS}`);
}
