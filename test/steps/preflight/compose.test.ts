import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkoutComplete } from '../../../src/steps/preflight/compose/checkout-complete.ts';
import { commitPins } from '../../../src/steps/preflight/compose/commit-pins.ts';
import { composeFiles } from '../../../src/steps/preflight/compose/compose-files.ts';
import { dockerEngine } from '../../../src/steps/preflight/compose/docker-engine.ts';
import { engineLocation } from '../../../src/steps/preflight/compose/engine-location.ts';
import { engineResources } from '../../../src/steps/preflight/compose/engine-resources.ts';
import { environmentFileKept } from '../../../src/steps/preflight/compose/environment-file.ts';
import { hostAccess } from '../../../src/steps/preflight/compose/host-access.ts';
import { imagesPresent } from '../../../src/steps/preflight/compose/images-present.ts';
import { loopbackOnly } from '../../../src/steps/preflight/compose/loopback-only.ts';
import { probesOf } from '../../../src/steps/preflight/probes.ts';
import { type ProbeBench, probeBench } from './probe-context.ts';

/** The client alone is needed here: what Compose makes of its files, no engine is asked. */
const noClient = spawnSync('docker', ['compose', 'version']).status !== 0;
const PIN = '1'.repeat(40);

let bench: ProbeBench;
beforeEach(async () => {
  bench = await probeBench('local');
});
afterEach(async () => {
  await bench.remove();
});

const git = (...args: string[]) =>
  execa('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], {
    cwd: bench.workspace,
  });

/** Writes a file of the checkout. */
function put(name: string, text: string): void {
  writeFileSync(join(bench.workspace, name), text);
}

/** A compose file with all services of the profile; `change` says more of some. */
function composeFile(change: Readonly<Record<string, string>> = {}): string {
  const services = bench.loaded.profile.services.map(({ id, composeProfile }) => {
    const profile = composeProfile === undefined ? '' : `, profiles: [${composeProfile}]`;
    return `  ${id}: { image: example.invalid/none${profile}${change[id] ?? ''} }`;
  });
  return `name: preflight-test\nservices:\n${services.join('\n')}\n`;
}

describe('a machine without Docker', () => {
  it('is told so once; what needs Docker is not looked at', async () => {
    put('compose.yaml', composeFile());
    const without = bench.withEnv({ PATH: '/nonexistent' });
    expect(await dockerEngine.run(without)).toMatchObject({ status: 'FAIL', reason: 'PF-DOCKER-MISSING' });
    for (const probe of [engineResources, imagesPresent, loopbackOnly, hostAccess]) {
      expect(await probe.run(without)).toMatchObject({ status: 'SKIP', reason: 'PF-NOT-ASKABLE' });
    }
  });
});

describe('the probes of a compose start', () => {
  it('refuse by Docker and the checkout before anything that builds on them', () => {
    const required = probesOf('compose')
      .filter((probe) => probe.required)
      .map(({ id }) => id);
    expect(required.indexOf('docker')).toBeLessThan(required.indexOf('images'));
    expect(required.indexOf('compose-files')).toBeLessThan(required.indexOf('loopback-only'));
    expect(new Set(required).size).toBe(required.length);
  });
});

describe.skipIf(noClient)('an engine', () => {
  it('that does not answer is down', async () => {
    const down = bench.withEnv({ DOCKER_HOST: 'unix:///nonexistent/docker.sock' });
    expect(await dockerEngine.run(down)).toMatchObject({ status: 'FAIL', reason: 'PF-DOCKER-DOWN' });
  });

  it('on another machine publishes its ports there', async () => {
    put('compose.yaml', composeFile());
    const remote = bench.withEnv({ DOCKER_HOST: 'ssh://me@build.example' });
    expect(await engineLocation.run(remote)).toMatchObject({
      status: 'FAIL',
      reason: 'PF-ENGINE-REMOTE',
      next: expect.stringContaining('build.example'),
    });
    expect((await remote.runtime.plan(remote.signal)).listeners).toEqual([]);
    expect(await engineLocation.run(bench)).toMatchObject({ status: 'PASS' });
  });
});

describe.skipIf(noClient)('the compose files', () => {
  it('are accepted with every service of the profile', async () => {
    put('compose.yaml', composeFile());
    expect(await composeFiles.run(bench)).toMatchObject({ status: 'PASS' });
    put('compose.yaml', composeFile().replace(/^ {2}bus-llm: .*\n/m, ''));
    expect(await composeFiles.run(bench)).toMatchObject({
      status: 'FAIL',
      reason: 'PF-SERVICES-MISSING',
      detail: 'bus-llm',
    });
  });

  it('are refused with a mistake, and when they are not there', async () => {
    await expect(composeFiles.run(bench)).rejects.toThrow(/ST-CHECKOUT-MISSING/);
    put('compose.yaml', 'services: [');
    await expect(composeFiles.run(bench)).rejects.toThrow(/ST-COMPOSE-INVALID/);
    expect(await loopbackOnly.run(bench)).toMatchObject({ status: 'SKIP', reason: 'PF-NOT-ASKABLE' });
  });

  it.each([
    [', ports: ["127.0.0.1:18080:8080"]', 'PASS'],
    [', ports: ["18080:8080"]', 'FAIL'],
    [', ports: ["0.0.0.0:18080:8080"]', 'FAIL'],
    [', network_mode: host', 'FAIL'],
    [', privileged: true', 'FAIL'],
  ])('that publish as in %s are a %s', async (change, status) => {
    put('compose.yaml', composeFile({ nginx: change }));
    const outcome = await loopbackOnly.run(bench);
    expect(outcome.status).toBe(status);
    if (outcome.status === 'FAIL')
      expect([outcome.reason, outcome.detail]).toMatchObject(['PF-PORT-EXPOSED', /nginx/]);
  });

  it('that offer SSH keys are reported, and the Docker socket is told', async () => {
    const socket = ', volumes: ["/var/run/docker.sock:/var/run/docker.sock"]';
    put('compose.yaml', composeFile({ 'bus-docker': socket }));
    expect(await hostAccess.run(bench)).toMatchObject({
      status: 'PASS',
      observed: expect.stringMatching(/^bus-docker is given the Docker socket.*root/),
    });
    put('compose.yaml', composeFile({ 'bus-docker': ', volumes: ["/home/me/.ssh:/ssh:ro"]' }));
    expect(await hostAccess.run(bench)).toMatchObject({ status: 'FAIL', reason: 'PF-SSH-OFFERED' });
  });
});

describe.skipIf(noClient)('the environment file', () => {
  beforeEach(async () => {
    await git('init', '--quiet');
    put('compose.yaml', composeFile());
    put('.env', 'LOCAL_AI_PLATFORM_PORT=18080\n');
  });

  it('is fine untracked, and refused tracked', async () => {
    await git('add', 'compose.yaml');
    expect(await environmentFileKept.run(bench)).toMatchObject({ status: 'PASS', observed: '.env is used' });
    await git('add', '--force', '.env');
    expect(await environmentFileKept.run(bench)).toMatchObject({
      status: 'FAIL',
      reason: 'PF-ENV-TRACKED',
      detail: '.env',
    });
  });

  it('is refused when it changes a local-only default, by name and never by value', async () => {
    put('.env', 'BUS_LOCAL_JWT_SECRET=somebody-elses-secret\n');
    const outcome = await environmentFileKept.run(bench);
    expect(outcome).toMatchObject({ reason: 'PF-LOCAL-DEFAULT-CHANGED', detail: 'BUS_LOCAL_JWT_SECRET' });
    expect(JSON.stringify(outcome)).not.toContain('somebody');
  });
});

describe('the modules of a checkout', () => {
  beforeEach(async () => {
    await git('init', '--quiet');
    for (const module of ['bus-api-provider-llm', 'skills']) {
      await git('update-index', '--add', '--cacheinfo', `160000,${PIN},${module}`);
      mkdirSync(join(bench.workspace, module));
    }
    await git('commit', '--quiet', '--message', 'Pin');
  });

  it('that were not fetched are named when a service needs them', async () => {
    expect(await checkoutComplete.run(bench)).toMatchObject({
      status: 'FAIL',
      reason: 'PF-MODULES-MISSING',
      detail: 'bus-api-provider-llm',
    });
    put('bus-api-provider-llm/go.mod', 'module llm\n');
    expect(await checkoutComplete.run(bench)).toMatchObject({
      status: 'PASS',
      observed: '1 modules are there; 1 others that no service needs are not',
    });
  });

  it('are pinned by commits that git tells', async () => {
    expect(await commitPins.run(bench)).toMatchObject({ status: 'PASS', observed: '2 modules are pinned' });
  });
});

describe('a source archive', () => {
  it('has no pins, and nothing is guessed', async () => {
    expect(await commitPins.run(bench)).toMatchObject({ status: 'SKIP', reason: 'PF-PINS-UNREADABLE' });
    expect(await checkoutComplete.run(bench)).toMatchObject({ status: 'SKIP', reason: 'PF-PINS-UNREADABLE' });
  });
});
