import type { Host } from '../host/host.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import type { StackAccess, StackRuntime } from '../stack/runtime.ts';
import type { Check, CheckContext } from './check.ts';
import { type Ending, endingOf, endingOfError, failed, skipped } from './check-result.ts';
import type { ExchangeLog } from './exchange-log.ts';
import { plain } from './plain-text.ts';
import { ProofClient } from './proof-client.ts';
import { Story } from './story.ts';
import { Wire } from './wire.ts';

/** Milliseconds that a check has when it names no deadline. */
const DEFAULT_DEADLINE_MS = 60_000;
/** How long a check that was told to stop may hold on to the services that it disturbs, milliseconds. */
const GRACE_MS = 5_000;

/** What every attempt of one run shares. */
export interface AttemptSurroundings {
  readonly host: Host;
  readonly runtime: StackRuntime;
  readonly access: StackAccess;
  readonly secrets: SecretRegistry;
  readonly wire: Wire;
  /** Text that a buyer chose. */
  readonly challenge?: string;
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
}

/** How an attempt ended. */
export interface Attempt {
  readonly ending: Ending;
  /** Milliseconds from its start to its verdict. */
  readonly latencyMs: number;
  readonly log: ExchangeLog;
  readonly story: Story;
  /** Resolves when the check has let go of the stack, or has had its time to do so. */
  readonly released: Promise<void>;
}

/**
 * Runs one check under its deadline. It never throws and never waits longer than the deadline for a verdict.
 * @param progress told what the check tells; ignored once there is a verdict
 */
export async function attempt(
  check: Check,
  around: AttemptSurroundings,
  progress: CheckContext['progress'],
): Promise<Attempt> {
  const { host, signal: cancelled } = around;
  const deadline = new AbortController();
  const settled = new AbortController();
  const deadlineMs = check.deadlineMs ?? DEFAULT_DEADLINE_MS;
  host.sleep(deadlineMs, settled.signal).then(
    () => deadline.abort(new Error(`deadline of ${deadlineMs} ms`)),
    () => undefined,
  );
  const signal = AbortSignal.any([cancelled, deadline.signal]);
  const http = new ProofClient({ ...around, ...around.access, signal });
  const story = new Story();
  const context = contextOf(around, http, story, signal, (done, of, note) => {
    if (!settled.signal.aborted) progress(done, of, plain(note));
  });

  const start = host.monotonic();
  const work = ended(check, context);
  const interrupted = aborted(signal).then((): Ending => failed('PR-UNEXPECTED', 'interrupted'));
  const first = await Promise.race([work, interrupted]);
  const latencyMs = host.monotonic() - start;
  // A verdict that came together with the interruption is not taken: what follows an abort proves nothing.
  const ending = deadline.signal.aborted
    ? failed('PR-DEADLINE', `not finished within ${deadlineMs / 1000} s`)
    : cancelled.aborted
      ? skipped('PR-CANCELLED', 'cancelled before its verdict')
      : first;
  settled.abort();
  const released = signal.aborted
    ? Promise.race([work.then(() => undefined), host.sleep(GRACE_MS)])
    : Promise.resolve();
  return { ending, latencyMs, log: http.log, story, released };
}

function contextOf(
  { host, runtime, access, secrets, challenge }: AttemptSurroundings,
  http: ProofClient,
  story: Story,
  signal: AbortSignal,
  progress: CheckContext['progress'],
): CheckContext {
  const marker = http.variable('PROOF_MARKER', `p${host.random(8).toString('hex')}`);
  const elsewhere: CheckContext['elsewhere'] = (transport) => {
    const wire = new Wire(transport);
    const { gatewayUrl } = access;
    return { http: new ProofClient({ wire, host, gatewayUrl, signal }, http.log), close: () => wire.close() };
  };
  return { host, runtime, access, secrets, http, story, signal, marker, challenge, elsewhere, progress };
}

async function ended(check: Check, context: CheckContext): Promise<Ending> {
  try {
    return endingOf(await check.run(context));
  } catch (error) {
    return endingOfError(error);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
