import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A digest of which files there are, how long each is and when it was last written: enough to see that nothing has
 * changed, without reading any.
 * @param {readonly string[]} paths files, and folders with everything in them; what is not there counts as such
 * @returns {string} SHA-256 in hex
 */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) add(hash, path);
  return hash.digest('hex');
}

function add(hash, path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry?.isDirectory()) {
    for (const name of readdirSync(path).sort()) add(hash, join(path, name));
    return;
  }
  hash.update(JSON.stringify([path, entry?.size, entry?.mtimeMs]));
}
