import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkResultSchema } from '../../../src/proof/verdict.ts';
import { SetupError } from '../../../src/reasons/setup-error.ts';
import { type RunEventBody, runEventBody } from '../../../src/steps/events.ts';
import type { Probe, ProbeOutcome } from '../../../src/steps/preflight/probe.ts';
import { PROBES } from '../../../src/steps/preflight/probes.ts';
import { refusalOf, runProbes } from '../../../src/steps/preflight/run-probes.ts';
import { type ProbeBench, probeBench } from './probe-context.ts';

let bench: ProbeBench;
let events: RunEventBody[];
const emit = (body: RunEventBody) => {
  events.push(runEventBody.parse(body));
};

beforeEach(async () => {
  bench = await probeBench();
  events = [];
});
afterEach(async () => {
  await bench.remove();
});

function probe(id: string, run: Probe['run'], changes: Partial<Probe> = {}): Probe {
  return { id, title: id, required: true, proves: 'this', doesNotProve: 'that', run, ...changes };
}

const pass = async (): Promise<ProbeOutcome> => ({ status: 'PASS', observed: 'seen' });

test('every probe has a name of its own, and ends in a valid result on a clean machine that is not refused', async () => {
  expect(new Set(PROBES.map(({ id }) => id)).size).toBe(PROBES.length);
  const results = await runProbes(PROBES, bench, emit);
  for (const result of results) checkResultSchema.parse(result);
  expect(results.map(({ id }) => id)).toEqual(PROBES.map(({ id }) => id));
  expect(results.filter(({ status }) => status === 'FAIL')).toEqual([]);
  expect(refusalOf(results)).toBeUndefined();
  expect(events.filter(({ type }) => type === 'check.finished')).toHaveLength(PROBES.length);
});

test('probes run side by side', async () => {
  const first = Promise.withResolvers<void>();
  const results = await runProbes(
    [
      probe('waits', async () => {
        await first.promise;
        return await pass();
      }),
      probe('frees', async () => {
        first.resolve();
        return await pass();
      }),
    ],
    bench,
    emit,
  );
  expect(results.map(({ status }) => status)).toEqual(['PASS', 'PASS']);
});

describe('never green by accident', () => {
  test('a probe that hangs and ignores its signal is FAIL at its deadline', async () => {
    const hangs = probe('hangs', () => new Promise(() => undefined), { deadlineMs: 30 });
    const [result] = await runProbes([hangs], bench, emit);
    expect(result).toMatchObject({ status: 'FAIL', reason: { id: 'PF-PROBE-TIMEOUT', class: 'timeout' } });
  });

  test('a probe that throws is FAIL: with its own reason when the operator can mend it, else as broken', async () => {
    const results = await runProbes(
      [
        probe('mendable', () => Promise.reject(new SetupError('PF-ENV-UNREADABLE', '.env: EACCES'))),
        probe('broken', () => Promise.reject(new TypeError('x is undefined'))),
      ],
      bench,
      emit,
    );
    expect(results.map(({ reason }) => reason?.id)).toEqual(['PF-ENV-UNREADABLE', 'PF-PROBE-BROKEN']);
    expect(results[0]?.reason?.detail).toBe('.env: EACCES');
    expect(refusalOf(results)?.id).toBe('mendable');
  });

  test('only a required FAIL refuses', async () => {
    const fail = async (): Promise<ProbeOutcome> => ({ status: 'FAIL', reason: 'PF-CLOCK-WRONG' });
    const skip = async (): Promise<ProbeOutcome> => ({ status: 'SKIP', reason: 'PF-NOT-A-CHECKOUT' });
    const lenient = await runProbes([probe('a', fail, { required: false }), probe('b', skip)], bench, emit);
    expect(refusalOf(lenient)).toBeUndefined();
    expect(refusalOf(await runProbes([probe('c', fail)], bench, emit))?.id).toBe('c');
  });
});

test('a cancel ends all of them with its reason', async () => {
  const cancel = new AbortController();
  const running = runProbes(
    [probe('hangs', () => new Promise(() => undefined))],
    { ...bench, signal: cancel.signal },
    emit,
  );
  cancel.abort('SIGINT');
  await expect(running).rejects.toBe('SIGINT');
});

test('no event repeats a value that was found, and each is known to the redactor', async () => {
  const made = (name: string) => [name, 'Ab3dEf6hIj9kLm2nOp5qRs8t'].join('_');
  const values = {
    stripe: made('sk_live'),
    signing: made('signing'),
    codex: made('codex'),
    capability: made('capability'),
  };
  await writeFile(join(bench.workspace, '.env'), `BUS_PORTAL_TOKEN='${values.capability}'\n`);
  await mkdir(join(bench.host.home, '.codex'));
  await writeFile(
    join(bench.host.home, '.codex', 'auth.json'),
    JSON.stringify({ OPENAI_API_KEY: values.codex }),
    {
      mode: 0o600,
    },
  );
  const planted = bench.withEnv({
    BUS_STRIPE_SECRET_KEY: values.stripe,
    BUS_LOCAL_JWT_SECRET: values.signing,
  });
  const results = await runProbes(PROBES, planted, emit);
  expect(results.filter(({ status }) => status === 'FAIL').map(({ reason }) => reason?.id)).toEqual([
    'PF-STRIPE-LIVE-KEY',
    'PF-LOCAL-DEFAULT-CHANGED',
  ]);
  const known = planted.secrets.all().map((secret) => secret.reveal());
  for (const value of Object.values(values)) {
    expect(JSON.stringify(events)).not.toContain(value);
    expect(known).toContain(value);
  }
});
