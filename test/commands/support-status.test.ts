import { randomUUID } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { supportCollector } from '../../src/bundle/collectors/support.ts';
import { printSupportStatus, type SupportFlags } from '../../src/commands/support-status.ts';
import { CHECKLIST } from '../../src/evidence/accept/checklist.ts';
import type { Verification } from '../../src/evidence/verify/verification.ts';
import { GRANTS } from '../../src/proof/grants.ts';
import type { CheckResult } from '../../src/proof/verdict.ts';
import type { TokenRequest } from '../../src/stack/runtime.ts';
import { badServer } from '../proof/bad-server.ts';
import { lyingGateway, type Told } from '../proof/lying-gateway.ts';
import { notPassed, passed, resultsOf } from '../proof/sample-results.ts';
import { type StackUnderProof, startStack } from '../proof/stack-under-proof.ts';
import { recordedConsole } from './recorded-console.ts';

const { signal: never } = new AbortController();

const DAY_MS = 86_400_000;
const PRICE = 90_017;
/** Whatever must never be told of a customer. */
const PRIVATE = /cus_|sub_|stripe|90017|eur|price|unit_amount|quota|usage|meter|limit/i;

let stack: StackUnderProof;
beforeAll(async () => {
  stack = await startStack();
  const token = await tokenOf('BUS_CATALOG_TOKEN');
  const plan = {
    id: 'setup-support-90',
    product_id: 'support',
    features: ['support'],
    prices: [{ currency: 'eur', unit_amount: PRICE, interval: 'once' }],
    quotas: [],
  };
  const catalog = { products: [{ id: 'support', name: 'Support' }], meters: [], plans: [plan] };
  await send('PUT', '/api/internal/billing/catalog', token, catalog);
});
afterAll(() => stack?.stop());

async function tokenOf(name: keyof typeof GRANTS): Promise<string> {
  return (await stack.access.token({ name, ...GRANTS[name] }))?.reveal() ?? '';
}

async function send(method: string, path: string, token: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const init = { method, headers, body: JSON.stringify(body) };
  expect((await fetch(`${stack.access.gatewayUrl}${path}`, init)).status).toBeLessThan(300);
}

/** A new account, subscribed as the payment provider would tell it. */
async function customer(status: string, features: readonly string[]): Promise<string> {
  const account_id = randomUUID();
  const payload = {
    event_id: randomUUID(),
    account_id,
    provider: 'stripe',
    provider_customer_id: 'cus_private1',
    provider_subscription_id: 'sub_private1',
    status,
    plan_id: 'setup-support-90',
    features,
  };
  const event = { name: 'bus.billing.subscription.update', correlationId: payload.event_id, payload };
  await send('POST', '/api/v1/events', await tokenOf('BUS_API_TOKEN'), event);
  const own = { ...GRANTS.BUS_API_TOKEN, name: 'OWN', subject: account_id };
  const token = (await stack.access.token(own))?.reveal();
  await vi.waitFor(
    async () => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${stack.access.gatewayUrl}/api/v1/billing/status`, { headers });
      expect(await answer.json()).toMatchObject({ status });
    },
    { timeout: 90_000, interval: 20 },
  );
  return account_id;
}

async function status(flags: SupportFlags, host = stack.host) {
  const console = recordedConsole();
  const exitCode = await printSupportStatus(host, console, { output: stack.host.cwd, ...flags }, never);
  const text = console.printed.join('\n');
  // The words of the reasons are ours; everything else must be package, state and window.
  expect(text.replaceAll(/^(?:next|reason) .*$/gm, '').replaceAll(/"reason":\{.*\}/g, '')).not.toMatch(
    PRIVATE,
  );
  return { exitCode, text, document: flags.json === true ? JSON.parse(text) : undefined };
}

const answered = (body: string) => (told: Told) => {
  told.body = body;
};
const hidden = (code: number) => (told: Told) => {
  Object.assign(told, { status: code, headers: { 'content-type': 'text/html' }, body: '<html>no</html>' });
};

const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);

describe('support status', () => {
  it('tells package and window of an active package, and nothing else of the account', async () => {
    const [from, to] = [day(-3), day(40)];
    const account = await customer('active', ['support', `support:window:${from}/${to}`]);
    const told = await status({ account, json: true });
    expect(told).toMatchObject({ exitCode: 0 });
    expect(told.document).toEqual({
      v: 1,
      status: 'active',
      package: 'setup-support-90',
      window: { from, to },
    });
    expect((await status({ account })).text).toBe(
      `support   active\npackage   setup-support-90\nwindow    ${from} to ${to}`,
    );
  });

  it.each([
    ['over', 3, 'expired', ['support', `support:window:2020-01-01/${day(-2)}`], 'active', 'SU-EXPIRED'],
    ['yet to come', 3, 'not-started', ['support', `support:window:${day(2)}/..`], 'active', 'SU-NOT-STARTED'],
    ['unreadable', 4, 'unknown', ['support', 'support:window:soon'], 'active', 'SU-WINDOW-UNREADABLE'],
    [
      'backwards',
      4,
      'unknown',
      ['support', 'support:window:2030-01-01/2020-01-01'],
      'active',
      'SU-WINDOW-UNREADABLE',
    ],
    ['not in the plan', 3, 'none', ['llm:proxy'], 'active', 'SU-NOT-BOUGHT'],
    ['not paid', 3, 'inactive', ['support'], 'past_due', 'SU-INACTIVE'],
    ['canceled', 3, 'inactive', ['support'], 'canceled', 'SU-INACTIVE'],
  ])('tells support that is %s', async (_, exitCode, state, features, subscription, id) => {
    const told = await status({ account: await customer(subscription, features), json: true });
    expect([told.exitCode, told.document.status, told.document.reason.id]).toEqual([exitCode, state, id]);
    expect(told.document.reason.next).toMatch(/./);
  });

  it('lasts as long as the subscription without a window, until its last day with one, and takes the named package', async () => {
    const open = await customer('active', ['support']);
    expect((await status({ account: open })).text).toContain('as long as the subscription is active');
    const named = await customer('active', [
      'support',
      'support:package:gold-1',
      `support:window:../${day(0)}`,
    ]);
    expect((await status({ account: named, json: true })).document).toEqual({
      v: 1,
      status: 'active',
      package: 'gold-1',
      window: { to: day(0) },
    });
  });

  it('prints no package that is not one', async () => {
    const account = await customer('active', ['support', 'support:package:\u001b[2Jcus_1 eur 5']);
    expect((await status({ account, json: true })).document).toMatchObject({
      status: 'active',
      package: null,
    });
  });

  it('tells an account that nobody knows, and the own one, that there is none', async () => {
    expect(await status({ account: randomUUID() })).toMatchObject({ exitCode: 3 });
    const { exitCode, text } = await status({});
    expect([exitCode, text]).toEqual([3, expect.stringContaining('SU-NOT-BOUGHT')]);
  });

  it('shows what it would ask, and asks nothing', async () => {
    const output = join(stack.host.cwd, 'nothing');
    const told = await status({ output, dryRun: true });
    expect([told.exitCode, told.text]).toEqual([
      0,
      'would     POST /api/internal/billing/entitlement-check\nwould     GET /api/internal/billing/accounts/{account_id}/status',
    ]);
    expect((await status({ output, dryRun: true, json: true })).document).toMatchObject({ dryRun: true });
  });

  it('says that a stack does not run', async () => {
    await expect(status({ output: join(stack.host.cwd, 'nothing') })).rejects.toThrow('ST-NOT-RUNNING');
  });
});

describe('support status of a stack that somebody else runs', () => {
  const attached = async (url: string, token: string | undefined, more: SupportFlags = {}) => {
    const file = join(stack.host.cwd, `token-${randomUUID()}`);
    if (token !== undefined) writeFileSync(file, token, { mode: 0o600 });
    if (token !== undefined) chmodSync(file, 0o600);
    const flags = { profile: 'hosted', url, json: true, account: stack.access.accountId, ...more };
    return await status(token === undefined ? flags : { ...flags, internalTokenFile: file });
  };

  it('is told with a token for the internal routes, without leave to write', async () => {
    const account = await customer('active', ['support']);
    const told = await attached(stack.access.gatewayUrl, await tokenOf('BUS_INTERNAL_TOKEN'), { account });
    expect(told.document).toMatchObject({ status: 'active', package: 'setup-support-90' });
  });

  it('names what is missing', async () => {
    const { gatewayUrl } = stack.access;
    const expired = await stack.access.token({ ...GRANTS.BUS_INTERNAL_TOKEN, name: 'OLD', ttlSeconds: -60 });
    const internal = await tokenOf('BUS_INTERNAL_TOKEN');
    const told = [
      await attached(gatewayUrl, undefined),
      await attached(gatewayUrl, expired?.reveal()),
      await attached(gatewayUrl, await tokenOf('BUS_CATALOG_TOKEN')),
      await attached('http://127.0.0.1:9', internal),
    ];
    expect(told.map(({ exitCode, document }) => [exitCode, document.status, document.reason.id])).toEqual([
      [4, 'unknown', 'SU-TOKEN-MISSING'],
      [4, 'unknown', 'SU-TOKEN-REFUSED'],
      [4, 'unknown', 'SU-TOKEN-REFUSED'],
      [4, 'unknown', 'PR-UNREACHABLE'],
    ]);
  });

  it('tells a page, another program and a hidden route from billing', async () => {
    const internal = await tokenOf('BUS_INTERNAL_TOKEN');
    const page = await badServer((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 4\r\n\r\n<b>!');
    });
    const gateway = await lyingGateway(stack.access.gatewayUrl);
    const path = '/api/internal/billing/entitlement-check';
    try {
      const ids = [(await attached(page.url, internal)).document.reason.id];
      for (const body of ['{"allowed":"yes"}', '{"allowed":true,"reason":"quota_exceeded"}']) {
        gateway.lie({ path, tell: answered(body) });
        ids.push((await attached(gateway.url, internal)).document.reason.id);
      }
      for (const code of [404, 403]) {
        gateway.lie({ path, tell: hidden(code) });
        ids.push((await attached(gateway.url, internal)).document.reason.id);
      }
      gateway.lie({
        path: /accounts/,
        tell: (told) => {
          told.body = told.body.replace('00000000', '11111111');
        },
      });
      ids.push((await attached(gateway.url, internal)).document.reason.id);
      expect(ids).toEqual([
        'SU-FOREIGN-STACK',
        'SU-FOREIGN-STACK',
        'SU-FOREIGN-STACK',
        'PR-ROUTE-NOT-EXPOSED',
        'PR-ROUTE-NOT-EXPOSED',
        'SU-FOREIGN-STACK',
      ]);
    } finally {
      await gateway.close();
      await page.close();
    }
  });
});

describe('what carries it on', () => {
  it('the bundle holds package, state and window', async () => {
    const { runtime, host } = stack;
    const signal = new AbortController().signal;
    const [file] = await supportCollector.collect({
      host,
      runtime,
      folder: host.cwd,
      results: [],
      toolVersion: '0',
      signal,
    });
    if (file === undefined || !('bytes' in file)) throw new Error('nothing was collected');
    expect([file.path, JSON.parse(Buffer.from(file.bytes).toString())]).toEqual([
      'stack/support.json',
      { status: 'none', package: null, window: null, reason: 'SU-NOT-BOUGHT' },
    ]);
  });

  it('the proof tells it of the account of the stack', async () => {
    const skipped = (await stack.prove(['support-window'])).find(({ id }) => id === 'support-window');
    expect(skipped).toMatchObject({ status: 'SKIP', reason: { id: 'SU-NOT-BOUGHT' } });
    const account = await customer('active', ['support', 'support:window:2020-01-01/2120-12-31']);
    const access = { ...stack.access, accountId: account, token: stack.access.token.bind(stack.access) };
    const passed = (await stack.prove(['support-window'], { access })).find(
      ({ id }) => id === 'support-window',
    );
    expect(passed).toMatchObject({
      status: 'PASS',
      observed: 'Support is active: package setup-support-90, 2020-01-01 to 2120-12-31.',
    });
    expect(JSON.stringify({ ...passed, command: '', proves: '' })).not.toMatch(/cus_|sub_|90017/);
  });

  it('the line of the checklist is ticked from the check, and open without a package', () => {
    const line = CHECKLIST.find(({ id }) => id === 'SUPPORT_WINDOW');
    const judged = (check: CheckResult) => {
      const results = resultsOf([check]);
      return line?.judge({
        results,
        files: new Map(),
        verification: { points: [] } as unknown as Verification,
      });
    };
    expect(judged(passed('support-window'))).toMatchObject({ state: 'met' });
    expect(judged(notPassed('support-window', 'SKIP', 'SU-EXPIRED'))).toMatchObject({ state: 'open' });
    expect(judged(notPassed('support-window', 'FAIL', 'SU-FOREIGN-STACK'))).toMatchObject({ state: 'unmet' });
  });

  it('nothing that a customer pays for is kept of any answer, what billing refuses is', async () => {
    const account = await customer('active', ['support', 'llm:proxy']);
    const own = await stack.access.token({
      ...GRANTS.BUS_API_TOKEN,
      name: 'BUS_API_TOKEN',
      subject: account,
    });
    const access = {
      ...stack.access,
      accountId: account,
      token: (request: TokenRequest) =>
        request.name === 'BUS_API_TOKEN' && request.subject === undefined
          ? Promise.resolve(own)
          : stack.access.token(request),
    };
    const results = await stack.prove(['support-window', 'billing-status', 'billing-catalog'], { access });
    const told = results.filter(({ group }) => group === 'support' || group === 'billing');
    expect(told.slice(0, 2).map(({ status: verdict }) => verdict)).toEqual(['PASS', 'PASS']);
    const kept = told.flatMap(({ exchanges }) => exchanges.flatMap(({ answer = '' }) => answer));
    expect(kept.join('\n')).not.toMatch(/setup-support-90|unit_amount|90017|"provider"/);
    expect(kept.join('\n')).toContain('"error"');
  });
});
