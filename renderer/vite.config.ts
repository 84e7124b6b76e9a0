import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `vite renderer --mode dev` shows the window in a browser, with a made-up party behind it.
export default defineConfig(({ mode }) => {
  const isDev = mode === 'dev';
  return {
    root: import.meta.dirname,
    base: './',
    publicDir: isDev ? '../main/catalog' : false,
    plugins: [react()],
    build: {
      outDir: isDev ? '../dist/renderer-dev' : '../dist/renderer',
      emptyOutDir: true,
      target: 'chrome130',
      // Travels with the packages: whose work is in the bundle.
      license: { fileName: 'licenses.md' },
      // The polyfill fetches, which the window's security policy forbids.
      modulePreload: { polyfill: false },
      rolldownOptions: { input: isDev ? 'dev/index.html' : 'index.html' },
    },
  };
});
