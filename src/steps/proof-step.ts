import { checksOf } from '../proof/checks/catalog.ts';
import { overallVerdict } from '../proof/report/overall-verdict.ts';
import { runChecks } from '../proof/run-checks.ts';
import type { CheckResult } from '../proof/verdict.ts';
import { reason } from '../reasons/catalog.ts';
import { proofResults } from './run-results.ts';
import { stackHost } from './stack-host.ts';
import { EXIT, type Step, type StepOutcome } from './step.ts';

/** Proves the running stack: the checks of the profile, independent ones side by side. */
export const proofStep: Step = {
  id: 'proof',
  async run(context, pass) {
    const planned = checksOf(context.loaded.profile);
    const before = proofResults(context.state());
    const passed = new Set(pass === 'failed-again' ? before.filter(isPass).map(({ id }) => id) : []);
    const checks = planned.filter(({ check }) => !passed.has(check.id));
    const access = await context.runtime.access(context.signal);
    context.emit({
      type: 'step.started',
      step: 'proof',
      title: 'Proof',
      again: pass !== 'first',
      checks: checks.map(({ check, required }) => ({ id: check.id, title: check.title, required })),
    });
    await runChecks({
      checks,
      selection: context.selection,
      passed,
      host: await stackHost(context.host, context.runtime),
      runtime: context.runtime,
      access,
      secrets: context.secrets,
      challenge: context.challenge,
      signal: context.signal,
      observer: {
        started: (check) => context.emit({ type: 'check.started', step: 'proof', check }),
        progress: (check, done, of, note) =>
          context.emit({ type: 'check.progress', step: 'proof', check, done, of, note }),
        finished: (result) => context.emit({ type: 'check.finished', step: 'proof', result }),
      },
    });
    context.signal.throwIfAborted();
    return outcomeOf(proofResults(context.state()));
  },
};

function isPass({ status }: CheckResult): boolean {
  return status === 'PASS';
}

function outcomeOf(results: readonly CheckResult[]): StepOutcome {
  const overall = overallVerdict(results);
  if (overall.verdict !== 'FAILED') return { status: 'ok' };
  return {
    status: 'failed',
    reason: overall.reason ?? reason('PR-NO-CHECKS'),
    exitCode: EXIT.notProven,
    partial: overall.partial,
  };
}
