import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Host } from '../../src/host/host.ts';
import type { RunEvent } from '../../src/steps/events.ts';
import { readJournal } from '../../src/steps/read-journal.ts';
import { createRun } from '../../src/steps/run.ts';
import type { RunRequest } from '../../src/steps/run-request.ts';
import { testHost } from '../fixtures/test-host.ts';

// Several preflights each, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });

const FORGETFUL = { read: () => ({}), remember: () => undefined };
const WHOLE: RunRequest = {
  steps: ['preflight', 'start', 'proof', 'bundle'],
  output: 'out',
  selection: { only: ['models'] },
  challenge: 'buyer-4711',
  stack: { port: 0 },
  interactive: false,
  assumeYes: false,
};
const RESUME: RunRequest = { ...WHOLE, selection: {}, challenge: undefined, stack: {}, resume: 'run' };

const here = (facts: Partial<Host> = {}): Host => testHost({ env: { PATH: process.env.PATH }, ...facts });

/** A run that is cancelled at the first event that `when` picks, so that nothing is started. */
async function run(host: Host, request: RunRequest, when?: (event: RunEvent) => boolean) {
  const made = createRun(host, request, [], FORGETFUL);
  const told: RunEvent[] = [];
  made.subscribe((event) => {
    told.push(event);
    if (when?.(event) === true) made.cancel();
  });
  made.begin('embedded');
  return { told, ending: await made.done };
}

const atStart = (event: RunEvent): boolean => event.type === 'step.started' && event.step === 'start';

describe('a run that goes on', () => {
  it('asks for what was asked for, says with which runs, and verifies its facts', async () => {
    const host = here();
    const first = await run(host, WHOLE, atStart);
    expect(first.ending.exitCode).toBe(130);
    const second = await run(host, RESUME, atStart);
    expect(second.told[0]).toMatchObject({
      type: 'run.started',
      challenge: 'buyer-4711',
      asked: { only: ['models'] },
    });
    expect(second.told[0]?.run).not.toBe(first.told[0]?.run);
    const resumed = second.told.find((event) => event.type === 'run.resumed');
    expect(resumed).toMatchObject({ step: 'start', before: [{ run: first.told[0]?.run }], lostLines: 0 });
    const facts = second.told.filter((event) => event.type === 'fact.verified');
    expect(facts.map(({ fact, holds }) => [fact, holds])).toEqual([
      ['version', true],
      ['profile', true],
      ['answers', true],
    ]);
    expect(readdirSync(join(host.cwd, 'out')).filter((name) => /^(\.|run\.lock|claim)/.test(name))).toEqual(
      [],
    );
  });

  it('notices that an answer is another now', async () => {
    const host = here();
    await run(host, WHOLE, atStart);
    const { told } = await run(host, { ...RESUME, challenge: 'buyer-4712' }, atStart);
    expect(told).toContainEqual(
      expect.objectContaining({ type: 'fact.verified', fact: 'answers', holds: false }),
    );
  });

  it('is none where there is nothing to resume: it says so, and makes nothing', async () => {
    const host = here();
    const { told, ending } = await run(host, RESUME);
    expect([ending.exitCode, ending.reason?.id]).toEqual([2, 'RN-NOTHING-TO-RESUME']);
    expect(told.map(({ type }) => type)).toEqual(['run.finished']);
    expect(readdirSync(host.cwd)).toEqual([]);
  });

  it('is not one that begins anew', async () => {
    const host = here();
    await run(host, WHOLE, atStart);
    const { told } = await run(host, WHOLE, atStart);
    expect(told.some(({ type }) => type === 'run.resumed')).toBe(false);
  });
});

describe('a clock that jumps back and forth', () => {
  it('spoils neither journal nor lock nor resume: the time since the start never goes back', async () => {
    const jumps = [0, 86_400_000, -86_400_000, 3_600_000_000, -1];
    let asked = 0;
    const host = here({ now: () => new Date(Date.now() + (jumps[asked++ % jumps.length] ?? 0)) });
    const first = await run(host, { ...WHOLE, steps: WHOLE.steps }, atStart);
    const second = await run(host, RESUME, atStart);
    for (const { told } of [first, second]) {
      const times = told.map(({ t }) => t);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(told.map(({ seq }) => seq)).toEqual(told.map((_, index) => index + 1));
    }
    for (const name of ['journal.ndjson', 'journal-2.ndjson']) {
      const path = join(host.cwd, 'out', name);
      expect(readFileSync(path, 'utf8').endsWith('\n')).toBe(true);
      expect(await readJournal(path)).toMatchObject({ kind: 'run', lost: 0 });
    }
  });
});
