import { defineConfig } from 'vitest/config';

/** Tests on a real Docker engine: one stack of containers at a time. */
export default defineConfig({
  test: {
    include: ['test/e2e/compose/**/*.test.ts'],
    globalSetup: ['test/build-once.ts', 'test/e2e/compose/engine.ts'],
    fileParallelism: false,
    testTimeout: 1_200_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
