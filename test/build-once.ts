import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Vitest global set-up: the tests that start real processes use the same bundle that a customer runs. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--sourcemap'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
