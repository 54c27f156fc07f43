import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { readSmallFile } from '../host/private-files.ts';
import { isSecretKeyName } from '../redact/key-names.ts';
import { isPublicDefault } from '../redact/public-defaults.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import { isReadableValue } from '../redact/value-shape.ts';
import { findCodexCredentials } from './codex-credentials.ts';
import { dotenvEntries } from './dotenv-lines.ts';

/** User and password of an address; the password ends at the last `@` before the path. */
const ADDRESS = /^[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/?#:@]{0,256}:([^\s/?#]{1,1024})@/i;
/** Most bytes of an environment file that are read. */
const LIMIT = 1024 * 1024;

/**
 * Makes known to the redactor what is secret on this machine: the values of secret-named keys in the environment and in
 * the folder's `.env`, and the Codex credentials. What cannot be read is left to those who must complain about it.
 * @param workspace absolute path of the folder whose `.env` belongs to the stack
 */
export async function registerOperatorSecrets(
  host: Host,
  workspace: string,
  secrets: SecretRegistry,
): Promise<void> {
  for (const [key, value] of Object.entries(host.env)) {
    // The shell's own: where it stands, under a name that could be a password's. It is in every shown command.
    if ((key === 'PWD' || key === 'OLDPWD') && value?.startsWith('/') === true) continue;
    register(key, value, secrets);
  }
  for (const { key, value } of await environmentFile(workspace)) register(key, value, secrets);
  await findCodexCredentials(host, secrets).catch(() => undefined);
}

function register(key: string, value: string | undefined, secrets: SecretRegistry): void {
  if (value === undefined) return;
  for (const password of passwordsIn(value)) registerValue(`${key} password`, password, secrets);
  if (isSecretKeyName(key)) registerValue(key, value, secrets);
}

/** The password of an address, as it is written there and as it is typed: an error may tell it without its address. */
function passwordsIn(value: string): readonly string[] {
  const [, written = ''] = ADDRESS.exec(value) ?? [];
  if (written === '') return [];
  try {
    return [...new Set([written, decodeURIComponent(written)])];
  } catch {
    return [written];
  }
}

function registerValue(key: string, value: string, secrets: SecretRegistry): void {
  // A path or a word under such a name (`…_TOKEN_FILE`) is no secret, and stands in every text.
  if (isReadableValue(value) && !isPublicDefault(value)) return;
  secrets.secret(key, value, { publicDefault: isPublicDefault(value) });
}

async function environmentFile(workspace: string) {
  try {
    return dotenvEntries(await readSmallFile(join(workspace, '.env'), LIMIT));
  } catch {
    return [];
  }
}
