import { describe, expect, it } from 'vitest';
import { checksOf } from '../../src/proof/checks/catalog.ts';
import type { CheckResult } from '../../src/proof/verdict.ts';
import { loadProfile } from '../../src/stack/profile-loader.ts';
import { checksOfPass } from '../../src/steps/checks-of-pass.ts';
import type { RunEventBody } from '../../src/steps/events.ts';
import { endUnfinishedChecks, proofStep } from '../../src/steps/proof-step.ts';
import type { StepContext, StepPass } from '../../src/steps/step.ts';
import { testHost } from '../fixtures/test-host.ts';

const loaded = await loadProfile('embedded', testHost({ cwd: '/', home: '/', tmp: '/' }));
const planned = checksOf(loaded.profile);
const ids = planned.map(({ check }) => check.id);
const run = (
  pass: StepPass,
  passed: readonly string[] = [],
  out: readonly string[] = [],
): readonly string[] =>
  checksOfPass(planned, pass, new Set(passed), new Set(out)).map(({ check }) => check.id);

describe('a pass of the proof', () => {
  it('runs at first all, and leaves it to the runner to say what was left out', () => {
    expect(run('first', [], ['models'])).toEqual(ids);
  });

  it('again leaves alone what the command line left out: it keeps its result', () => {
    expect(run('all-again', ids, ['models'])).toEqual(ids.filter((id) => id !== 'models'));
    const failed = ['notes-persistence', 'models'];
    const passed = ids.filter((id) => !failed.includes(id));
    expect(run('failed-again', passed, ['models'])).toEqual(['notes-persistence']);
  });

  it('runs one check by itself once what it needs has passed, also one that was left out', () => {
    const needing = planned.find(({ check }) => (check.needs ?? []).length > 0)?.check;
    const id = needing?.id ?? '';
    const others = ids.filter((each) => each !== id);
    expect(run({ only: id }, others, [id])).toEqual([id]);
    expect(run({ only: id }, ids)).toEqual([id]);
    expect(run({ only: id }).length).toBeGreaterThan(1);
    expect(run({ only: id })).toEqual(expect.arrayContaining([id, ...(needing?.needs ?? [])]));
  });

  it('runs nothing for an id that no check has', () => {
    expect(run({ only: 'no-such-check' })).toEqual([]);
  });
});

/** A proof under way, of which one check has ended; what it emits is kept. */
function underWay() {
  const emitted: RunEventBody[] = [];
  const result = { id: 'models', status: 'PASS' };
  const checks = ids.map((id) =>
    id === 'models' ? { id, phase: 'finished', result } : { id, phase: 'running' },
  );
  const runtime = {
    access: async () => ({}),
    settings: async () => {
      throw new Error('gone');
    },
  };
  const context = {
    loaded,
    runtime,
    selection: {},
    signal: new AbortController().signal,
    state: () => ({ steps: [{ id: 'proof', checks }] }),
    emit: (body: RunEventBody) => emitted.push(body),
  };
  const told = () => emitted.flatMap((body) => (body.type === 'check.finished' ? [body.result] : []));
  // nothing else of a context is looked at
  return { context: context as unknown as StepContext, told };
}

describe('a proof without a verdict for each check', () => {
  const expectOpen = (told: readonly CheckResult[]): void => {
    expect(told.map(({ id }) => id)).toEqual(ids.filter((id) => id !== 'models'));
    expect(new Set(told.map(({ status, reason }) => `${status} ${reason?.id}`))).toEqual(
      new Set(['SKIP PR-CANCELLED']),
    );
  };

  it('says so when it is not waited for', () => {
    const { context, told } = underWay();
    endUnfinishedChecks(context);
    expectOpen(told());
  });

  it('says so when it breaks before the checks run', async () => {
    const { context, told } = underWay();
    await expect(proofStep.run(context, 'failed-again')).rejects.toThrow('gone');
    expectOpen(told());
  });
});
