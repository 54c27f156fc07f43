import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * True when a folder lies in a git checkout: it or a folder above it has a `.git`. It does not ask git, so that the
 * answer is the same on a machine without git.
 */
export async function isInCheckout(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const found = await lstat(join(at, '.git')).then(
      () => true,
      () => false,
    );
    if (found) return true;
    if (dirname(at) === at) return false;
  }
}
