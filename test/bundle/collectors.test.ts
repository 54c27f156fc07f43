import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Collector } from '../../src/bundle/collector.ts';
import { commitPinsCollector } from '../../src/bundle/collectors/commit-pins.ts';
import { environmentCollector } from '../../src/bundle/collectors/environment.ts';
import { logsCollector } from '../../src/bundle/collectors/logs.ts';
import { modelCatalogCollector } from '../../src/bundle/collectors/model-catalog.ts';
import { modesCollector } from '../../src/bundle/collectors/modes.ts';
import { profileCollector } from '../../src/bundle/collectors/profile.ts';
import { readinessCollector } from '../../src/bundle/collectors/readiness.ts';
import { routesCollector } from '../../src/bundle/collectors/routes.ts';
import { cutNotice } from '../../src/bundle/tail-lines.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { AUDIENCES } from '../../src/contract/tokens.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { attachAccess } from '../../src/stack/attach/attach-access.ts';
import { loadProfile } from '../../src/stack/profile-loader.ts';
import type { StackRuntime } from '../../src/stack/runtime.ts';
import { plainHost, type Scratch, scratch } from './bundle-fixture.ts';
import { collectOne, dataOf, textOf } from './collect-one.ts';
import { downRuntime, type FakeStack, fakeStack } from './fake-stack.ts';

let place: Scratch;
beforeEach(async () => {
  place = await scratch();
});
afterEach(() => place.remove());

const run = (collector: Collector, options: Parameters<typeof collectOne>[2] = {}) =>
  collectOne(collector, place.folder, options);

describe('commit-pins', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], {
      cwd: place.folder,
      encoding: 'utf8',
    });

  it('lists HEAD and every gitlink of the tree', async () => {
    const pinned = '1234567890123456789012345678901234567890';
    git('init', '-q');
    await writeFile(join(place.folder, 'file'), 'x');
    git('add', 'file');
    git('update-index', '--add', '--cacheinfo', `160000,${pinned},modules/bus-portal`);
    git('commit', '-q', '-m', 'pins');
    const pins = dataOf(await run(commitPinsCollector), 'stack/commit-pins.json');
    expect(pins).toEqual({
      head: git('rev-parse', 'HEAD').trim(),
      modules: [{ path: 'modules/bus-portal', commit: pinned }],
    });
  });

  it('is unavailable outside a checkout, and where git is missing', async () => {
    await expect(run(commitPinsCollector)).rejects.toMatchObject({ reason: { id: 'BN-NO-CHECKOUT' } });
    await expect(run(commitPinsCollector, { env: { PATH: place.folder } })).rejects.toMatchObject({
      reason: { id: 'BN-NO-CHECKOUT', detail: 'ENOENT' },
    });
  });
});

describe('environment', () => {
  it('tells presence and public defaults, never a value', async () => {
    const env = {
      BUS_LOCAL_JWT_SECRET: 'my-own-value-000',
      BUS_LLM_BILLING_BACKEND: 'none',
      HTTPS_PROXY: 'http://u:p@h',
    };
    const items = await run(environmentCollector, { env });
    expect(textOf(items, 'environment/keys.json')).not.toMatch(/my-own-value|u:p@h|"none"/);
    const keys = new Map(
      dataOf(items, 'environment/keys.json').map((key: { name: string }) => [key.name, key]),
    );
    expect(keys.get('BUS_LOCAL_JWT_SECRET')).toMatchObject({
      present: true,
      secret: true,
      isPublicDefault: false,
      isProfileDefault: false,
      state: 'set to an own value',
    });
    expect(keys.get('BUS_LLM_BILLING_BACKEND')).toMatchObject({
      present: true,
      isProfileDefault: true,
      state: 'set to the public default',
    });
    expect(keys.get('DOCKER_HOST')).toMatchObject({ present: false, state: 'not set' });
    const bare = dataOf(await run(environmentCollector), 'environment/keys.json');
    expect(bare).toContainEqual(
      expect.objectContaining({
        name: 'BUS_LOCAL_JWT_SECRET',
        present: false,
        state: 'not set: the stack takes its public default',
      }),
    );
  });
});

describe('modes', () => {
  it('prefers the environment, then the profile, then the documented default', async () => {
    const { modes } = dataOf(
      await run(modesCollector, { env: { BUS_CODEX_PROVIDER: 'static' } }),
      'stack/modes.json',
    );
    const byId = new Map(modes.map((mode: { id: string }) => [mode.id, mode]));
    expect(byId.get('codex-provider')).toMatchObject({ value: 'static', source: 'environment' });
    expect(byId.get('llm-billing')).toMatchObject({ value: 'none', source: 'profile' });
    expect(byId.get('auth-otp-sender')).toMatchObject({ value: 'smtp', source: 'documented default' });
  });

  it('leaves out a value that is no mode', async () => {
    const items = await run(modesCollector, { env: { BUS_CODEX_PROVIDER: 'Some secret pasted here' } });
    expect(textOf(items, 'stack/modes.json')).not.toContain('pasted');
  });
});

describe('profile', () => {
  it('keeps the defaults of public keys only', async () => {
    const { environment } = dataOf(await run(profileCollector), 'stack/profile.json');
    expect(environment).toMatchObject([{ hasPublicDefault: true }, { default: 'none' }]);
    expect(environment[0]).not.toHaveProperty('default');
  });

  it('names settings so that the redactor leaves their names alone', async () => {
    const attached = await loadProfile('hosted', plainHost(place.folder));
    const runtime = { ...downRuntime(), profile: attached.profile };
    const items = await run(profileCollector, { runtime });
    const text = textOf(items, 'stack/profile.json');
    expect(JSON.parse(text).runtime).toMatchObject({ stripeSecretKey: '$BUS_STRIPE_WEBHOOK_SECRET' });
    const redacted = createRedactor(new SecretRegistry()).file('stack/profile.json', Buffer.from(text));
    expect(Buffer.from(redacted.bytes).toString()).toBe(text);
  });
});

describe('routes', () => {
  it('lists the whole catalog as data', async () => {
    const routes = dataOf(await run(routesCollector), 'stack/routes.json');
    expect(routes).toHaveLength(ROUTES.length);
    expect(routes[0]).not.toHaveProperty('response');
  });
});

describe('logs', () => {
  const withLogs = (logs: StackRuntime['logs']) =>
    run(logsCollector, { runtime: { ...downRuntime(), logs } });

  it('cuts a long log at a line border', async () => {
    const items = await withLogs(async () =>
      Array.from({ length: 2_000 }, (_, index) => `${index} ${'x'.repeat(300)}`),
    );
    const text = textOf(items, 'logs/nginx.log');
    const notice = cutNotice('logs/nginx.log', 'the last 256 KiB');
    expect(text.startsWith(notice)).toBe(true);
    expect(text.length).toBeLessThanOrEqual(256 * 1024 + notice.length);
    expect(text.split('\n')[1]).toMatch(/^\d+ x{300}$/);
    expect(text.endsWith(`1999 ${'x'.repeat(300)}\n`)).toBe(true);
  });

  it('tells every limit that left lines out', async () => {
    const lines = Array.from(
      { length: 2_001 },
      (_, index) => `2026-01-0${index < 999 ? 1 : 3}T00:00:00Z ${index}`,
    );
    const items = await run(logsCollector, {
      runtime: { ...downRuntime(), logs: async () => lines },
      since: new Date('2026-01-02T00:00:00Z'),
    });
    const [notice, first] = textOf(items, 'logs/nginx.log').split('\n');
    expect(notice).toBe(
      '[bus-setup: older lines left out: since 2026-01-02T00:00:00.000Z, the last 2000 lines]',
    );
    expect(first).toMatch(/ 999$/);
  });

  it('keeps the other lines of a log with a line that is too long', async () => {
    const items = await withLogs(async () => ['before', 'x'.repeat(400_000), 'after']);
    expect(textOf(items, 'logs/nginx.log').split('\n')).toEqual([
      'before',
      '[bus-setup: a line of more than 32 KiB left out]',
      'after',
      '',
    ]);
  });

  it('does not ask for a service that is skipped, and loses only the one that fails', async () => {
    const items = await withLogs(async (service) => {
      if (service === 'nginx') throw new Error('no such container');
      return ['line'];
    });
    expect(items).toMatchObject([
      { path: 'logs/nginx.log', reason: { id: 'BN-COLLECTOR-FAILED' } },
      { path: 'logs/bus-llm.log', volatile: true },
    ]);
  });
});

describe('readiness and model catalog', () => {
  let stack: FakeStack;
  beforeEach(async () => {
    stack = await fakeStack(new SecretRegistry(), {});
  });
  afterEach(() => stack.close());

  it('says that a stack that is not there did not answer', async () => {
    await stack.close();
    const { probes } = dataOf(
      await run(readinessCollector, { runtime: stack.runtime }),
      'stack/readiness.json',
    );
    expect(probes).toMatchObject([
      { id: 'gateway', healthy: false, reason: { id: 'BN-NO-ANSWER', detail: 'ECONNREFUSED' } },
      { id: 'portal', healthy: false },
    ]);
  });

  it('loses only the answer of a service that trickles it without an end', async () => {
    const { gatewayUrl } = await stack.runtime.access(new AbortController().signal);
    const trickling = createServer((request, response) => {
      if (request.url === '/readyz') {
        response.end('{"ok":true,"stack":"bus-local-ai-platform"}\n');
        return;
      }
      const drop = setInterval(() => response.write(' '), 200);
      response.on('close', () => clearInterval(drop));
    });
    await new Promise<void>((done) => trickling.listen(0, '127.0.0.1', done));
    const { port } = new URL(gatewayUrl);
    const access = async () => ({
      ...(await stack.runtime.access(new AbortController().signal)),
      gatewayUrl: gatewayUrl.replace(port, String((trickling.address() as AddressInfo).port)),
    });
    try {
      const { probes } = dataOf(
        await run(readinessCollector, { runtime: { ...stack.runtime, access } }),
        'stack/readiness.json',
      );
      expect(probes).toMatchObject([
        { id: 'gateway', status: 200, healthy: true },
        {
          id: 'portal',
          healthy: false,
          reason: { id: 'BN-NO-ANSWER', detail: 'no whole answer within 5000 ms' },
        },
      ]);
    } finally {
      trickling.closeAllConnections();
      trickling.close();
    }
  });

  it('asks a stack of somebody else with the token that was given for it, which cannot be made anew', async () => {
    const access = await stack.runtime.access(new AbortController().signal);
    const given = await access.token({ name: 'BUS_API_TOKEN', audience: AUDIENCES.api, scopes: [] });
    const secrets = new SecretRegistry();
    const asked = attachAccess({
      ...access,
      host: plainHost(place.folder),
      secrets,
      tokens: [
        {
          name: 'BUS_API_TOKEN',
          audience: AUDIENCES.api,
          token: secrets.secret('BUS_API_TOKEN', given?.reveal() ?? ''),
          claims: undefined,
          place: 'a test',
          exposed: false,
        },
      ],
    });
    const runtime = { ...stack.runtime, access: async () => asked };
    const models = await run(modelCatalogCollector, { runtime });
    expect(dataOf(models, 'stack/models.json').data).toHaveLength(1);
  });

  it('takes neither a refusal nor another shape for a catalog', async () => {
    const access = await stack.runtime.access(new AbortController().signal);
    const withToken = (token: Awaited<ReturnType<typeof access.token>>): StackRuntime => ({
      ...stack.runtime,
      access: async () => ({ ...access, token: async () => token }),
    });
    const bad = new SecretRegistry().secret('BAD', 'not-the-token');
    await expect(run(modelCatalogCollector, { runtime: withToken(bad) })).rejects.toMatchObject({
      reason: { id: 'BN-BAD-ANSWER', detail: 'GET /v1/models gave status 401' },
    });
    await expect(run(modelCatalogCollector, { runtime: withToken(undefined) })).rejects.toMatchObject({
      reason: { id: 'BN-NO-TOKEN' },
    });
  });
});
