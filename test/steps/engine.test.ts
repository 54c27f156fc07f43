import { describe, expect, it } from 'vitest';
import { reason } from '../../src/reasons/catalog.ts';
import { SetupError } from '../../src/reasons/setup-error.ts';
import type { Ending } from '../../src/steps/ending.ts';
import { runSteps } from '../../src/steps/engine.ts';
import type { Answer } from '../../src/steps/engine-hooks.ts';
import type { RunEventBody, StepId } from '../../src/steps/events.ts';
import { AT_END, type Question } from '../../src/steps/question.ts';
import { EXIT, type Step, type StepContext, type StepOutcome, type StepPass } from '../../src/steps/step.ts';
import { testHost } from '../fixtures/test-host.ts';

type Script = Partial<Record<StepId, readonly (StepOutcome | Error)[]>>;

/** Steps that end as the script says, run after run; what ran is written down. */
function scripted(script: Script) {
  const ran: string[] = [];
  const turns = new Map<StepId, number>();
  const step = (id: StepId): Step => ({
    id,
    run: async (_context, pass: StepPass) => {
      ran.push(pass === 'first' ? id : `${id} ${typeof pass === 'string' ? pass : pass.only}`);
      const turn = turns.get(id) ?? 0;
      turns.set(id, turn + 1);
      const outcomes = script[id] ?? [];
      const outcome = outcomes[Math.min(turn, outcomes.length - 1)] ?? { status: 'ok' };
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  });
  return { ran, steps: (['preflight', 'start', 'proof', 'bundle'] as const).map(step) };
}

function stage(signal: AbortSignal = new AbortController().signal) {
  const emitted: RunEventBody[] = [];
  const context = { host: testHost(), signal, emit: (body: RunEventBody) => emitted.push(body) };
  // the scripted steps use nothing else of it
  return { emitted, context: context as unknown as StepContext };
}

const failed = (exitCode: number): Extract<StepOutcome, { status: 'failed' }> => ({
  status: 'failed',
  reason: reason('ST-NOT-READY'),
  exitCode,
});
const takeDefaults = async (question: Question): Promise<Answer> => ({ value: question.default });

describe('a headless run', () => {
  it('goes through all steps and is proven', async () => {
    const { ran, steps } = scripted({});
    const ending = await runSteps(steps, stage().context, takeDefaults);
    expect(ran).toEqual(['preflight', 'start', 'proof', 'bundle']);
    expect(ending).toEqual({ verdict: 'passed', exitCode: EXIT.proven });
  });

  it('ends at a refused preflight and starts nothing', async () => {
    const { ran, steps } = scripted({ preflight: [failed(EXIT.refused)] });
    const ending = await runSteps(steps, stage().context, takeDefaults);
    expect(ran).toEqual(['preflight']);
    expect(ending).toMatchObject({ verdict: 'refused', exitCode: 5 });
  });

  it('still writes a bundle when the stack does not come up, and proves nothing', async () => {
    const { ran, steps } = scripted({ start: [new SetupError('ST-NOT-READY', 'bus-llm')] });
    const ending = await runSteps(steps, stage().context, takeDefaults);
    expect(ran).toEqual(['preflight', 'start', 'bundle']);
    expect(ending).toMatchObject({
      verdict: 'failed',
      exitCode: 4,
      reason: { id: 'ST-NOT-READY', detail: 'bus-llm' },
    });
  });

  it('still writes a bundle after a failed proof, and stays failed', async () => {
    const { ran, steps } = scripted({ proof: [failed(EXIT.notProven)] });
    const ending = await runSteps(steps, stage().context, takeDefaults);
    expect(ran).toEqual(['preflight', 'start', 'proof', 'bundle']);
    expect(ending).toMatchObject({ verdict: 'failed', exitCode: 3 });
  });

  it('a refused bundle after a good proof is exit 6, after a failed proof exit 3', async () => {
    const refused = { bundle: [failed(EXIT.bundleRefused)] };
    const good = await runSteps(scripted(refused).steps, stage().context, takeDefaults);
    expect(good).toMatchObject({ verdict: 'failed', exitCode: 6 });
    const both = scripted({ ...refused, proof: [failed(EXIT.notProven)] });
    expect(await runSteps(both.steps, stage().context, takeDefaults)).toMatchObject({
      exitCode: 3,
    });
  });

  it('a part of the checks proves no whole: incomplete, and exit 3', async () => {
    const { steps } = scripted({ proof: [{ ...failed(EXIT.notProven), partial: true }] });
    const ending = await runSteps(steps, stage().context, takeDefaults);
    expect(ending).toMatchObject({ verdict: 'incomplete', exitCode: 3 });
  });

  it('a bug in a step is exit 1 with its message, and the step is finished in the events', async () => {
    const { steps } = scripted({ start: [new TypeError('x is not a function')] });
    const { emitted, context } = stage();
    const ending = await runSteps(steps, context, takeDefaults);
    expect(ending).toMatchObject({ verdict: 'failed', exitCode: 1, reason: { id: 'RN-INTERNAL' } });
    expect(emitted).toContainEqual(
      expect.objectContaining({ type: 'step.finished', step: 'start', status: 'failed' }),
    );
  });
});

describe('an operator at the gates', () => {
  it('retries a refused preflight until it passes', async () => {
    const { ran, steps } = scripted({ preflight: [failed(EXIT.refused), { status: 'ok' }] });
    const ask = async (question: Question) => {
      const retry = question.text.includes('refused');
      return { value: retry ? 'retry' : question.default };
    };
    const ending = await runSteps(steps, stage().context, ask);
    expect(ran.slice(0, 3)).toEqual(['preflight', 'preflight all-again', 'start']);
    expect(ending.exitCode).toBe(0);
  });

  it('runs the failed checks again and is proven by what they say then', async () => {
    const { ran, steps } = scripted({ proof: [failed(EXIT.notProven), { status: 'ok' }] });
    let retried = false;
    const ask = async (question: Question) => {
      if (question.id !== 'after-proof' || retried) return { value: question.default };
      retried = true;
      return { value: 'retry-failed' };
    };
    const ending = await runSteps(steps, stage().context, ask);
    expect(ran).toContain('proof failed-again');
    expect(ending).toMatchObject({ verdict: 'passed', exitCode: 0 });
  });

  it('quits before the proof: nothing is proven', async () => {
    const { ran, steps } = scripted({});
    const ask = async (question: Question) => ({
      value: question.id === 'after-start' ? 'quit' : question.default,
    });
    const ending = await runSteps(steps, stage().context, ask);
    expect(ran).toEqual(['preflight', 'start']);
    expect(ending).toMatchObject({ verdict: 'incomplete', exitCode: 130 });
  });

  it('quits after a good proof without a bundle: it stays proven', async () => {
    const { steps } = scripted({});
    const ask = async (question: Question) => ({
      value: question.id === 'after-proof' ? 'quit' : question.default,
    });
    expect(await runSteps(steps, stage().context, ask)).toMatchObject({
      verdict: 'passed',
      exitCode: 0,
    });
  });
});

describe('the end of a run that somebody watches', () => {
  /** Answers the last question in turn, and every other by its default. */
  function answering(...answers: readonly string[]) {
    const asked: Question[] = [];
    const endings: string[] = [];
    const ask = async (question: Question): Promise<Answer> => {
      if (question.id !== AT_END) return { value: question.default };
      asked.push(question);
      return { value: answers[asked.length - 1] ?? question.default };
    };
    return { asked, endings, ask, concluded: async ({ verdict }: Ending) => void endings.push(verdict) };
  }

  it('is told before it is asked whether the run shall go on', async () => {
    const { ran, steps } = scripted({});
    const { asked, endings, ask, concluded } = answering();
    expect(await runSteps(steps, stage().context, ask, { concluded })).toMatchObject({ verdict: 'passed' });
    expect(endings).toEqual(['passed']);
    expect(asked.map(({ choices }) => choices.map(({ key }) => key))).toEqual([[undefined, 'R', 'e', 'q']]);
    expect(ran).toHaveLength(4);
  });

  it('runs what failed again, and counts what it says then', async () => {
    const { ran, steps } = scripted({ proof: [failed(EXIT.notProven), { status: 'ok' }] });
    const { endings, ask, concluded } = answering('retry-failed');
    const ending = await runSteps(steps, stage().context, ask, { concluded });
    expect(ran.slice(4)).toEqual(['proof failed-again', 'bundle']);
    expect(endings).toEqual(['failed', 'passed']);
    expect(ending.exitCode).toBe(0);
  });

  it('writes another bundle, or runs the whole proof again', async () => {
    const { ran, steps } = scripted({});
    const { ask, concluded } = answering('bundle', 'retry');
    await runSteps(steps, stage().context, ask, { concluded });
    expect(ran.slice(4)).toEqual(['bundle all-again', 'proof all-again', 'bundle']);
  });

  it('goes on with what was not run', async () => {
    const { ran, steps } = scripted({});
    const { asked, ask, concluded } = answering('continue');
    const early = async (question: Question): Promise<Answer> =>
      question.id === 'after-preflight' ? { value: 'bundle' } : await ask(question);
    expect(await runSteps(steps, stage().context, early, { concluded })).toMatchObject({ verdict: 'passed' });
    expect(ran).toEqual(['preflight', 'bundle', 'start', 'proof', 'bundle']);
    expect(asked[0]?.choices).toContainEqual({ value: 'continue', label: 'go on', key: 'r' });
  });

  it('stands when the terminal is closed on it', async () => {
    const cancellation = new AbortController();
    const ask = async (question: Question): Promise<Answer> => {
      if (question.id !== AT_END) return { value: question.default };
      cancellation.abort('SIGHUP');
      throw new Error('closed');
    };
    const { context } = stage(cancellation.signal);
    const ending = await runSteps(scripted({}).steps, context, ask, { concluded: async () => undefined });
    expect(ending).toEqual({ verdict: 'passed', exitCode: 0 });
  });
});

describe('a stack that is gone when it is to be proven', () => {
  const gone = { ...failed(EXIT.notReady), reason: reason('ST-NOT-RUNNING') };

  it('is started again from the gate, and the whole proof is run on it', async () => {
    const { ran, steps } = scripted({ proof: [gone, { status: 'ok' }] });
    const ask = async ({ choices, ...question }: Question): Promise<Answer> => ({
      value: choices.some(({ value }) => value === 'start') ? 'start' : question.default,
    });
    expect(await runSteps(steps, stage().context, ask)).toMatchObject({ verdict: 'passed' });
    expect(ran).toEqual(['preflight', 'start', 'proof', 'start all-again', 'proof', 'bundle']);
  });

  it('is started again from the end too', async () => {
    const { ran, steps } = scripted({ proof: [gone, { status: 'ok' }] });
    let asked = 0;
    const ask = async (question: Question): Promise<Answer> => {
      if (question.id !== AT_END) return { value: question.default };
      asked += 1;
      return { value: asked === 1 ? 'retry-failed' : 'quit' };
    };
    await runSteps(steps, stage().context, ask, { concluded: async () => undefined });
    expect(ran.slice(4)).toEqual(['start all-again', 'proof', 'bundle']);
  });

  it('is not called gone when it was started again and the run was left before its proof', async () => {
    const { ran, steps } = scripted({ proof: [gone] });
    const ask = async ({ id, choices, ...question }: Question): Promise<Answer> => {
      if (choices.some(({ value }) => value === 'start')) return { value: 'start' };
      return { value: id === 'after-start' && ran.includes('start all-again') ? 'quit' : question.default };
    };
    const ending = await runSteps(steps, stage().context, ask);
    expect(ran).toEqual(['preflight', 'start', 'proof', 'start all-again']);
    expect(ending).toMatchObject({
      verdict: 'incomplete',
      exitCode: EXIT.interrupted,
      reason: {
        id: 'RN-CANCELLED',
        detail: expect.stringContaining('started again'),
        next: 'bus-setup proof',
      },
    });
  });

  it('stays gone when it cannot be started again', async () => {
    const { steps } = scripted({ start: [{ status: 'ok' }, failed(EXIT.notReady)], proof: [gone] });
    const ask = async ({ choices }: Question): Promise<Answer> => ({
      value: choices.some(({ value }) => value === 'start') ? 'start' : (choices[0]?.value ?? 'quit'),
    });
    const left = async (question: Question): Promise<Answer> =>
      question.id === 'after-start' && question.text.includes('did not') ? { value: 'quit' } : ask(question);
    const ending = await runSteps(steps, stage().context, left);
    expect(ending).toMatchObject({ verdict: 'failed', reason: { id: 'ST-NOT-READY' } });
  });
});

describe('a step that is left for the bundle', () => {
  it('ends as cancelled, the bundle follows without a question, and the run is incomplete', async () => {
    let leave: (() => void) | undefined;
    const { ran, steps } = scripted({});
    const slow: Step = {
      id: 'start',
      run: async ({ signal }) => {
        ran.push('start');
        leave?.();
        signal.throwIfAborted();
        return { status: 'ok' };
      },
    };
    const { emitted, context } = stage();
    const gates: string[] = [];
    const ask = async (question: Question): Promise<Answer> => {
      gates.push(question.id);
      return { value: question.default };
    };
    const offerDetour = (offered: (() => void) | undefined): void => {
      leave = offered;
    };
    const order = steps.map((step) => (step.id === 'start' ? slow : step));
    const ending = await runSteps(order, context, ask, { offerDetour });
    expect(ran).toEqual(['preflight', 'start', 'bundle']);
    expect(gates).toEqual(['after-preflight', 'after-bundle']);
    expect(ending).toMatchObject({ verdict: 'incomplete', exitCode: 130 });
    expect(emitted).toContainEqual(
      expect.objectContaining({ type: 'step.finished', step: 'start', status: 'cancelled' }),
    );
    expect(leave).toBeUndefined();
  });
});

describe('a run that cannot keep its journal', () => {
  it('ends as failed with the reason, and so does the step that ran', async () => {
    const broken = new AbortController();
    const { emitted, context } = stage(broken.signal);
    const run = async (): Promise<StepOutcome> => {
      broken.abort(new SetupError('RN-DISK-FULL', 'journal.ndjson'));
      broken.signal.throwIfAborted();
      return { status: 'ok' };
    };
    const ending = await runSteps([{ id: 'start', run }], context, takeDefaults);
    expect(ending).toMatchObject({ verdict: 'failed', exitCode: 5, reason: { id: 'RN-DISK-FULL' } });
    expect(emitted.at(-1)).toMatchObject({
      type: 'step.finished',
      status: 'failed',
      reason: { id: 'RN-DISK-FULL' },
    });
  });

  it('is not called refused when a later step could not write: that is the word of the preflight', async () => {
    const { steps } = scripted({ bundle: [new SetupError('RN-DISK-FULL', 'bundle.tar.gz')] });
    const ending = await runSteps(steps, stage().context, takeDefaults);
    expect(ending).toMatchObject({ verdict: 'failed', exitCode: 5, reason: { id: 'RN-DISK-FULL' } });
  });
});

describe('a cancelled run', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s ends the running step as cancelled with exit %i', async (signal, exitCode) => {
    const cancellation = new AbortController();
    const { emitted, context } = stage(cancellation.signal);
    const steps: Step[] = [
      {
        id: 'preflight',
        run: async () => {
          cancellation.abort(signal);
          cancellation.signal.throwIfAborted();
          return { status: 'ok' };
        },
      },
    ];
    const ending = await runSteps(steps, context, takeDefaults);
    expect(ending).toMatchObject({ verdict: 'incomplete', exitCode });
    expect(emitted).toContainEqual(
      expect.objectContaining({ type: 'step.finished', step: 'preflight', status: 'cancelled' }),
    );
  });

  it('is cancelled also when the step ignores the signal and ends well', async () => {
    const cancellation = new AbortController();
    const steps: Step[] = [
      {
        id: 'proof',
        run: async () => {
          cancellation.abort('SIGINT');
          return { status: 'ok' };
        },
      },
    ];
    const ending = await runSteps(steps, stage(cancellation.signal).context, takeDefaults);
    expect(ending.verdict).toBe('incomplete');
  });
});

describe('a run without a proof', () => {
  it('is done, not passed: nothing was proven', async () => {
    const { steps } = scripted({});
    const withoutProof = steps.filter(({ id }) => id !== 'proof');
    const ending = await runSteps(withoutProof, stage().context, takeDefaults);
    expect(ending).toEqual({ verdict: 'done', exitCode: EXIT.proven });
  });
});
