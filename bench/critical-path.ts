import { CHECKS } from '../src/proof/checks/catalog.ts';
import type { RunEvent, StepId } from '../src/steps/events.ts';

/** One check of a proof with its times in milliseconds. */
export interface TimedCheck {
  readonly id: string;
  readonly started: number;
  readonly finished: number;
  /** Checks that must have passed before it. */
  readonly needs: readonly string[];
}

/** The chain of checks that no amount of running side by side can make shorter. */
export interface CriticalPath {
  readonly ids: readonly string[];
  /** Milliseconds of its checks together. */
  readonly length: number;
}

/** Finds the longest chain of checks that wait for each other. */
export function criticalPath(checks: readonly TimedCheck[]): CriticalPath {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const known = new Map<string, CriticalPath>();
  const pathTo = (check: TimedCheck): CriticalPath => {
    const seen = known.get(check.id);
    if (seen !== undefined) return seen;
    const before = check.needs.flatMap((id) => byId.get(id) ?? []).map(pathTo);
    const longest = before.reduce(longer, { ids: [], length: 0 });
    const path = { ids: [...longest.ids, check.id], length: longest.length + check.finished - check.started };
    known.set(check.id, path);
    return path;
  };
  return checks.map(pathTo).reduce(longer, { ids: [], length: 0 });
}

function longer(left: CriticalPath, right: CriticalPath): CriticalPath {
  return right.length > left.length ? right : left;
}

/**
 * Start and end of each check of a step, by the events of the run.
 * @throws Error when there is none
 */
export function checkTimes(events: readonly RunEvent[], step: StepId): readonly TimedCheck[] {
  const needs = new Map(CHECKS.map((check) => [check.id, check.needs ?? []]));
  const starts = new Map<string, number>();
  const checks: TimedCheck[] = [];
  for (const event of events) {
    if (event.type === 'check.started' && event.step === step) starts.set(event.check, event.t);
    if (event.type !== 'check.finished' || event.step !== step) continue;
    const { id } = event.result;
    checks.push({ id, started: starts.get(id) ?? event.t, finished: event.t, needs: needs.get(id) ?? [] });
  }
  if (checks.length === 0) throw new Error('the run had no checks, so there is nothing to measure');
  return checks;
}
