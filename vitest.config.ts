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
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
