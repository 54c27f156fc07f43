import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The real CLI, from its npm package (`test/install-parts.ts` sees to it). */
export const CODEX_CLI = resolve('test/parts/node_modules/.bin/codex');

/** An API key that opens nothing. */
export const LOOPBACK_KEY = `sk-loopback-${'0'.repeat(32)}`;

/** A Codex home of a test. */
export interface CodexHome {
  readonly folder: string;
  /** Writes `auth.json`, readable by its owner only. */
  login(content: string): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Makes a home whose only provider is on loopback.
 * @param baseUrl of the Responses API, with `/v1`
 */
export async function makeCodexHome(baseUrl: string): Promise<CodexHome> {
  const folder = await mkdtemp(join(tmpdir(), 'bus-setup-codex-home-'));
  const config = [
    'model = "gpt-loopback"',
    'model_provider = "loopback"',
    // Whatever a ChatGPT login asks beside the model leads to loopback too.
    `chatgpt_base_url = "${baseUrl}"`,
    'cli_auth_credentials_store = "file"',
    '[analytics]',
    'enabled = false',
    '[model_providers.loopback]',
    'name = "Loopback"',
    `base_url = "${baseUrl}"`,
    'wire_api = "responses"',
    'requires_openai_auth = true',
    'request_max_retries = 0',
    'stream_max_retries = 0',
  ];
  await writeFile(join(folder, 'config.toml'), `${config.join('\n')}\n`);
  const auth = join(folder, 'auth.json');
  return {
    folder,
    async login(content) {
      await writeFile(auth, content, { mode: 0o600 });
      await chmod(auth, 0o600);
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** `auth.json` with an API key. */
export const API_KEY_LOGIN = JSON.stringify({ OPENAI_API_KEY: LOOPBACK_KEY });

/** `auth.json` of a ChatGPT login whose token ends at a moment, seconds since 1970. */
export function chatGptLogin(expiresAt: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const account = { chatgpt_account_id: 'loopback', chatgpt_plan_type: 'plus' };
  const claims = { exp: expiresAt, 'https://api.openai.com/auth': account };
  const token = `${part({ alg: 'none' })}.${part(claims)}.${part({ loopback: true })}`;
  return JSON.stringify({
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: { id_token: token, access_token: token, refresh_token: 'rt_loopback', account_id: 'loopback' },
    last_refresh: '2020-01-01T00:00:00Z',
  });
}
