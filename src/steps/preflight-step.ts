import type { CheckResult } from '../proof/verdict.ts';
import { reason } from '../reasons/catalog.ts';
import { probesOf } from './preflight/probes.ts';
import { refusalOf, runProbes } from './preflight/run-probes.ts';
import { EXIT, type Step, type StepOutcome } from './step.ts';

/** Looks at the machine, the profile, the credentials and the tracked files; refuses the run when one is unsafe. */
export const preflightStep: Step = {
  id: 'preflight',
  async run(context, pass) {
    const { runtime, host } = context;
    const probes = probesOf(runtime.kind);
    context.emit({
      type: 'step.started',
      step: 'preflight',
      title: 'Preflight',
      again: pass !== 'first',
      checks: probes.map(({ id, title, required }) => ({ id, title, required })),
    });
    const results = await runProbes(
      probes,
      { ...context, workspace: runtime.workspace ?? host.cwd },
      context.emit,
    );
    return outcomeOf(refusalOf(results));
  },
};

function outcomeOf(refusal: CheckResult | undefined): StepOutcome {
  if (refusal === undefined) return { status: 'ok' };
  const why = refusal.reason ?? reason('RN-INTERNAL', `${refusal.id} refused without a reason`);
  return { status: 'failed', reason: why, exitCode: EXIT.refused };
}
