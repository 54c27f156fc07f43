import type { CheckResult } from '../../proof/verdict.ts';
import { isReasonId, reason } from '../../reasons/catalog.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { RunEventBody } from '../events.ts';
import { machineTrouble } from '../machine-trouble.ts';
import type { Probe, ProbeContext, ProbeOutcome } from './probe.ts';

/** Deadline of a probe that names none, in milliseconds. */
const DEFAULT_DEADLINE_MS = 25_000;

/**
 * Runs probes side by side, each with its own deadline, and emits `check.started` and `check.finished` for each.
 * @param probes probes that do not depend on each other
 * @returns one result a probe, in the order of `probes`
 * @throws the signal's reason when the run is cancelled
 */
export async function runProbes(
  probes: readonly Probe[],
  context: ProbeContext,
  emit: (body: RunEventBody) => void,
): Promise<readonly CheckResult[]> {
  return await Promise.all(
    probes.map(async (probe) => {
      emit({ type: 'check.started', step: 'preflight', check: probe.id });
      const startedAt = context.host.monotonic();
      const outcome = await outcomeOf(probe, context);
      const result = resultOf(probe, context, outcome, context.host.monotonic() - startedAt);
      emit({ type: 'check.finished', step: 'preflight', result });
      return result;
    }),
  );
}

/**
 * The result that refuses the run: the first required probe that failed.
 * @returns undefined when nothing refuses it
 */
export function refusalOf(results: readonly CheckResult[]): CheckResult | undefined {
  return results.find((result) => result.required && result.status === 'FAIL');
}

/** A probe that hangs, throws or is slow is FAIL, never PASS; it is left behind when it ignores its signal. */
async function outcomeOf(probe: Probe, context: ProbeContext): Promise<ProbeOutcome> {
  const deadline = new AbortController();
  const finished = new AbortController();
  const deadlineMs = probe.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const timeout = context.host
    .sleep(deadlineMs, AbortSignal.any([context.signal, finished.signal]))
    .then(
      (): ProbeOutcome => ({ status: 'FAIL', reason: 'PF-PROBE-TIMEOUT', detail: `after ${deadlineMs} ms` }),
    );
  const work = probe.run({ ...context, signal: AbortSignal.any([context.signal, deadline.signal]) });
  try {
    return await Promise.race([work, timeout]);
  } catch (error) {
    context.signal.throwIfAborted();
    return failureOf(error);
  } finally {
    finished.abort();
    deadline.abort();
    for (const promise of [work, timeout]) promise.catch(() => undefined);
  }
}

function failureOf(thrown: unknown): ProbeOutcome {
  const error = machineTrouble(thrown) ?? thrown;
  if (error instanceof SetupError && isReasonId(error.reason.id)) {
    const { id, detail, next } = error.reason;
    return { status: 'FAIL', reason: id, ...(detail === undefined ? {} : { detail }), next };
  }
  const detail =
    error instanceof Error ? `${error.name}: ${error.message}` : 'it threw something that is no error';
  return { status: 'FAIL', reason: 'PF-PROBE-BROKEN', detail };
}

function resultOf(
  probe: Probe,
  context: ProbeContext,
  outcome: ProbeOutcome,
  latencyMs: number,
): CheckResult {
  return {
    id: probe.id,
    title: probe.title,
    group: 'preflight',
    status: outcome.status,
    required: probe.required,
    ...(outcome.status === 'PASS'
      ? { observed: outcome.observed.slice(0, 4_000) }
      : { reason: reason(outcome.reason, outcome.detail?.slice(0, 4_000), outcome.next?.slice(0, 1_000)) }),
    proves: probe.proves,
    doesNotProve: probe.doesNotProve,
    service: 'host',
    module: 'bus-setup',
    command: probe.command?.(context) ?? 'bus-setup preflight',
    latencyMs: Math.max(0, Math.round(latencyMs)),
    exchanges: [],
  };
}
