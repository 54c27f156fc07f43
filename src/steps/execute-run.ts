import type { Host } from '../host/host.ts';
import { checksOf } from '../proof/checks/catalog.ts';
import { leftOut } from '../proof/selection.ts';
import { createRedactor } from '../redact/redactor.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { registerMisplacedTokens } from '../stack/attach/misplaced-tokens.ts';
import { createRuntime, refuseForeignStack } from '../stack/create-runtime.ts';
import { registerOperatorSecrets } from '../stack/operator-secrets.ts';
import { loadProfile } from '../stack/profile-loader.ts';
import { createAsk } from './ask-operator.ts';
import type { BundlePreview } from './bundle-preview.ts';
import { cancelledBy, type Ending, failedBy } from './ending.ts';
import { runSteps } from './engine.ts';
import type { Answer, EngineHooks } from './engine-hooks.ts';
import type { RunEvent } from './events.ts';
import { sealProof } from './evidence-files.ts';
import { openJournal } from './journal.ts';
import { verifyFacts } from './kept-proof.ts';
import { findWork, holdFolder } from './open-run.ts';
import { factsOf } from './profile-facts.ts';
import { endUnfinishedChecks } from './proof-step.ts';
import { writeReport } from './report-files.ts';
import { resumedAsk, resumedSteps, runResumed } from './resumed-run.ts';
import type { RunPort } from './run-port.ts';
import { countsOf, createRunRecord, type RunRecord } from './run-record.ts';
import type { RunRequest } from './run-request.ts';
import { runStarted } from './run-started.ts';
import type { RunState } from './run-state.ts';
import { compareWithLastGreen } from './since-last-green.ts';
import { stackHost } from './stack-host.ts';
import type { StepContext } from './step.ts';
import type { StepId } from './step-id.ts';
import { STEPS } from './steps.ts';
import { supportCodeOf } from './support-facts.ts';

/** Longest that a run that ends at once is held up by its report and its evidence, milliseconds. */
const SALVAGE_WITHIN_MS = 3_000;
/** Bytes of the key of the placeholders' tags. */
const REDACTION_KEY_BYTES = 32;

/** What one execution shares with the port that faces hold. */
export interface Wiring {
  readonly announce: (event: RunEvent) => void;
  readonly state: () => RunState;
  /** Aborted when the run is cancelled: what runs is ended in order. */
  readonly signal: AbortSignal;
  /** Aborted, with the signal's name, when the run ends at once: what runs is not waited for. */
  readonly forced: AbortSignal;
  /** Questions that wait for an answer. */
  readonly pending: Map<string, (answer: Answer) => void>;
  readonly provideLog: (read: RunPort['serviceLog']) => void;
  readonly offerPreview: (preview: BundlePreview | undefined) => void;
  readonly offerDetour: EngineHooks['offerDetour'];
}

/**
 * Executes a run from its first event to its last. It is the composition of everything: profile, runtime, redactor,
 * journal, steps.
 * @param profile id or file
 * @returns how the run ended; it never rejects
 */
export async function executeRun(
  host: Host,
  request: RunRequest,
  profile: string,
  wiring: Wiring,
): Promise<Ending> {
  const secrets = new SecretRegistry();
  const redactionKey = host.random(REDACTION_KEY_BYTES);
  const redactor = createRedactor(secrets, { key: redactionKey });
  const record = createRunRecord(host, redactor, wiring.announce, wiring.state);
  const signal = AbortSignal.any([wiring.signal, record.broken]);
  const made: Foundations = {
    secrets,
    redactor,
    redactionKey,
    record,
    salvage: async () => undefined,
    release: async () => undefined,
  };
  const work = conduct(host, request, profile, { ...wiring, signal }, made).catch((error: unknown) =>
    isCancelOf(wiring.signal, error) ? cancelledBy(wiring.signal.reason) : failedBy(error),
  );
  const forced = aborted(wiring.forced).then(async (cause) => {
    await Promise.race([made.salvage().catch(() => undefined), host.sleep(SALVAGE_WITHIN_MS)]);
    return cancelledBy(cause);
  });
  const ending = record.finish(await Promise.race([work, forced]));
  await made.release();
  return ending;
}

/** What stands before the profile is read. */
interface Foundations {
  readonly secrets: SecretRegistry;
  readonly redactor: StepContext['redactor'];
  readonly redactionKey: Uint8Array;
  readonly record: RunRecord;
  /** Writes down what a proof found that is not waited for. Replaced once there is a proof to speak of. */
  salvage: () => Promise<void>;
  /** Lets go of the run folder. Replaced once it is held. */
  release: () => Promise<void>;
}

async function conduct(
  outside: Host,
  requested: RunRequest,
  chosen: string,
  wiring: Wiring,
  foundations: Foundations,
): Promise<Ending> {
  const { secrets, redactor, record } = foundations;
  const { emit } = record;
  const work = await findWork(outside, requested, chosen);
  const { host, request, profile, unfinished } = work;
  const goesOn = unfinished !== undefined && request.resume === 'run' ? unfinished : undefined;
  const proves = request.steps.includes('proof');
  await registerOperatorSecrets(host, host.cwd, secrets);
  await registerMisplacedTokens(request.stack ?? {}, host.cwd, secrets);
  const loaded = await loadProfile(profile, host);
  refuseForeignStack(loaded, request.stack ?? {});
  if (proves) leftOut(checksOf(loaded.profile), request.selection);
  const { folder, release } = await holdFolder(outside, work, wiring.signal);
  foundations.release = release;
  record.keepIn(openJournal(folder.folder));
  emit(runStarted(host, request, loaded, folder, profile));
  const choices = request.stack ?? {};
  const runtime = createRuntime(loaded, { host, stackFolder: folder.stackFolder, secrets, choices });
  emit(factsOf(loaded.profile, await stackHost(host, runtime)));
  if (goesOn !== undefined) {
    emit(runResumed(goesOn));
    verifyFacts(goesOn, { state: wiring.state, emit });
  }
  if (runtime.workspace !== undefined) await registerOperatorSecrets(host, runtime.workspace, secrets);
  wiring.provideLog(async (service, lines) =>
    (await runtime.logs(service, lines, wiring.signal)).map((line) => redactor.text(line)),
  );
  const asking = createAsk(request, wiring, emit);
  const ask = goesOn === undefined ? asking : resumedAsk(asking, goesOn, wiring.state);
  const context = contextOf(host, request, wiring, {
    ...foundations,
    loaded,
    folder,
    runtime,
    emit,
    ask: async (question) => (await ask(question)).value,
  });
  const plain = request.steps.map((id) => STEPS[id]);
  const steps = goesOn === undefined ? plain : resumedSteps(plain, goesOn);
  const proofPasses = (): number => wiring.state().steps.find(({ id }) => id === 'proof')?.passes ?? 0;
  let reported = 0;
  const report = async (step: StepId): Promise<void> => {
    if (step === 'bundle' || !proves) return;
    const written = await writeReport(context);
    if (step !== 'proof' || written === undefined) return;
    await sealProof(context, written.results, written.bytes);
    reported = proofPasses();
  };
  foundations.salvage = async () => {
    if (!proves || proofPasses() === reported) return;
    endUnfinishedChecks(context);
    const written = await writeReport(context);
    if (written !== undefined) await sealProof(context, written.results, written.bytes);
  };
  const watched = request.interactive && !request.assumeYes;
  const concluded = async (ending: Ending): Promise<void> => {
    const { verdict, exitCode, reason } = ending;
    if (proves) await compareWithLastGreen(context);
    const counts = countsOf(wiring.state());
    const code = { supportCode: supportCodeOf(wiring.state(), ending) };
    emit({
      type: 'run.concluded',
      verdict,
      exitCode,
      counts,
      ...(reason === undefined ? {} : { reason }),
      ...code,
    });
  };
  const ending = await runSteps(steps, context, ask, {
    afterStep: report,
    offerDetour: wiring.offerDetour,
    ...(watched ? { concluded } : {}),
  });
  // A proof that was cancelled in the middle leaves what it had found; the cancel stays the reason of the end.
  if (wiring.signal.aborted && proofPasses() > reported) await report('proof').catch(() => undefined);
  if (proves && !watched && !wiring.signal.aborted) await compareWithLastGreen(context);
  return ending;
}

function contextOf(
  host: Host,
  request: RunRequest,
  wiring: Wiring,
  made: Pick<
    StepContext,
    'secrets' | 'redactor' | 'redactionKey' | 'loaded' | 'folder' | 'runtime' | 'emit' | 'ask'
  >,
): StepContext {
  const { secrets, redactor, redactionKey, loaded, folder, runtime, emit, ask } = made;
  return {
    host,
    secrets,
    redactor,
    redactionKey,
    loaded,
    folder,
    runtime,
    emit,
    ask,
    selection: request.selection,
    challenge: request.challenge,
    signWith: request.signWith,
    interactive: request.interactive,
    bundleChoices: request.bundle ?? {},
    signal: wiring.signal,
    state: wiring.state,
    offerPreview: wiring.offerPreview,
  };
}

/** A cancel may come before the first step, while the run folder is taken: then nobody else makes an ending of it. */
function isCancelOf(signal: AbortSignal, error: unknown): boolean {
  return (
    signal.aborted && (error === signal.reason || (error instanceof Error && error.name === 'AbortError'))
  );
}

/** Resolves with the signal's reason. */
function aborted(signal: AbortSignal): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  if (signal.aborted) resolve(signal.reason);
  else signal.addEventListener('abort', () => resolve(signal.reason), { once: true });
  return promise;
}
