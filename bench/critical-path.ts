import { CHECKS } from '../src/proof/checks/catalog.ts';
import type { RunEvent, StepId } from '../src/steps/events.ts';

/** One check of a proof with its times in milliseconds. */
export interface TimedCheck {
  readonly id: string;
  readonly started: number;
  readonly finished: number;
  /** Checks that must have passed before it. */
  readonly needs: readonly string[];
  /** Things that it has for itself: checks that hold the same one wait for each other, in any order. */
  readonly holds: readonly string[];
}

/** The chain of checks that no amount of running side by side can make shorter. */
export interface CriticalPath {
  readonly ids: readonly string[];
  /** Milliseconds of its checks together. */
  readonly length: number;
}

/**
 * Finds the longest chain of checks that cannot run side by side: of those that need one another, or of those that hold the
 * same thing, after what the first of them needs.
 */
export function criticalPath(checks: readonly TimedCheck[]): CriticalPath {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const known = new Map<string, CriticalPath>();
  const pathTo = (check: TimedCheck): CriticalPath => {
    const seen = known.get(check.id);
    if (seen !== undefined) return seen;
    const before = check.needs.flatMap((id) => byId.get(id) ?? []).map(pathTo);
    const longest = before.reduce(longer, NOTHING);
    const path = { ids: [...longest.ids, check.id], length: longest.length + check.finished - check.started };
    known.set(check.id, path);
    return path;
  };
  const things = new Set(checks.flatMap(({ holds }) => holds));
  const queues = [...things].map((thing) => {
    const queue = checks
      .filter(({ holds }) => holds.includes(thing))
      .toSorted((a, b) => a.started - b.started);
    const [first] = queue;
    const before = (first?.needs ?? [])
      .flatMap((id) => byId.get(id) ?? [])
      .map(pathTo)
      .reduce(longer, NOTHING);
    return {
      ids: [...before.ids, ...queue.map(({ id }) => id)],
      length: queue.reduce((sum, { started, finished }) => sum + finished - started, before.length),
    };
  });
  return [...checks.map(pathTo), ...queues].reduce(longer, NOTHING);
}

const NOTHING: CriticalPath = { ids: [], length: 0 };

function longer(left: CriticalPath, right: CriticalPath): CriticalPath {
  return right.length > left.length ? right : left;
}

/**
 * Start and end of each check of a step, by the events of the run.
 * @throws Error when there is none
 */
export function checkTimes(events: readonly RunEvent[], step: StepId): readonly TimedCheck[] {
  const known = new Map(CHECKS.map((check) => [check.id, check]));
  const starts = new Map<string, number>();
  const checks: TimedCheck[] = [];
  for (const event of events) {
    if (event.type === 'check.started' && event.step === step) starts.set(event.check, event.t);
    if (event.type !== 'check.finished' || event.step !== step) continue;
    const { id } = event.result;
    const { needs = [], holds = [] } = known.get(id) ?? {};
    checks.push({ id, started: starts.get(id) ?? event.t, finished: event.t, needs, holds });
  }
  if (checks.length === 0) throw new Error('the run had no checks, so there is nothing to measure');
  return checks;
}
