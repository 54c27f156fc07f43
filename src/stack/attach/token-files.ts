import { lstat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decodeJwt } from 'jose';
import type { Host } from '../../host/host.ts';
import { readSmallFile } from '../../host/private-files.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { Secret, SecretRegistry } from '../../redact/secret.ts';
import type { AttachSettings } from '../profile-runtime.ts';
import type { StackChoices } from '../stack-choices.ts';

/** Most bytes of a file with one secret. */
const SECRET_LIMIT = 64 * 1024;

/** A token that the operator gave. */
export interface GivenToken {
  /** Name of the environment variable, and of the variable in shown commands. */
  readonly name: string;
  readonly audience: string;
  readonly token: Secret;
  /** What it says of itself; undefined when it is no JWT. Whether the stack believes it is another matter. */
  readonly claims: GivenClaims | undefined;
  /** Where it came from, e.g. `the file of BUS_API_TOKEN_FILE`. */
  readonly place: string;
  /** True when other users of this machine can read the file. */
  readonly exposed: boolean;
}

/** The claims of a given token that matter here. */
export interface GivenClaims {
  readonly subject: string | undefined;
  readonly audience: string | readonly string[] | undefined;
  /** Seconds since 1970. */
  readonly expires: number | undefined;
  readonly scopes: readonly string[];
}

/**
 * The tokens of a hosted stack: from the files on the command line, else from the files or values of the environment.
 * @throws SetupError `ST-TOKEN-UNREADABLE` for a file that is named and cannot be read
 */
export async function givenTokens(
  settings: AttachSettings,
  choices: StackChoices,
  host: Host,
  secrets: SecretRegistry,
): Promise<readonly GivenToken[]> {
  const given: GivenToken[] = [];
  for (const { audience, key } of settings.tokens) {
    const short = audience.slice(audience.indexOf('/') + 1);
    const asked = choices.tokenFiles?.[short];
    const found =
      asked === undefined
        ? await fromEnvironment(key, host)
        : { ...(await fromFile(asked, host)), place: `--${short}-token-file` };
    if (found === undefined) continue;
    const token = secrets.secret(key, found.text);
    given.push({
      name: key,
      audience,
      token,
      claims: claimsOf(found.text),
      place: found.place,
      exposed: found.exposed,
    });
  }
  return given;
}

/**
 * A secret of the environment: `NAME_FILE` names its file, else `NAME` holds it.
 * @returns undefined when neither is set
 */
export async function givenSecret(
  key: string | undefined,
  host: Host,
  secrets: SecretRegistry,
): Promise<Secret | undefined> {
  const found = key === undefined ? undefined : await fromEnvironment(key, host);
  return key === undefined || found === undefined ? undefined : secrets.secret(key, found.text);
}

interface FoundText {
  readonly text: string;
  readonly place: string;
  readonly exposed: boolean;
}

async function fromEnvironment(key: string, host: Host): Promise<FoundText | undefined> {
  const file = host.env[`${key}_FILE`] ?? '';
  if (file !== '') return { ...(await fromFile(file, host)), place: `the file of ${key}_FILE` };
  const text = (host.env[key] ?? '').trim();
  return text === '' ? undefined : { text, place: `the environment variable ${key}`, exposed: false };
}

async function fromFile(file: string, host: Host): Promise<Omit<FoundText, 'place'>> {
  const path = resolve(host.cwd, file);
  try {
    const { mode } = await lstat(path);
    const text = (await readSmallFile(path, SECRET_LIMIT)).trim();
    if (text === '') throw new SetupError('ST-TOKEN-UNREADABLE', `${path}: the file is empty`);
    if (/\s/.test(text)) throw new SetupError('ST-TOKEN-UNREADABLE', `${path}: more than one word is in it`);
    return { text, exposed: host.platform !== 'win32' && (mode & 0o077) !== 0 };
  } catch (error) {
    if (error instanceof SetupError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'cannot be read';
    throw new SetupError('ST-TOKEN-UNREADABLE', `${path}: ${code}`, { cause: error });
  }
}

function claimsOf(token: string): GivenClaims | undefined {
  try {
    const { sub, aud, exp, scope } = decodeJwt(token);
    const scopes = typeof scope === 'string' ? scope.split(' ') : [];
    return { subject: sub, audience: aud, expires: exp, scopes };
  } catch {
    return undefined;
  }
}
