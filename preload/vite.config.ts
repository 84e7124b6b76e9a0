import { defineConfig } from 'vite';

// A sandboxed preload script can load no siblings and no ES modules: it becomes one CommonJS file.
export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: '../dist/preload',
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    lib: { entry: 'index.ts', formats: ['cjs'], fileName: () => 'index.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
});
