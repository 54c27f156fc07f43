import type { Host } from '../host/host.ts';
import { checksOf } from '../proof/checks/catalog.ts';
import { leftOut } from '../proof/selection.ts';
import { reason } from '../reasons/catalog.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { createRedactor } from '../redact/redactor.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { createRuntime } from '../stack/create-runtime.ts';
import { loadProfile } from '../stack/profile-loader.ts';
import type { LoadedProfile } from '../stack/profile-parser.ts';
import type { StackRuntime } from '../stack/runtime.ts';
import { VERSION } from '../version.ts';
import type { BundlePreview } from './bundle-preview.ts';
import { createEmitter } from './emitter.ts';
import { type Ask, type Ending, runSteps } from './engine.ts';
import type { Question, RunEvent, RunEventBody } from './events.ts';
import { exitCodeOf } from './exit-code.ts';
import { type Journal, openJournal } from './journal.ts';
import { factsOf } from './profile-facts.ts';
import { writeReport } from './report-files.ts';
import { openRunFolder, type RunFolder } from './run-folder.ts';
import type { RunPort } from './run-port.ts';
import type { RunRequest } from './run-request.ts';
import type { RunState } from './run-state.ts';
import { EXIT, type StepContext } from './step.ts';
import { STEPS } from './steps.ts';

/** Bytes of the key of the placeholders' tags. */
const REDACTION_KEY_BYTES = 32;

/** What one execution shares with the port that faces hold. */
export interface Wiring {
  readonly announce: (event: RunEvent) => void;
  readonly state: () => RunState;
  readonly signal: AbortSignal;
  /** Questions that wait for an answer. */
  readonly pending: Map<string, (answer: string) => void>;
  readonly provideLog: (read: RunPort['serviceLog']) => void;
  readonly offerPreview: (preview: BundlePreview | undefined) => void;
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
  let journal: Journal | undefined;
  const emitter = createEmitter(host, host.uuid(), redactor, [
    (event) => {
      const open = journal;
      journal = undefined; // a journal that failed once is not written again
      open?.append(event);
      journal = open;
    },
    wiring.announce,
  ]);
  const emit = (body: RunEventBody): void => emitter.emit(body);

  const finish = (ending: Ending): Ending => {
    emit({
      type: 'run.finished',
      verdict: ending.verdict,
      exitCode: ending.exitCode,
      counts: countsOf(wiring.state()),
      ...(ending.reason === undefined ? {} : { reason: ending.reason }),
      duration: Math.round(emitter.elapsed()),
    });
    return ending;
  };

  try {
    const loaded = await loadProfile(profile, host);
    if (request.steps.includes('proof')) leftOut(checksOf(loaded.profile), request.selection);
    const folder = await openRunFolder(host, request.output, request.reuseLatest);
    journal = openJournal(folder.folder);
    emit(runStarted(host, request, loaded, folder));
    emit(factsOf(loaded.profile, host));
    const runtime = createRuntime(loaded, {
      host,
      stackFolder: folder.stackFolder,
      secrets,
      choices: request.stack ?? {},
    });
    wiring.provideLog(async (service, lines) =>
      (await runtime.logs(service, lines, wiring.signal)).map((line) => redactor.text(line)),
    );
    const ask = asker(request, wiring, emit);
    const made = { loaded, folder, runtime, secrets, redactor, redactionKey, emit, ask };
    const context = contextOf(host, request, wiring, made);
    const steps = request.steps.map((id) => STEPS[id]);
    const ending = await runSteps(steps, context, ask, async (step) => {
      if (step !== 'bundle' && request.steps.includes('proof')) await writeReport(context);
    });
    return finish(ending);
  } catch (error) {
    return endWithError(error, finish);
  } finally {
    journal?.close();
  }
}

function contextOf(
  host: Host,
  request: RunRequest,
  wiring: Wiring,
  made: {
    readonly loaded: LoadedProfile;
    readonly folder: RunFolder;
    readonly runtime: StackRuntime;
    readonly secrets: SecretRegistry;
    readonly redactor: StepContext['redactor'];
    readonly redactionKey: Uint8Array;
    readonly emit: StepContext['emit'];
    readonly ask: Ask;
  },
): StepContext {
  return {
    host,
    ...made,
    selection: request.selection,
    bundleChoices: request.bundle ?? {},
    signal: wiring.signal,
    state: wiring.state,
    offerPreview: wiring.offerPreview,
  };
}

function runStarted(host: Host, request: RunRequest, loaded: LoadedProfile, folder: RunFolder): RunEventBody {
  const { profile } = loaded;
  return {
    type: 'run.started',
    profile: profile.id,
    profileTitle: profile.title,
    tier: profile.tier,
    runtime: profile.runtime.kind,
    version: VERSION,
    node: host.nodeVersion,
    platform: `${host.platform}-${host.arch}`,
    folder: folder.folder,
    steps: [...request.steps],
  };
}

/** Headless runs take the default in silence; `--yes` takes it aloud; else the operator decides. */
function asker(request: RunRequest, wiring: Wiring, emit: (body: RunEventBody) => void): Ask {
  return async (question: Question) => {
    wiring.signal.throwIfAborted();
    if (!request.interactive) return question.default;
    emit({ type: 'question.asked', question });
    const answer = request.assumeYes ? question.default : await operatorAnswer(question, wiring);
    emit({ type: 'question.answered', id: question.id, answer, by: request.assumeYes ? 'flag' : 'operator' });
    return answer;
  };
}

function operatorAnswer(question: Question, wiring: Wiring): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const onAbort = (): void => reject(wiring.signal.reason);
  wiring.signal.addEventListener('abort', onAbort, { once: true });
  wiring.pending.set(question.id, (answer) => {
    if (question.choices.some(({ value }) => value === answer)) resolve(answer);
  });
  return promise.finally(() => {
    wiring.signal.removeEventListener('abort', onAbort);
    wiring.pending.delete(question.id);
  });
}

function countsOf(state: RunState): { pass: number; skip: number; fail: number } {
  const checks = state.steps.find((step) => step.id === 'proof')?.checks ?? [];
  const count = (status: string): number => checks.filter(({ result }) => result?.status === status).length;
  return { pass: count('PASS'), skip: count('SKIP'), fail: count('FAIL') };
}

/** A run that broke outside its steps still ends with `run.finished`. */
function endWithError(error: unknown, finish: (ending: Ending) => Ending): Ending {
  const operatorError = error instanceof SetupError;
  const why = operatorError
    ? error.reason
    : reason('RN-INTERNAL', error instanceof Error ? (error.stack ?? error.message) : String(error));
  return finish({
    verdict: 'failed',
    exitCode: operatorError ? exitCodeOf(error) : EXIT.bug,
    reason: why,
  });
}
