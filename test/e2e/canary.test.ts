import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { expectClean, filesBelow, leakIn, opaqueCanary, runWatched, shapedCanary } from './canaries.ts';
import { stock, workspace } from './program.ts';

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
  'log-postgres',
  'log-event',
  'log-webhook',
  'log-codex',
  'cookie',
  'user-agent',
  'proxy',
  'docker-host',
  'postgres-password',
  'git-remote',
  'stripe',
  'branch',
  'commit',
  'node-options',
] as const;
type Channel = (typeof CHANNELS)[number];

/** What no key stands beside: these have the shape of a secret. */
const SHAPED: ReadonlySet<Channel> = new Set(['stripe', 'branch', 'commit', 'node-options']);

function plant(): Readonly<Record<Channel, string>> {
  const value = (channel: Channel) => (SHAPED.has(channel) ? shapedCanary() : opaqueCanary());
  return Object.fromEntries(CHANNELS.map((channel) => [channel, value(channel)])) as Record<Channel, string>;
}

/** A checkout whose remote, branch and last commit each hold a secret. */
async function makeCheckout(folder: string, planted: Readonly<Record<Channel, string>>): Promise<void> {
  const commands = [
    ['init', '-q'],
    ['config', 'user.email', 'operator@example.org'],
    ['config', 'user.name', 'operator'],
    ['remote', 'add', 'origin', `https://bot:${planted['git-remote']}@git.example/x.git`],
    ['add', 'tracked.txt'],
    ['commit', '-q', '-m', `use ${planted.commit}`],
    ['checkout', '-q', '-b', `try-${planted.branch}`],
  ];
  writeFileSync(join(folder, 'tracked.txt'), 'harmless\n');
  for (const args of commands) await stock('git', args, folder);
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
    ['/portal/', { headers: { cookie: `session=${planted.cookie}` } }],
    ['/portal/', { headers: { 'user-agent': `tool --token ${planted['user-agent']}`, referer: 'none' } }],
  ];
  for (const [path, init] of calls) await (await fetch(`${gateway}${path}`, init)).text();
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
    `ERROR: duplicate key value; DETAIL: Key (token)=(${planted['log-postgres']}) already exists.`,
    `event checkout.session.completed {"data":{"object":{"client_secret":"${planted['log-event']}"}}}`,
    `webhook refused: {"id":"evt_1","data":{"url":"https://hooks.example/x?token=${planted['log-webhook']}"}}`,
    `codex: 401 Unauthorized: {"error":{"code":"invalid_token"},"refresh_token":"${planted['log-codex']}"}`,
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
    await makeCheckout(folder, planted);
    const env = {
      HTTP_PROXY: `http://corp:${planted.proxy}@proxy.invalid:3128`,
      NO_PROXY: '127.0.0.1,localhost',
      DOCKER_HOST: `tcp://admin:${planted['docker-host']}@127.0.0.1:1`,
      PGPASSWORD: planted['postgres-password'],
      NODE_OPTIONS: `--conditions=${planted['node-options']}`,
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
