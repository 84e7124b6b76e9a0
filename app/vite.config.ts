import { defineConfig } from 'vite';

// Electron brings itself, and these their machine code beside them.
const BESIDE = ['electron', 'better-sqlite3', '@napi-rs/blake-hash', 'hash-wasm', 'node-unrar-js'];

// The program and its threads: few files, for a thread reads all that it runs at each of its starts.
// All lie in one folder, so that what is named beside a source is found beside the build.
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  ssr: { noExternal: true, external: BESIDE },
  build: {
    ssr: true,
    outDir: '../dist/app',
    emptyOutDir: true,
    // What the log says of a fault has to be readable.
    minify: false,
    sourcemap: true,
    target: 'node20',
    // Travels with the packages: whose work is in the bundle.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: {
        main: 'main.ts',
        'library-worker': '../main/library/library-worker.ts',
        'net-worker': '../main/wire/net-worker.ts',
        'switch-worker': '../main/game-folder/switch-worker.ts',
        'unpack-worker': '../main/install/unpack-worker.ts',
        'worker/fetch-worker': '../main/transfer/worker/fetch-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
