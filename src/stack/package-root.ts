import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Folder of the installed package: the nearest one above this file with a `package.json`. The same answer whether
 * this file runs from `src/` or inside the bundle in `dist/`.
 * @throws Error when there is none: the program was torn out of its package.
 */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('bus-setup does not lie in its package: no package.json above it');
    folder = parent;
  }
  return folder;
}
