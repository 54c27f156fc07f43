import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { resultsSchema } from '../../../src/proof/report/results.ts';
import { stock } from '../program.ts';
import { MODULES } from './modules.ts';
import { missingEngine, openCheckout } from './open-checkout.ts';

const statusAnswer = z.object({
  ready: z.boolean(),
  urls: z.record(z.string(), z.string()),
  services: z.array(z.object({ service: z.string(), state: z.string() })),
});

describe.skipIf(missingEngine() !== undefined)('the whole run on a checkout, headless', () => {
  it('starts, proves, bundles and stops, with the dev-task profile', async () => {
    const checkout = await openCheckout();
    const profile = ['--compose-profile', 'dev-task'];
    const { code, stderr, events, end } = await checkout.runJson(profile);
    expect([code, end.verdict, end.reason?.id], `${end.reason?.detail}\n${stderr}`).toEqual([
      0,
      'passed',
      undefined,
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'stack.ready',
        started: true,
        urls: expect.objectContaining({ gateway: checkout.gatewayUrl }),
      }),
    );

    const out = join(checkout.home, 'out');
    const results = resultsSchema.parse(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')));
    const verdicts = new Map(results.checks.map(({ id, status }) => [id, status]));
    expect(verdicts.get('notes-persistence')).toBe('PASS');
    expect(verdicts.get('dev-task')).toBe('PASS');
    expect(results.counts.fail).toBe(0);
    const billed = ['billing-catalog', 'billing-quota', 'billing-enforcement'];
    expect(billed.map((id) => verdicts.get(id))).toEqual(['PASS', 'PASS', 'PASS']);
    // What this stack leaves off is found out from it, and never a failure.
    const reasons = new Map(results.checks.map(({ id, reason }) => [id, reason?.id]));
    const off = ['billing-export', 'billing-windows', 'support-window'].map((id) => reasons.get(id));
    expect(off).toEqual(['PR-EXPORT-NOT-ENABLED', 'PR-NO-TEST-CLOCK', 'SU-NOT-BOUGHT']);

    const { services, ready } = statusAnswer.parse(
      JSON.parse((await checkout.run(['status', '--json', ...profile])).stdout),
    );
    expect(ready).toBe(true);
    expect(services).toHaveLength(23);
    const states = new Map(services.map(({ service, state }) => [service, state]));
    expect([states.get('bus-local-token'), states.get('codex-image')]).toEqual(['done', 'done']);
    // The supervisor's first health check comes half a minute after its start, and nobody waits for it.
    states.delete('bus-dev-supervisor');
    expect([...states.values()].filter((state) => !/^(done|running|healthy)$/.test(state))).toEqual([]);

    await stock('sha256sum', ['-c', 'bundle.tar.gz.sha256'], out);
    const names = await stock('tar', ['-tzf', 'bundle.tar.gz'], out);
    expect(names).toMatch(/services/);
    for (const name of ['journal.ndjson', 'results.json', 'report.md', 'bundle.tar.gz']) {
      expect([name, statSync(join(out, name)).mode & 0o777]).toEqual([name, 0o600]);
    }
    const text = await stock('tar', ['-xzOf', 'bundle.tar.gz'], out);
    expect(text).not.toContain('postgres://bus:bus@');
    expect(text).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
    for (const module of MODULES) expect(text).toContain(module);

    expect((await checkout.run(['stop', ...profile])).code).toBe(0);
    expect(await checkout.compose('ps', '--quiet')).toBe('');
    expect((await checkout.run(['status'])).code).toBe(4);
    expect(await stock('docker', ['volume', 'ls', '--quiet'], out)).toContain(checkout.project);
    expect((await checkout.run(['stop', '--wipe'])).code).toBe(0);
    expect(await stock('docker', ['volume', 'ls', '--quiet'], out)).not.toContain(checkout.project);
    expect(readdirSync(out)).toContain('bundle.tar.gz');
  });
});
