import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReplay } from '../../src/evidence/formats/replay-script.ts';
import { checksOf } from '../../src/proof/checks/catalog.ts';
import { GRANTS, type GrantName } from '../../src/proof/grants.ts';
import { makeResults } from '../../src/proof/report/make-results.ts';
import type { Results } from '../../src/proof/report/results.ts';
import { VERSION } from '../../src/version.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { type StackUnderProof, startStack } from '../proof/stack-under-proof.ts';
import { written } from './on-disk.ts';
import { bytesOf } from './sample-results.ts';
import { sealed, verified } from './sealed.ts';
import { run } from './signing/ssh-tools.ts';

let stack: StackUnderProof;
let results: Results;

beforeAll(async () => {
  stack = await startStack();
  const { profile } = stack.runtime;
  results = makeResults({
    version: VERSION,
    node: stack.host.nodeVersion,
    platform: 'linux-x64',
    profile: { id: profile.id, title: profile.title, tier: profile.tier, runtime: 'embedded', services: [] },
    environment: [],
    urls: { gateway: stack.access.gatewayUrl },
    selection: {},
    checks: await stack.prove(),
    preflight: [],
    run: stack.host.uuid(),
    startedAt: new Date(Date.now() - 10_000),
    writtenAt: new Date(),
  });
});

afterAll(async () => {
  await stack.stop();
});

/** Runs `replay.sh` as a buyer would, who has the three tokens. */
async function replayed(text: string, change: Record<string, string> = {}) {
  const script = join(temporaryFolder(), 'replay.sh');
  writeFileSync(script, text);
  const env: Record<string, string> = {
    BUS_BASE_URL: stack.access.gatewayUrl,
    BUS_PORTAL_TOKEN: 'local-dev',
  };
  for (const name of Object.keys(GRANTS) as GrantName[]) {
    const token = await stack.access.token({ name, ...GRANTS[name] });
    if (token !== undefined) env[name] = token.reveal();
  }
  const assignments = Object.entries({ ...env, ...change }).map(([name, value]) => `${name}=${value}`);
  return run('env', [...assignments, 'sh', script]);
}

describe('evidence of a real proof', () => {
  it('is sound, and passes the gate with the secrets of the run', async () => {
    expect(checksOf(stack.runtime.profile)).toHaveLength(results.checks.length);
    const verification = await verified(await sealed(results));
    expect(verification.points.flatMap(({ problems }) => problems)).toEqual([]);
    const evidence = await written(results, { secrets: stack.secrets });
    expect(evidence.archiveBytes).toBeGreaterThan(0);
    expect(bytesOf(results).length).toBeGreaterThan(10_000);
  });
});

describe('replay.sh against the stack', () => {
  it('finds again what curl can find, and says what it left out', async () => {
    const { stdout, status } = await replayed(renderReplay(results));
    const lines = stdout.trim().split('\n');
    expect(lines).toContain('PASS  gateway-ready');
    expect(lines).toContain('PASS  models');
    expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([]);
    expect(lines.find((line) => line.startsWith('SKIP  token-boundaries'))).toContain('not set:');
    expect(lines.find((line) => line.startsWith('SKIP  live-codex'))).toContain('it was SKIP in the proof');
    expect(lines).toHaveLength(results.checks.length + 1);
    expect(status).toBe(0);
  });

  /** The same script of two checks: what goes wrong is told in the same way for every one. */
  const short = () => {
    const checks = results.checks.filter(({ id }) => id === 'gateway-ready' || id === 'models');
    return renderReplay({ ...results, checks });
  };

  it('fails where an answer is another one', async () => {
    const { stdout, status } = await replayed(short(), { BUS_API_TOKEN: 'not-a-token' });
    expect(stdout).toContain('FAIL  models  call 1: expected 200, got 401');
    expect(status).toBe(1);
    const wrong = short().replace('"codex-chatgpt"', '"another-model"');
    expect((await replayed(wrong)).stdout).toContain(
      'FAIL  models  call 1: the answer is not what it should hold',
    );
  });

  it('fails when nobody is there', async () => {
    const { stdout, status } = await replayed(short(), { BUS_BASE_URL: 'http://127.0.0.1:1' });
    expect(stdout).toContain('FAIL  gateway-ready  call 1: expected 200, got 000');
    expect(status).toBe(1);
  });
});
