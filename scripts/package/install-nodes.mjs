// Brings the other versions of Node that the published package is tried on. Quick when they are there.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../test/parts/nodes', import.meta.url));
const there = ['node22', 'node26'].every((name) =>
  existsSync(join(folder, 'node_modules', name, 'bin', 'node')),
);
if (!there)
  execFileSync('npm', ['ci', '--loglevel=error'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
