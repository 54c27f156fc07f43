import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { expectClean, filesBelow, leakIn, opaqueCanary, runWatched, shapedCanary } from '../e2e/canaries.ts';
import { stock, workspace } from '../e2e/program.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';

/** Canaries by the channel that each is planted in, made when they are asked for. */
class Canaries {
  readonly planted: Record<string, string> = {};

  opaque(channel: string): string {
    return this.#of(channel, opaqueCanary);
  }

  shaped(channel: string): string {
    return this.#of(channel, shapedCanary);
  }

  #of(channel: string, make: () => string): string {
    const value = this.planted[channel] ?? make();
    this.planted[channel] = value;
    return value;
  }
}

/** A stack of somebody else that leaks in every part of an answer. It ends with the test. */
async function carelessStack(canaries: Canaries): Promise<string> {
  const answer = (path: string, response: ServerResponse): void => {
    const status = [200, 401, 302, 403, 500][path.length % 5] ?? 200;
    const healthy = /z$/.test(path) ? 200 : status;
    response.writeHead(healthy, `OK token=${canaries.opaque('status-text')}`, {
      'content-type': 'application/json',
      'set-cookie': `session=${canaries.opaque('set-cookie')}; Path=/; HttpOnly`,
      'x-api-key': canaries.opaque('response-header'),
      'www-authenticate': `Bearer error="invalid_token", access_token="${canaries.opaque('www-authenticate')}"`,
      location: `https://op:${canaries.opaque('redirect')}@elsewhere.example/?access_token=${canaries.opaque('redirect-query')}`,
      'x-request-id': canaries.shaped('request-id'),
      trailer: 'x-auth-token',
    });
    response.write(
      JSON.stringify({
        status: 'ok',
        ok: true,
        error: {
          message: `login failed: password=${canaries.opaque('error-message')}`,
          code: canaries.shaped('error-code'),
        },
        access_token: canaries.opaque('body-token'),
        dsn: `postgres://app:${canaries.opaque('body-address')}@db:5432/x`,
        data: [{ id: canaries.shaped('model'), object: 'model' }],
        html: `<input name="password" value="${canaries.opaque('markup')}">`,
      }),
    );
    response.addTrailers({ 'x-auth-token': canaries.opaque('trailer') });
    response.end();
  };
  const server = createServer((request, response) => answer(request.url ?? '/', response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A `docker` whose every answer holds secrets, first on the path; the checkout is the fixture of the Docker tests. */
async function carelessDocker(
  folder: string,
  canaries: Canaries,
): Promise<{ checkout: string; path: string }> {
  const checkout = join(folder, 'checkout');
  cpSync(fileURLToPath(new URL('../e2e/compose/fixture/checkout', import.meta.url)), checkout, {
    recursive: true,
  });
  const dotenv = [
    `LOCAL_AI_PLATFORM_POSTGRES_PASSWORD=${canaries.opaque('dotenv')}`,
    `DATABASE_URL=postgres://u:${canaries.opaque('dotenv-address')}@h/x`,
    `BUS_LOCAL_STRIPE_KEY=${canaries.shaped('dotenv-stripe')}`,
  ];
  writeFileSync(join(checkout, '.env'), `${dotenv.join('\n')}\n`);
  writeFileSync(join(checkout, '.gitignore'), '.env\n');
  for (const args of [
    ['init', '-q'],
    ['config', 'user.email', 'operator@example.org'],
    ['config', 'user.name', 'operator'],
    ['remote', 'add', 'origin', `https://bot:${canaries.opaque('git-remote')}@git.example/x.git`],
    ['add', '-A'],
    ['commit', '-q', '-m', `use ${canaries.shaped('commit')}`],
  ])
    await stock('git', args, checkout);
  const text = readFileSync(join(checkout, 'compose.yaml'), 'utf8');
  const services = [...text.slice(text.search(/^services:/m)).matchAll(/^ {2}([a-z][a-z0-9-]+):/gm)].map(
    ([, name = '']) => name,
  );
  const idOf = (at: number) => (at + 16).toString(16).padStart(64, 'a');
  const answers = {
    config: {
      name: 'x',
      services: Object.fromEntries(
        services.map((name) => [
          name,
          {
            environment: { DB_PASSWORD: canaries.opaque('config-environment') },
            labels: { token: canaries.opaque('config-label') },
          },
        ]),
      ),
    },
    inspect: services.map((name, at) => ({
      Id: idOf(at),
      Config: {
        Env: [`DB_PASSWORD=${canaries.opaque('inspect-environment')}`],
        Labels: { 'com.docker.compose.service': name, token: canaries.opaque('inspect-label') },
        Cmd: ['run', '--token', canaries.opaque('inspect-command')],
      },
      State: {
        Status: 'exited',
        ExitCode: 1,
        Error: `exec: --password=${canaries.opaque('inspect-error')} failed`,
        Health: {
          Status: 'unhealthy',
          Log: [{ ExitCode: 1, Output: `curl http://u:${canaries.opaque('health-output')}@x/ failed` }],
        },
      },
    })),
  };
  const listed = services.map((name, at) => ({
    ID: idOf(at),
    Service: name,
    Name: `x-${canaries.shaped('container-name')}`,
    State: 'exited',
    ExitCode: 1,
    Status: `Exited token=${canaries.opaque('container-status')}`,
    Image: `https://op:${canaries.opaque('image')}@registry.example/x`,
    Command: `"run --password=${canaries.opaque('container-command')}"`,
    Labels: `token=${canaries.opaque('container-label')}`,
    Publishers: [],
  }));
  const log = [
    `FATAL: password authentication failed; dsn=postgres://bus:${canaries.opaque('log-address')}@db/x`,
    `DETAIL: Key (token)=(${canaries.opaque('log-detail')}) already exists.`,
    `event {"client_secret":"${canaries.opaque('log-event')}"}`,
  ];
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const told = (name: string, content: string): string => {
    writeFileSync(join(bin, name), content);
    return `cat '${join(bin, name)}'`;
  };
  const careless = `Error response from daemon: Get "https://op:${canaries.opaque('daemon-address')}@registry.example/v2/": unauthorized: token=${canaries.opaque('daemon-token')} Authorization: Bearer ${canaries.opaque('daemon-header')}`;
  const script = [
    '#!/bin/sh',
    'case "$*" in',
    `*'context inspect'*) echo unix:///var/run/none.sock;;`,
    `*'compose version'*) echo '{"version":"v2.40.0"}';;`,
    `version*) echo '{"Client":{"Version":"28.0.0"},"Server":{"Version":"28.0.0"}}';;`,
    `info*) echo '{"NCPU":8,"MemTotal":32000000000,"HttpProxy":"http://u:${canaries.opaque('daemon-proxy')}@proxy.example:1"}';;`,
    `*' config'*) ${told('config.json', JSON.stringify(answers.config))};;`,
    `*' ps'*) ${told('ps.json', listed.map((one) => JSON.stringify(one)).join('\n'))};;`,
    `*'image inspect'*) echo sha256:${'a'.repeat(64)};;`,
    `inspect*) ${told('inspect.json', JSON.stringify(answers.inspect))};;`,
    `*logs*) ${told('log.txt', `${log.map((line) => `2026-01-31T12:00:00.000000000Z ${line}`).join('\n')}\n`)};;`,
    `*) ${told('error.txt', careless)} >&2; exit 1;;`,
    'esac',
  ];
  writeFileSync(join(bin, 'docker'), `${script.join('\n')}\n`, { mode: 0o755 });
  return { checkout, path: `${bin}${delimiter}${process.env.PATH ?? ''}` };
}

/** Runs commands one after another; nothing of the canaries is in what they print, or in their files. */
async function expectSilence(
  commands: readonly (readonly string[])[],
  folder: string,
  env: Readonly<Record<string, string>>,
  { planted }: Canaries,
): Promise<string> {
  let all = '';
  for (const args of commands) {
    const { drawn } = await runWatched(args, folder, env);
    expect([args.join(' '), leakIn(Buffer.from(drawn), planted)]).toEqual([args.join(' '), undefined]);
    all += drawn;
  }
  return all;
}

describe('what a careless world answers', () => {
  it('is in nothing that is written or drawn: a stack of somebody else', async () => {
    const canaries = new Canaries();
    const url = await carelessStack(canaries);
    const folder = temporaryFolder();
    const outside = temporaryFolder();
    const flags = ['api', 'auth', 'internal'].flatMap((name) => {
      const file = join(outside, name);
      writeFileSync(file, `${canaries.opaque(`${name}-token`)}\n`, { mode: 0o600 });
      return [`--${name}-token-file`, file];
    });
    const env = { BUS_SETUP_CONFIG_DIR: join(folder, 'settings'), TMPDIR: folder };
    const stack = ['--profile', 'hosted', '--url', url, ...flags];
    const drawn = await expectSilence(
      [
        ['--ci', '--verbose', ...stack, '--output', 'one', '--transcript', 'transcript.txt'],
        ['--ci', '--json', '--verbose', '--debug', '--allow-writes', ...stack, '--output', 'two'],
        ['proof', '--verbose', '--allow-writes', ...stack, '--output', 'two'],
        ['bundle', '--verbose', ...stack, '--output', 'two'],
        ['status', ...stack, '--output', 'two'],
        ['routes', '--live', '--json', ...stack, '--output', 'two'],
        ['compare', 'one', 'two'],
        ['checklist', 'two'],
      ],
      folder,
      env,
      canaries,
    );
    expect(drawn).toContain('[REDACTED:');
    const files = filesBelow(folder);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['one/report.md', 'two/bundle.tar.gz', 'transcript.txt']),
    );
    expectClean(files, canaries.planted);
  });

  it('is in nothing that is written or drawn: Docker, a checkout and its services', async () => {
    const canaries = new Canaries();
    const outside = temporaryFolder();
    const { checkout, path } = await carelessDocker(outside, canaries);
    const folder = temporaryFolder();
    const env = { PATH: path, BUS_SETUP_CONFIG_DIR: join(folder, 'settings'), TMPDIR: folder };
    const stack = ['--profile', 'local', '--checkout', checkout, '--output', 'out'];
    const drawn = await expectSilence(
      [
        ['preflight', '--verbose', ...stack],
        ['start', '--verbose', '--ready-timeout', '5', ...stack],
        ['proof', '--verbose', '--debug', ...stack],
        ['status', '--json', ...stack],
        ['logs', 'postgres', ...stack],
        ['restart', 'postgres', ...stack],
        ['bundle', '--verbose', ...stack],
        ['stop', ...stack],
      ],
      folder,
      env,
      canaries,
    );
    expect(drawn).toContain('[REDACTED:');
    const files = filesBelow(folder);
    expect([...files.keys()]).toContain('out/bundle.tar.gz');
    expectClean(files, canaries.planted);
  });

  it('is in no last word of a run that a signal ends', async () => {
    const canaries = new Canaries();
    const { folder, run } = workspace();
    const env = {
      MY_API_TOKEN: canaries.opaque('environment'),
      MY_DATABASE_URL: `postgres://u:${canaries.opaque('environment-address')}@h/x`,
    };
    onTestFinished(async () => {
      await run(['stop', '--wipe', '--output', 'out']);
    });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      const ended = await runWatched(
        ['--ci', '--verbose', '--debug', '--port', '0', '--output', 'out'],
        folder,
        env,
        { text: 'preflight', signal },
      );
      expect(ended.drawn).not.toBe('');
      expect(leakIn(Buffer.from(ended.drawn), canaries.planted)).toBeUndefined();
    }
    expectClean(filesBelow(join(folder, 'out')), canaries.planted);
  });
});
