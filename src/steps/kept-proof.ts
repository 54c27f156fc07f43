import { VERSION } from '../version.ts';
import { stackFrom } from './absolute-request.ts';
import { proofOutcome, proofStep } from './proof-step.ts';
import { proofResults } from './run-results.ts';
import type { RunState } from './run-state.ts';
import type { Step, StepContext } from './step.ts';
import type { UnfinishedRun } from './unfinished-run.ts';

/**
 * The proof of a run that goes on. Results of the unfinished run are kept only when each fact that they rest on still
 * holds: this version, this profile, these answers, and the very stack that was proven, which has not been started anew.
 * Otherwise, and whenever that cannot be told, the proof runs again.
 */
export function resumedProof(unfinished: UnfinishedRun): Step {
  return {
    id: 'proof',
    async run(context, pass) {
      if (pass !== 'first') return await proofStep.run(context, pass);
      // Nothing to be held against the world: the unfinished run had no proof.
      if (unfinished.step !== 'bundle') {
        return await proofStep.run(context, pass);
      }
      const obstacle = whyAgain(unfinished, context.state());
      const from = unfinished.state.steps.find(({ id }) => id === 'proof')?.keptFrom ?? unfinished.run.run;
      context.emit({
        type: 'fact.verified',
        fact: 'proof',
        holds: obstacle === undefined,
        note: obstacle ?? `its results are kept from run ${from}`,
      });
      if (obstacle !== undefined) return await proofStep.run(context, pass);
      keep(unfinished, from, context);
      return proofOutcome(proofResults(context.state()));
    },
  };
}

/** Tells which facts of the unfinished run hold in this one, as far as they are known before its first step. */
export function verifyFacts(
  unfinished: UnfinishedRun,
  { state, emit }: Pick<StepContext, 'state' | 'emit'>,
): void {
  const { run } = unfinished;
  const now = state().run;
  emit({
    type: 'fact.verified',
    fact: 'version',
    holds: run.version === VERSION,
    note: run.version === VERSION ? `bus-setup ${VERSION}` : `it was ${run.version}, now it is ${VERSION}`,
  });
  const sameProfile = sameAs(run.profileDigest, now?.profileDigest);
  emit({
    type: 'fact.verified',
    fact: 'profile',
    holds: sameProfile,
    note: sameProfile ? run.profile : `${run.profile} has changed`,
  });
  const same = sameAnswers(unfinished.state, state());
  emit({
    type: 'fact.verified',
    fact: 'answers',
    holds: same,
    note: same
      ? 'selection, challenge and environment are the same'
      : 'selection, challenge or environment differ',
  });
}

/** Tells whether the stack that answers now is the one that the unfinished run had made ready. */
export function verifyStack(
  unfinished: UnfinishedRun,
  { state, emit }: Pick<StepContext, 'state' | 'emit'>,
): void {
  const before = unfinished.state.instance;
  if (before === undefined) return;
  const holds = before === state().instance;
  emit({
    type: 'fact.verified',
    fact: 'stack',
    holds,
    note: holds ? 'it is the one that was started' : 'it is another start of the stack',
  });
}

/** Why the proof has to be run again, in words; undefined when its results hold. */
function whyAgain({ state, run }: UnfinishedRun, now: RunState): string | undefined {
  if (run.version !== VERSION) return 'it was made by another version';
  if (!sameAs(run.profileDigest, now.run?.profileDigest)) return 'the profile has changed';
  if (!sameAnswers(state, now)) return 'selection, challenge or environment differ';
  if (now.instance === undefined) return 'whether the stack is the same cannot be told';
  if (now.instance !== state.instance) return 'the stack was started anew';
  return undefined;
}

function keep({ state }: UnfinishedRun, from: string, { emit }: StepContext): void {
  const proof = state.steps.find(({ id }) => id === 'proof');
  if (proof === undefined) return;
  emit({
    type: 'step.kept',
    step: 'proof',
    title: proof.title,
    from,
    checks: proof.checks.map(({ id, title, required }) => ({ id, title, required })),
    results: proof.checks.flatMap(({ result }) => (result === undefined ? [] : [result])),
  });
}

function sameAnswers(before: RunState, now: RunState): boolean {
  const answers = ({ run, facts }: RunState): unknown => ({
    only: run?.asked?.only,
    skip: run?.asked?.skip,
    stack: run?.asked === undefined ? undefined : stackFrom(run.asked.stack, run.asked.cwd),
    challenge: run?.challenge,
    environment: facts?.environment,
  });
  // As JSON, for a member that is absent is one that is undefined.
  return JSON.stringify(answers(before)) === JSON.stringify(answers(now));
}

/** What is not known is not the same. */
function sameAs(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && before === now;
}
