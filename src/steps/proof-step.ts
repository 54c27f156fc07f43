import { resultOf, skipped } from '../proof/check-result.ts';
import { checksOf } from '../proof/checks/catalog.ts';
import { overallVerdict } from '../proof/report/overall-verdict.ts';
import { runChecks } from '../proof/run-checks.ts';
import { leftOut } from '../proof/selection.ts';
import type { CheckResult } from '../proof/verdict.ts';
import { reason } from '../reasons/catalog.ts';
import { checksOfPass } from './checks-of-pass.ts';
import { declinedChecks } from './declined-checks.ts';
import { takeProofTurn } from './proof-turn.ts';
import { proofResults } from './run-results.ts';
import { stackHost } from './stack-host.ts';
import { EXIT, type Step, type StepContext, type StepOutcome } from './step.ts';

/** Proves the running stack: the checks of the profile, independent ones side by side. */
export const proofStep: Step = {
  id: 'proof',
  async run(context, pass) {
    const planned = checksOf(context.loaded.profile);
    const before = proofResults(context.state());
    const passed = new Set(
      pass === 'first' || pass === 'all-again' ? [] : before.filter(isPass).map(({ id }) => id),
    );
    const checks = checksOfPass(planned, pass, passed, leftOut(planned, context.selection));
    const access = await context.runtime.access(context.signal);
    context.emit({
      type: 'step.started',
      step: 'proof',
      title: 'Proof',
      again: pass !== 'first',
      checks: checks.map(({ check, required }) => ({ id: check.id, title: check.title, required })),
    });
    try {
      const host = await stackHost(context.host, context.runtime);
      const selection = pass === 'first' ? context.selection : {};
      const wanted = checks.filter(({ check }) => !leftOut(checks, selection).has(check.id));
      const declined = await declinedChecks(wanted, context, host, access);
      const release = await takeProofTurn(context);
      try {
        await runChecks({
          checks,
          // After the first pass those that were left out are not among the checks, and keep their result.
          selection,
          declined,
          passed,
          host,
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
      } finally {
        await release();
      }
    } catch (error) {
      // A check that was to run again has lost its result: without this a report would tell of the others alone.
      endUnfinishedChecks(context);
      throw error;
    }
    context.signal.throwIfAborted();
    return proofOutcome(proofResults(context.state()));
  },
};

/**
 * Writes down, for a proof that ends at once or breaks, that the checks without a verdict have none: a report over half
 * a proof must not look like one over a whole.
 */
export function endUnfinishedChecks({ loaded, emit, state }: StepContext): void {
  const checks = state().steps.find(({ id }) => id === 'proof')?.checks ?? [];
  const open = new Set(checks.filter(({ phase }) => phase !== 'finished').map(({ id }) => id));
  for (const planned of checksOf(loaded.profile)) {
    if (!open.has(planned.check.id)) continue;
    const ending = skipped('PR-CANCELLED', 'the proof ended before its verdict');
    emit({ type: 'check.finished', step: 'proof', result: resultOf(planned, loaded.profile, ending, 0) });
  }
}

function isPass({ status }: CheckResult): boolean {
  return status === 'PASS';
}

/** How a proof with these results ends. */
export function proofOutcome(results: readonly CheckResult[]): StepOutcome {
  const overall = overallVerdict(results);
  if (overall.verdict !== 'FAILED') return { status: 'ok' };
  return {
    status: 'failed',
    reason: overall.reason ?? reason('PR-NO-CHECKS'),
    exitCode: EXIT.notProven,
    partial: overall.partial,
  };
}
