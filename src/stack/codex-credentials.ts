import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { Host } from '../host/host.ts';
import { readSmallFile } from '../host/private-files.ts';
import type { SecretRegistry } from '../redact/secret.ts';

/** What is known of the Codex credentials of this machine. No value is ever in it. */
export type CodexCredentials =
  | { readonly state: 'missing' /** e.g. `$HOME/.codex/auth.json` */; readonly place: string }
  | {
      readonly state: 'unreadable' | 'invalid' | 'exposed';
      readonly place: string;
      /** What exactly is wrong, e.g. `ELOOP`. */
      readonly detail: string;
    }
  | {
      readonly state: 'present';
      readonly place: string;
      /** `chatgpt`: a signed-in account; `api-key`: an OpenAI key; `unknown`: an object of another shape. */
      readonly kind: 'chatgpt' | 'api-key' | 'unknown';
      /** When the present token of a sign-in ends, where that can be told; the CLI renews it by itself. */
      readonly endsAt?: Date;
    };

/** Most bytes of `auth.json` that are read. */
const LIMIT = 256 * 1024;

/** What this program looks at in the Codex CLI's `auth.json`; everything else is only registered. */
const authFile = z.looseObject({
  OPENAI_API_KEY: z.string().nullish(),
  tokens: z.looseObject({ access_token: z.string().nullish() }).nullish(),
});

/** Members that are no secrets. */
const INNOCENT = new Set(['auth_mode', 'last_refresh']);

/**
 * Looks for the Codex CLI's credentials: `auth.json` in `BUS_CODEX_HOME`, else `CODEX_HOME`, else `~/.codex`. Each
 * string in it becomes known to the redactor; none is returned, printed or stored.
 */
export async function findCodexCredentials(host: Host, secrets: SecretRegistry): Promise<CodexCredentials> {
  const { folder, place } = codexFolder(host);
  const path = join(folder, 'auth.json');
  let text: string;
  let mode: number;
  try {
    const entry = await lstat(path);
    if (!entry.isFile()) return { state: 'unreadable', place, detail: 'not a regular file' };
    mode = entry.mode;
    text = await readSmallFile(path, LIMIT);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const absent = code === 'ENOENT' || code === 'ENOTDIR';
    return absent ? { state: 'missing', place } : { state: 'unreadable', place, detail: code };
  }
  if (text.trim() === '') return { state: 'invalid', place, detail: 'the file is empty' };
  const content = parseJson(text);
  registerStrings(content, secrets);
  const parsed = authFile.safeParse(content);
  if (!parsed.success)
    return { state: 'invalid', place, detail: 'not the JSON object that the Codex CLI writes' };
  if (host.platform !== 'win32' && (mode & 0o077) !== 0) {
    return { state: 'exposed', place, detail: `its mode is ${(mode & 0o777).toString(8)}` };
  }
  const endsAt = endOf(parsed.data);
  return { state: 'present', place, kind: kindOf(parsed.data), ...(endsAt === undefined ? {} : { endsAt }) };
}

/** Where the Codex CLI keeps its login. */
export interface CodexFolder {
  /** Absolute path. */
  readonly folder: string;
  /** Place of `auth.json` as it is told, by the variable that leads to it: its value may name a person. */
  readonly place: string;
  /** The variable that names the folder; absent for the CLI's own place. */
  readonly variable?: string;
}

/** The Codex home of the operator. */
export function codexFolder(host: Host): CodexFolder {
  for (const name of ['BUS_CODEX_HOME', 'CODEX_HOME']) {
    const folder = host.env[name];
    if (folder !== undefined && folder !== '') return { folder, place: `$${name}/auth.json`, variable: name };
  }
  return { folder: join(host.home, '.codex'), place: '$HOME/.codex/auth.json' };
}

function kindOf(file: z.infer<typeof authFile>): 'chatgpt' | 'api-key' | 'unknown' {
  if (typeof file.tokens?.access_token === 'string' && file.tokens.access_token !== '') return 'chatgpt';
  return typeof file.OPENAI_API_KEY === 'string' && file.OPENAI_API_KEY !== '' ? 'api-key' : 'unknown';
}

/** The token is only read, never believed: whether it is accepted, the provider says. */
function endOf(file: z.infer<typeof authFile>): Date | undefined {
  try {
    const { exp } = decodeJwt(file.tokens?.access_token ?? '');
    return exp === undefined ? undefined : new Date(exp * 1000);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function registerStrings(value: unknown, secrets: SecretRegistry, name = 'CODEX_AUTH'): void {
  if (typeof value === 'string' && value !== '') secrets.secret(name, value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (!INNOCENT.has(key)) registerStrings(member, secrets, name);
  }
}
