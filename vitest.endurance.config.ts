import { defineConfig } from 'vitest/config';

/** Long tests without Docker: attacks on the run, lying stacks in bulk, many runs at once, load. */
export default defineConfig({
  test: {
    include: ['test/endurance/**/*.test.ts'],
    globalSetup: ['test/build-once.ts', 'test/install-parts.ts'],
    // Each of them loads the machine by itself.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
