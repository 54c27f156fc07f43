import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { z } from 'zod';
import { AppServer, AppServerError } from './app-server.ts';
import { accountResult, threadResult } from './app-server-messages.ts';
import { CodexFailure } from './codex-failure.ts';
import { codexInput } from './codex-input.ts';
import type { ExecutionOutcome, ExecutionProvider, ExecutionTurn } from './execution-provider.ts';
import { holdsLogin } from './holds-login.ts';
import { TurnRecord } from './turn-record.ts';

/** What stands in `system_fingerprint` of an answer of the Codex CLI. */
const CODEX_FINGERPRINT = 'bus-codex/codex';

/** A chat answer needs no tools; without them a conversation cannot make Codex read, run or fetch anything. */
const ARGUMENTS = [
  'app-server',
  ...['shell_tool', 'unified_exec', 'apps', 'plugins', 'remote_plugin'].flatMap(off),
  ...['-c', 'web_search="disabled"'],
  ...['-c', 'analytics.enabled=false'],
  ...['-c', 'check_for_update_on_startup=false'],
] as const;

/** Settings that Codex may see beside its own: how it reaches its provider. */
const NETWORK_SETTINGS = [
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'SSL_CERT_FILE',
  'CODEX_CA_CERTIFICATE',
  'CODEX_REFRESH_TOKEN_URL_OVERRIDE',
] as const;

type Settings = Readonly<Record<string, string | undefined>>;

/**
 * Makes the provider that asks the real Codex CLI, one app server a turn. Codex uses the credentials of
 * `BUS_CODEX_HOME` where they are: a copy would be left with an outdated login once either of them is renewed.
 * @param command absolute path of the CLI
 * @param env settings of the service
 */
export function codexProvider(command: string, env: Settings): ExecutionProvider {
  return {
    name: 'codex',
    async execute(turn, signal) {
      const folder = await mkdtemp(join(tmpdir(), 'bus-codex-'));
      try {
        return await runTurn({ command, env, folder }, turn, signal);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

interface TurnPlace {
  readonly command: string;
  readonly env: Settings;
  /** Empty folder of this turn alone. */
  readonly folder: string;
}

async function runTurn(
  place: TurnPlace,
  turn: ExecutionTurn,
  signal: AbortSignal,
): Promise<ExecutionOutcome> {
  const record = new TurnRecord();
  const server = new AppServer({
    command: [place.command, ...ARGUMENTS],
    env: codexEnvironment(place),
    cwd: place.folder,
    heard: (method, params) => record.hear(method, params),
    signal,
  });
  try {
    const model = await begin(server, place, turn);
    const crashed = server.ended.then(() => Promise.reject(new CodexFailure('codex_cli_failed')));
    await Promise.race([record.completed, crashed]);
    const about = { text: record.text, model, fingerprint: CODEX_FINGERPRINT };
    return record.tokens === undefined ? about : { ...about, tokens: record.tokens };
  } catch (error) {
    if (signal.aborted) throw record.timedOut();
    throw error instanceof AppServerError ? new CodexFailure('codex_cli_failed') : error;
  } finally {
    await server.close();
  }
}

/** @returns the executing model */
async function begin(server: AppServer, { env, folder }: TurnPlace, turn: ExecutionTurn): Promise<string> {
  const clientInfo = { name: 'bus_codex', title: 'Bus Codex integration', version: '1' };
  await server.request('initialize', { clientInfo, capabilities: null }, z.unknown());
  server.notify('initialized');
  if (await isLoggedOut(server)) {
    const given = await holdsLogin(env.BUS_CODEX_HOME);
    throw new CodexFailure(given ? 'codex_credentials_expired' : 'codex_credentials_missing');
  }

  const asked = env.BUS_CODEX_MODEL ?? 'auto';
  const { instructions, text } = codexInput(turn.messages);
  const { thread, model } = await server.request(
    'thread/start',
    {
      ephemeral: true,
      sandbox: 'read-only',
      approvalPolicy: 'never',
      cwd: folder,
      model: asked === 'auto' || asked === '' ? null : asked,
      developerInstructions: instructions,
    },
    threadResult,
  );
  const input = [{ type: 'text', text, text_elements: [] }];
  await server.request('turn/start', { threadId: thread.id, input }, z.unknown());
  return model;
}

/** Codex would send a request without credentials; the provider's refusal would then look like a rejected login. */
async function isLoggedOut(server: AppServer): Promise<boolean> {
  try {
    const { account, requiresOpenaiAuth } = await server.request(
      'account/read',
      { refreshToken: false },
      accountResult,
    );
    return requiresOpenaiAuth && account === null;
  } catch (error) {
    // It also asks the network about the account; that it cannot be told says nothing about the login.
    if (error instanceof AppServerError) return false;
    throw error;
  }
}

function codexEnvironment({ command, env, folder }: TurnPlace): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const key of NETWORK_SETTINGS) if (env[key]) kept[key] = env[key];
  return {
    ...kept,
    // The npm package's launcher is a Node script beside the program that Node itself is.
    PATH: [dirname(command), dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    HOME: folder,
    ...(env.BUS_CODEX_HOME ? { CODEX_HOME: env.BUS_CODEX_HOME } : {}),
  };
}

/** Older and newer versions ignore a feature that they do not know. */
function off(feature: string): readonly string[] {
  return ['-c', `features.${feature}=false`];
}
