import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Those on a Docker engine are npm run test:docker, the long ones npm run test:endurance.
    exclude: ['test/e2e/compose/**', 'test/endurance/**', 'test/parts/**'],
    globalSetup: ['test/build-once.ts', 'test/install-parts.ts'],
    // Most of the long tests wait for processes, so a small machine takes more workers than it has cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // A passing test does not wait for these: they only bound one that hangs, on a machine many times slower as well.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 90_000 } },
  },
});
