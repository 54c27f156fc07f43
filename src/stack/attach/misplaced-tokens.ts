import { access } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { SecretRegistry } from '../../redact/secret.ts';
import { looksRandom } from '../../redact/value-shape.ts';
import type { StackChoices } from '../stack-choices.ts';

/**
 * Makes known to the redactor what was given as the name of a token file and is no file, but looks like a token: the
 * journal tells which files were named.
 * @param cwd folder that relative names are meant from
 */
export async function registerMisplacedTokens(
  { tokenFiles = {} }: StackChoices,
  cwd: string,
  secrets: SecretRegistry,
): Promise<void> {
  for (const [name, path] of Object.entries(tokenFiles)) {
    const given = basename(path);
    if (looksRandom(given) && !(await exists(resolve(cwd, path)))) secrets.secret(`${name} token`, given);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
