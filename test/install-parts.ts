import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Programs that tests run for real. They have a lock file of their own: whoever only starts the stack needs none. */
const PARTS = fileURLToPath(new URL('./parts', import.meta.url));
const INSTALLED = join(PARTS, 'node_modules');

/**
 * Vitest global set-up: installs `test/parts` when it is not there as its lock file says. Without a registry the tests
 * that need a part fail by themselves, and the others still run.
 */
export default function setup(): void {
  const wanted = `${createHash('sha256')
    .update(readFileSync(join(PARTS, 'package-lock.json')))
    .digest('hex')} ${process.platform}-${process.arch}\n`;
  if (installed() === wanted) return;
  process.stderr.write('installing the programs that tests run into test/parts (400 MB, once)\n');
  // Beside the place and then moved: two runs that begin together must not empty each other's folder.
  const folder = mkdtempSync(join(PARTS, '.install-'));
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc'])
      cpSync(join(PARTS, file), join(folder, file));
    execFileSync('npm', ['ci', '--loglevel=error'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    writeFileSync(join(folder, 'node_modules', '.of-lock'), wanted);
    if (installed() !== wanted) {
      rmSync(INSTALLED, { recursive: true, force: true });
      renameSync(join(folder, 'node_modules'), INSTALLED);
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`test/parts could not be installed, tests that need them will fail: ${why}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the parts that are there were installed from; undefined when there are none. */
function installed(): string | undefined {
  try {
    return readFileSync(join(INSTALLED, '.of-lock'), 'utf8');
  } catch {
    return undefined;
  }
}
