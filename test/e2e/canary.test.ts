import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cleanEnvironment, LAUNCHER, workspace } from './program.ts';

/** The channels into which a secret is planted, each with its own. */
const CHANNELS = [
  'environment',
  'environment-url',
  'dotenv',
  'dotenv-quoted',
  'codex-access',
  'codex-refresh',
  'untracked-file',
  'file-name',
  'home-file',
  'header',
  'body',
  'path',
  'query',
  'error',
  'argv',
  'basic-auth',
  'log-keyed',
  'log-url',
  'stripe',
] as const;
type Channel = (typeof CHANNELS)[number];

/** Values as random as real ones; nothing but their key or their shape tells that they are secret. */
function plant(): Readonly<Record<Channel, string>> {
  const random = () => randomBytes(18).toString('base64url').replaceAll(/[-_]/g, 'Z');
  const values = Object.fromEntries(CHANNELS.map((channel) => [channel, `Cn${random()}`]));
  values.stripe = ['sk', 'live', randomBytes(18).toString('hex')].join('_');
  return values as Record<Channel, string>;
}

/** The ways in which a value is looked for. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The letters at both ends also hold bits of what stands beside the value.
    return [text.slice(shift === 0 ? 0 : 4, -4)];
  });
  return [
    value,
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    encodeURIComponent(value),
    [...bytes].map((byte) => `%${byte.toString(16)}`).join(''),
    value.split('').reverse().join(''),
  ];
}

/** Every file below a folder but those that a channel is, by its path; compressed ones unpacked too. */
function filesBelow(folder: string): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    const bytes = readFileSync(path);
    found.set(name, bytes);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) found.set(`${name} (unpacked)`, gunzipSync(bytes));
  }
  return found;
}

/** The first channel of which anything is in the bytes, and in which form. */
function leakIn(bytes: Buffer, planted: Readonly<Record<string, string>>): string | undefined {
  for (const [channel, value] of Object.entries(planted)) {
    const form = formsOf(value).findIndex((each) => bytes.includes(each));
    if (form !== -1) return `${channel}, form ${form}`;
  }
  return undefined;
}

/** Neither the names nor the contents hold anything that was planted. */
function expectClean(files: ReadonlyMap<string, Buffer>, planted: Readonly<Record<string, string>>): void {
  for (const [name, bytes] of files) {
    expect([name, leakIn(Buffer.from(name), planted)]).toEqual([name, undefined]);
    expect([name, leakIn(bytes, planted)]).toEqual([name, undefined]);
  }
}

/** Command lines of every process that runs now, one string; empty where the system does not tell them as files. */
function commandLines(): string {
  if (!existsSync('/proc/self/cmdline')) return '';
  const lines: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      lines.push(readFileSync(join('/proc', pid, 'cmdline'), 'latin1'));
    } catch {
      // It has ended between the look and the read.
    }
  }
  return lines.join('\n');
}

/** Calls that carry secrets where careless clients put them. */
async function callCarelessly(gateway: string, planted: Readonly<Record<Channel, string>>): Promise<void> {
  const basic = Buffer.from(`operator:${planted['basic-auth']}`).toString('base64');
  const calls: readonly (readonly [string, RequestInit])[] = [
    ['/v1/models', { headers: { authorization: `Bearer ${planted.header}`, 'x-api-key': planted.header } }],
    ['/v1/models', { headers: { authorization: `Basic ${basic}` } }],
    ['/v1/chat/completions', { method: 'POST', body: `{"password":"${planted.body}","model":` }],
    [`/v1/models?access_token=${planted.query}&api_key=${planted.query}`, {}],
    [`/portal/${planted.path}/v1/healthz`, {}],
    ['/api/v1/notes', { method: 'POST', body: `{"error":"token=${planted.error}"}` }],
  ];
  for (const [path, init] of calls) await (await fetch(`${gateway}${path}`, init)).text();
}

/** Runs the program, and collects the command lines of everything that runs meanwhile. */
async function runWatched(args: readonly string[], folder: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd: folder,
    env: cleanEnvironment(folder, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let drawn = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      drawn += text;
    });
  }
  const seen = new Set<string>();
  const watch = setInterval(() => seen.add(commandLines()), 100);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  const code = await promise;
  clearInterval(watch);
  return { code, drawn, seen: [...seen].join('\n') };
}

/** A run that meets a process on its port, whose own arguments hold a secret: the program tells who holds the port. */
async function runBesideHolder(folder: string, env: Readonly<Record<string, string>>, secret: string) {
  const listen =
    "require('net').createServer().listen(0,'127.0.0.1',function(){console.log(this.address().port)})";
  const holder = spawn(process.execPath, ['-e', listen, '--', `--password=${secret}`, `--token`, secret]);
  try {
    const port = await new Promise<string>((resolve) => {
      holder.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    });
    return await runWatched(['--ci', '--verbose', '--port', port, '--output', 'refused'], folder, env);
  } finally {
    holder.kill();
  }
}

/** Lines of a careless service in the log of the stack: with values that only a key tells, and with known ones. */
function careless(planted: Readonly<Record<Channel, string>>): string {
  const known = Buffer.from(`x${planted.environment}`);
  return [
    `login password=${planted['log-keyed']} refused`,
    `dial postgres://app:${planted['log-url']}@db:5432/x failed`,
    `upstream said ${planted.environment} and ${known.toString('base64')} and ${known.toString('hex')}`,
    `payload {"note":"${encodeURIComponent(planted.dotenv)}","key":"${planted.stripe}"}`,
  ]
    .map((text) => `2026-01-31T12:00:00.000Z bus-llm ${text}\n`)
    .join('');
}

describe('a run among planted secrets', () => {
  it('writes and draws none of them, in any form', async () => {
    const planted = plant();
    const { folder, run } = workspace();
    const codex = join(folder, 'codex-home');
    mkdirSync(codex, { mode: 0o700 });
    const tokens = { access_token: planted['codex-access'], refresh_token: planted['codex-refresh'] };
    writeFileSync(join(codex, 'auth.json'), JSON.stringify({ auth_mode: 'chatgpt', tokens }), {
      mode: 0o600,
    });
    const dotenv = `MY_SERVICE_TOKEN=${planted.dotenv}\nOTHER_PASSWORD="${planted['dotenv-quoted']}"\n`;
    writeFileSync(join(folder, '.env'), dotenv);
    writeFileSync(join(folder, 'settings.txt'), `password: ${planted['untracked-file']}\n`);
    writeFileSync(join(folder, `backup-${planted['file-name']}.txt`), 'x');
    writeFileSync(join(folder, '.netrc'), `machine x login y password ${planted['home-file']}\n`);
    const env = {
      CODEX_HOME: codex,
      MY_API_TOKEN: planted.environment,
      MY_DATABASE_URL: `postgres://user:${planted['environment-url']}@db.example:5432/x`,
      PARTNER_STRIPE_KEY: planted.stripe,
    };
    onTestFinished(async () => {
      await run(['stop', '--wipe', '--output', 'out']);
    });

    const started = await runWatched(['start', '--port', '0', '--output', 'out', '--verbose'], folder, env);
    expect(started.code, started.drawn).toBe(0);
    const status = await run(['status', '--json', '--output', 'out']);
    await callCarelessly(JSON.parse(status.stdout).urls.gateway, planted);
    const proven = await runWatched(['--ci', '--json', '--port', '0', '--output', 'out'], folder, env);
    expect(proven.code, proven.drawn.slice(-4_000)).toBe(0);
    const commands = await Promise.all([
      runWatched(['bundle', '--verbose', '--output', 'out'], folder, env),
      runWatched(['bundle', '--dry-run', '--output', 'out'], folder, env),
      runWatched(['logs', 'nginx', '--lines', '500', '--output', 'out'], folder, env),
    ]);
    for (const { code, drawn } of commands) expect(code, drawn.slice(-4_000)).toBe(0);

    for (const { drawn } of [started, proven, ...commands])
      expect(leakIn(Buffer.from(drawn), planted)).toBeUndefined();
    expect(leakIn(Buffer.from(status.stdout + status.stderr), planted)).toBeUndefined();
    // Nothing that the program starts gets a secret as an argument.
    for (const { seen } of [started, proven, ...commands])
      expect(leakIn(Buffer.from(seen), planted)).toBeUndefined();
    const refused = await runBesideHolder(folder, env, planted.argv);
    expect(refused.code, refused.drawn).toBe(5);
    expect(refused.drawn).toContain('PF-PORT');
    expect(leakIn(Buffer.from(refused.drawn), planted)).toBeUndefined();

    expectClean(filesBelow(join(folder, 'out')), planted);
    expect((await run(['stop', '--output', 'out'])).code).toBe(0);
    const log = join(folder, 'out', 'stack', 'stack.log');
    writeFileSync(log, careless(planted));
    for (const args of [
      ['logs', 'bus-llm', '--output', 'out'],
      ['bundle', '--verbose', '--output', 'out'],
    ]) {
      const { code, drawn } = await runWatched(args, folder, env);
      expect(code, drawn.slice(-4_000)).toBe(0);
      expect(leakIn(Buffer.from(drawn), planted)).toBeUndefined();
      if (args[0] === 'logs') expect(drawn).toContain('login password=[REDACTED:');
    }
    rmSync(log);

    const files = new Map([...filesBelow(join(folder, 'out')), ...filesBelow(join(folder, 'refused'))]);
    expect([...files.keys()]).toContain('bundle.tar.gz (unpacked)');
    const last = files.get('bundle-3.tar.gz (unpacked)');
    expect(last?.includes('login password=[REDACTED:')).toBe(true);
    expectClean(files, planted);
  });
});
