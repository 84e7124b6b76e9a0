import { defineConfig } from 'vitest/config';

const sources = '{app,main,preload,renderer,shared,fixtures,tools}/**';

// Three kinds of test: pure ones, ones that touch sockets, disk or workers, and whole processes.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${sources}/*.test.ts`, `${sources}/*.test.tsx`],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**', 'dist/**'],
          // Far more than any needs: a machine with other work gives the rest of the run little.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: [`${sources}/*.integration.test.ts`],
          exclude: ['**/node_modules/**', 'dist/**'],
          pool: 'forks',
          // As the processes below: two at a time, also where there are only two cores.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.test.ts'],
          globalSetup: ['e2e/party/fixture-cache.ts', 'e2e/window/display.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
