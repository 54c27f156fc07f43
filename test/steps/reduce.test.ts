import { describe, expect, it } from 'vitest';
import type { RunEventBody } from '../../src/steps/events.ts';
import { LOG_TAIL } from '../../src/steps/run-state.ts';
import { checkResult, folded, runStarted } from '../fixtures/run-events.ts';

const proofStarted = (checks: readonly string[], again = false): RunEventBody => ({
  type: 'step.started',
  step: 'proof',
  title: 'Proof',
  again,
  checks: checks.map((id) => ({ id, title: id, required: true })),
});
const finished = (id: string, status: 'PASS' | 'FAIL'): RunEventBody => ({
  type: 'check.finished',
  step: 'proof',
  result: checkResult({ id, status }),
});

describe('reduce', () => {
  it('knows all steps of a run from its first event', () => {
    const { last } = folded([runStarted]);
    expect(last.steps.map(({ id, phase }) => [id, phase])).toEqual([
      ['preflight', 'waiting'],
      ['start', 'waiting'],
      ['proof', 'waiting'],
      ['bundle', 'waiting'],
    ]);
  });

  it('follows a check from waiting over progress to its result', () => {
    const { states } = folded([
      runStarted,
      proofStarted(['models']),
      { type: 'check.started', step: 'proof', check: 'models' },
      { type: 'check.progress', step: 'proof', check: 'models', done: 1, of: 2, note: 'without a token' },
      finished('models', 'PASS'),
    ]);
    const check = (index: number) => states[index]?.steps[2]?.checks[0];
    expect(check(1)?.phase).toBe('waiting');
    expect(check(2)).toMatchObject({ phase: 'running', startedAt: 20 });
    expect(check(3)?.progress).toEqual({ done: 1, of: 2, note: 'without a token' });
    expect(check(4)).toMatchObject({ phase: 'finished', result: { status: 'PASS' } });
  });

  it('keeps the passed checks when only the failed ones run again', () => {
    const { last } = folded([
      runStarted,
      proofStarted(['models', 'portal']),
      finished('models', 'PASS'),
      finished('portal', 'FAIL'),
      proofStarted(['portal'], true),
    ]);
    const checks = last.steps[2]?.checks ?? [];
    expect(checks.map(({ id, phase }) => [id, phase])).toEqual([
      ['models', 'finished'],
      ['portal', 'waiting'],
    ]);
    expect(checks[1]?.result).toBeUndefined();
  });

  it('does not touch the rows that an event is not about', () => {
    const { states } = folded([
      runStarted,
      proofStarted(['models', 'portal']),
      { type: 'check.started', step: 'proof', check: 'portal' },
    ]);
    expect(states[2]?.steps[2]?.checks[0]).toBe(states[1]?.steps[2]?.checks[0]);
    expect(states[2]?.services).toBe(states[1]?.services);
  });

  it('shows a service that the profile does not name, and drops an old detail', () => {
    const { last } = folded([
      runStarted,
      { type: 'service.changed', service: 'extra', state: 'exited', detail: 'exit code 1' },
      { type: 'service.changed', service: 'extra', state: 'starting' },
    ]);
    expect(last.services).toHaveLength(1);
    expect(last.services[0]).toMatchObject({ state: 'starting', changedAt: 20 });
    expect(last.services[0]).not.toHaveProperty('detail');
  });

  it('holds a bounded tail of the log', () => {
    const lines = Array.from(
      { length: LOG_TAIL + 50 },
      (_, index): RunEventBody => ({
        type: 'log.line',
        source: 's',
        line: String(index),
      }),
    );
    const { last } = folded(lines);
    expect(last.log).toHaveLength(LOG_TAIL);
    expect(last.log.at(-1)?.line).toBe(String(LOG_TAIL + 49));
  });

  it('has a question while it is open, and only then', () => {
    const question = {
      id: 'after-start',
      step: 'start' as const,
      text: 'Run the proof?',
      choices: [{ value: 'continue', label: 'Run the proof' }],
      default: 'continue',
    };
    const { states } = folded([
      { type: 'question.asked', question },
      { type: 'question.answered', id: 'after-start', answer: 'continue', by: 'operator' },
    ]);
    expect(states[0]?.question).toEqual(question);
    expect(states[1]?.question).toBeUndefined();
  });
});
