import { defineConfig } from 'vitest/config';

// A longer run of random faults, outside the ordinary tests: `npm run test:soak`.
export default defineConfig({
  test: {
    include: ['e2e/soak/*.soak.test.ts'],
    globalSetup: ['e2e/party/fixture-cache.ts'],
    pool: 'forks',
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
