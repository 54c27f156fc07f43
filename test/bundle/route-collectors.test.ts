import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Collector } from '../../src/bundle/collector.ts';
import { gatewayAnswersCollector } from '../../src/bundle/collectors/gateway-answers.ts';
import { gatewayConfigurationCollector } from '../../src/bundle/collectors/gateway-configuration.ts';
import { routesCollector } from '../../src/bundle/collectors/routes.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { NGINX_CONF } from '../../src/stack/gateway-configuration.ts';
import type { StackRuntime } from '../../src/stack/runtime.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { collectOne, dataOf } from './collect-one.ts';
import { downRuntime, fakeStack } from './fake-stack.ts';

const CONF = fileURLToPath(new URL(`../e2e/compose/fixture/checkout/${NGINX_CONF}`, import.meta.url));

/** A checkout that holds the gateway's configuration and nothing else. */
function checkout(change: (conf: string) => string = (conf) => conf): StackRuntime {
  const workspace = temporaryFolder();
  mkdirSync(join(workspace, 'deploy/local-ai-platform'), { recursive: true });
  cpSync(CONF, join(workspace, NGINX_CONF));
  writeFileSync(join(workspace, NGINX_CONF), change(readFileSync(CONF, 'utf8')));
  return { ...downRuntime(), workspace };
}

async function reasonOf(collector: Collector, runtime: StackRuntime): Promise<string> {
  return await collectOne(collector, temporaryFolder(), { runtime }).then(
    () => 'collected',
    (error: { reason?: { id: string } }) => error.reason?.id ?? String(error),
  );
}

describe('the route catalog in a bundle', () => {
  it('is data, and an OpenAPI document that a validator accepts', async () => {
    const items = await collectOne(routesCollector, temporaryFolder());
    expect(dataOf(items, 'stack/routes.json')).toHaveLength(ROUTES.length);
    const document = dataOf(items, 'stack/openapi.json');
    expect(document.info.version).toBe('0.0.0-test');
    const { valid, errors } = await new Validator().validate(document);
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it('passes the redactor as it is: names of schemes and scopes are no secrets', async () => {
    const redactor = createRedactor(new SecretRegistry());
    for (const item of await collectOne(routesCollector, temporaryFolder())) {
      if (!('bytes' in item)) throw new Error(`${item.path} is missing`);
      const { findings } = redactor.file(item.path, item.bytes);
      expect(findings, item.path).toEqual([]);
    }
  });
});

describe('its comparison with nginx.conf', () => {
  const FILE = 'stack/route-findings-configuration.json';

  it('finds nothing in the configuration that it was made for', async () => {
    const items = await collectOne(gatewayConfigurationCollector, temporaryFolder(), { runtime: checkout() });
    expect(dataOf(items, FILE)).toMatchObject({ routes: ROUTES.length, findings: [] });
  });

  it('names what was added and what leads elsewhere', async () => {
    const runtime = checkout((conf) =>
      conf.replace(/^(\s*server \{.*)$/m, '$1\n  location /secret-door { proxy_pass http://backdoor:1; }'),
    );
    const items = await collectOne(gatewayConfigurationCollector, temporaryFolder(), { runtime });
    const { findings } = dataOf(items, FILE);
    expect(findings).toMatchObject([{ subject: '/secret-door', reason: { id: 'RT-NOT-IN-CATALOG' } }]);
  });

  it('says why there is none', async () => {
    expect(await reasonOf(gatewayConfigurationCollector, downRuntime())).toBe('BN-NO-GATEWAY-CONF');
    const broken = checkout(() => 'server { location / {');
    expect(await reasonOf(gatewayConfigurationCollector, broken)).toBe('RT-CONF-UNREADABLE');
    const empty = { ...downRuntime(), workspace: temporaryFolder() };
    expect(await reasonOf(gatewayConfigurationCollector, empty)).toBe('RT-CONF-UNREADABLE');
  });
});

describe('its comparison with what answers', () => {
  it('names paths that nobody should know', async () => {
    const stack = await fakeStack(new SecretRegistry(), {});
    onTestFinished(stack.close);
    const items = await collectOne(gatewayAnswersCollector, temporaryFolder(), { runtime: stack.runtime });
    const { findings, internalRoutesAsked } = dataOf(items, 'stack/route-findings-answers.json');
    expect(internalRoutesAsked).toBe(true);
    // This server answers everything with 401, also what no gateway of this stack serves.
    expect(findings.length).toBeGreaterThan(5);
    expect(findings[0]).toMatchObject({ seenIn: 'answers', reason: { id: 'RT-NOT-IN-CATALOG' } });
  });

  it('says why there is none', async () => {
    expect(await reasonOf(gatewayAnswersCollector, downRuntime())).toBe('ST-NOT-RUNNING');
    const stack = await fakeStack(new SecretRegistry(), {});
    await stack.close();
    expect(await reasonOf(gatewayAnswersCollector, stack.runtime)).toBe('BN-NO-ANSWER');
  });
});
