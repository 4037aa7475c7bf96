import { defineConfig } from 'vitest/config'

/** `fast` runs on a bare machine; `slow` wants real servers, a browser or minutes, and says what it skips. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.slow.test.ts'],
          globalSetup: ['tests/helpers/snapshot.ts'],
          // No module of ours holds state or works at import: loaded once for all files, they halve the time.
          isolate: false,
          // By default one of two cores is left idle.
          maxWorkers: 2,
          testTimeout: 40_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['tests/**/*.slow.test.ts'],
          globalSetup: ['tests/helpers/snapshot.ts'],
          // Most of them wait: for kills, limits and leases.
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
