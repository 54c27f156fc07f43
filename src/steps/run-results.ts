import { makeResults } from '../proof/report/make-results.ts';
import type { Results } from '../proof/report/results.ts';
import type { CheckResult } from '../proof/verdict.ts';
import type { StepId } from './events.ts';
import type { RunState } from './run-state.ts';
import type { Selection } from './step.ts';

/** The results of a step so far, as the run's state holds them. */
function resultsOf(state: RunState, step: StepId): readonly CheckResult[] {
  const found = state.steps.find(({ id }) => id === step);
  return (found?.checks ?? []).flatMap(({ result }) => (result === undefined ? [] : [result]));
}

/** The results of the proof so far. */
export function proofResults(state: RunState): readonly CheckResult[] {
  return resultsOf(state, 'proof');
}

/**
 * The content of `results.json`: a function of the run's state, and so of its journal.
 * @returns undefined before the run's first events
 */
export function runResults(state: RunState, selection: Selection, writtenAt: Date): Results | undefined {
  const { run, facts, urls } = state;
  if (run === undefined || facts === undefined) return undefined;
  return makeResults({
    version: run.version,
    node: run.node,
    platform: run.platform,
    profile: {
      id: run.profile,
      title: run.profileTitle,
      tier: run.tier,
      runtime: run.runtime,
      services: facts.services,
    },
    environment: facts.environment,
    urls,
    selection,
    challenge: run.challenge,
    checks: proofResults(state),
    preflight: resultsOf(state, 'preflight'),
    run: run.run,
    startedAt: new Date(run.at),
    writtenAt,
    resumed: resumedOf(state),
  });
}

function resumedOf({ resumed, steps }: RunState): Results['volatile']['resumed'] {
  if (resumed === undefined) return undefined;
  const checksOf = steps.find(({ id }) => id === 'proof')?.keptFrom;
  return { before: resumed.before, ...(checksOf === undefined ? {} : { checksOf }) };
}
