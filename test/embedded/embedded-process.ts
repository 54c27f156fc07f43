import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import { LOCAL_ACCOUNT_ID, LOCAL_DEFAULTS } from '../../src/contract/local-defaults.ts';
import { AUDIENCES, type AudienceName, DEFAULT_LOCAL_TOKEN_SCOPES } from '../../src/contract/tokens.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/embedded-stack.js', import.meta.url));
const CONTROL_KEY = 'control-key-of-a-test-0123456789abcdef';

/** What a test may set. */
export interface EmbeddedOptions {
  /** Settings of the stack. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kept by whoever made it; else the process has a folder of its own, which `end` removes. */
  readonly dataFolder?: string;
  readonly gatewayPort?: number;
}

/** What a token of a test says; the defaults give a good one of the local account. */
export interface TestToken {
  readonly audience?: AudienceName;
  readonly scopes?: readonly string[];
  readonly subject?: string;
  /** Seconds from now; negative for one that has expired. */
  readonly ttlSeconds?: number;
  readonly secret?: string;
}

/** A real embedded stack in a process of its own. */
export interface EmbeddedProcess {
  readonly child: ChildProcess;
  readonly dataFolder: string;
  readonly gatewayUrl: string;
  readonly mailUrl: string;
  readonly controlUrl: string;
  readonly gatewayPort: number;
  /** Everything it has told over IPC. */
  readonly messages: readonly { readonly type: string; readonly [field: string]: unknown }[];
  /** Everything it has printed. */
  output(): string;
  /** Calls the gateway, with a token when one is given. */
  call(
    path: string,
    options?: RequestInit & { readonly token?: string; readonly json?: unknown },
  ): Promise<Response>;
  /** Calls the control listener with its key. */
  control(method: 'GET' | 'POST', path: string): Promise<Response>;
  /** Ends it as a power cut does. The data stay. */
  kill(): Promise<void>;
  /** Ends it in order and removes its own data folder. */
  end(): Promise<void>;
}

/** Starts a stack on free ports and waits until it is ready. */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedProcess> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'bus-setup-embedded-')));
  const child = spawn(process.execPath, [PROGRAM], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const messages: { type: string; [field: string]: unknown }[] = [];
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => printed.push(chunk));
  const output = () => Buffer.concat(printed).toString('utf8');
  const ready = Promise.withResolvers<Record<'gatewayPort' | 'mailPort' | 'controlPort', number>>();
  child.on(
    'message',
    (message: { type: string; gatewayPort: number; mailPort: number; controlPort: number }) => {
      messages.push({ ...message });
      if (message.type === 'ready') ready.resolve(message);
      if (message.type === 'failed') ready.reject(new Error(JSON.stringify(message)));
    },
  );
  child.once('exit', (code) => ready.reject(new Error(`ended with ${code}: ${output()}`)));
  child.send({
    dataFolder,
    gatewayPort: options.gatewayPort ?? 0,
    controlKey: CONTROL_KEY,
    env: options.env ?? {},
    version: 'test',
    instanceId: 'test',
  });
  const ports = await ready.promise.catch(async (error: unknown) => {
    // Nobody else knows of its folder when it does not come up.
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
    throw error;
  });
  const gatewayUrl = `http://127.0.0.1:${ports.gatewayPort}`;
  const controlUrl = `http://127.0.0.1:${ports.controlPort}`;
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    child,
    dataFolder,
    gatewayUrl,
    mailUrl: `http://127.0.0.1:${ports.mailPort}`,
    controlUrl,
    gatewayPort: ports.gatewayPort,
    messages,
    output,
    call: (path, { token, json, headers, ...init } = {}) =>
      fetch(`${gatewayUrl}${path}`, {
        redirect: 'manual',
        ...init,
        ...(json === undefined ? {} : { method: init.method ?? 'POST', body: JSON.stringify(json) }),
        headers: {
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(headers as Record<string, string> | undefined),
        },
      }),
    control: (method, path) =>
      fetch(`${controlUrl}${path}`, { method, headers: { authorization: `Bearer ${CONTROL_KEY}` } }),
    kill: () => kill('SIGKILL'),
    end: async () => {
      await kill('SIGTERM');
      if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Signs a token as an operator with the local secret would. */
export async function testToken(token: TestToken = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const secret = token.secret ?? LOCAL_DEFAULTS.BUS_LOCAL_JWT_SECRET.value;
  return await new SignJWT({ scope: (token.scopes ?? DEFAULT_LOCAL_TOKEN_SCOPES).join(' ') })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(token.subject ?? LOCAL_ACCOUNT_ID)
    .setAudience(AUDIENCES[token.audience ?? 'api'])
    .setIssuedAt(now - 1)
    .setExpirationTime(now + (token.ttlSeconds ?? 600))
    .sign(Buffer.from(secret));
}
