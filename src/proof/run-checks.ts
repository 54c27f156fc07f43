import type { Host } from '../host/host.ts';
import type { ReasonId } from '../reasons/catalog.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import type { StackAccess, StackRuntime } from '../stack/runtime.ts';
import { attempt } from './attempt.ts';
import type { Check } from './check.ts';
import { type Ending, failed, resultOf, skipped } from './check-result.ts';
import { type CheckSelection, leftOut, type PlannedCheck } from './selection.ts';
import type { CheckResult } from './verdict.ts';
import { Wire } from './wire.ts';

/** Most checks that run side by side. */
const DEFAULT_CONCURRENCY = 8;

/** Where the runner tells what happens. */
export interface ProofObserver {
  started(check: string): void;
  progress(check: string, done: number, of: number, note: string): void;
  /** Called once for each check, also for those that were not run. */
  finished(result: CheckResult): void;
}

/** What a proof needs. */
export interface RunChecksOptions {
  readonly checks: readonly PlannedCheck[];
  readonly selection?: CheckSelection;
  /** Checks that the operator was asked about and did not want, with the reason to write down. */
  readonly declined?: ReadonlyMap<string, ReasonId>;
  /** Checks that passed before on this stack, when only others are run again: needs on them count as met. */
  readonly passed?: ReadonlySet<string>;
  readonly host: Host;
  readonly runtime: StackRuntime;
  readonly access: StackAccess;
  readonly secrets: SecretRegistry;
  /** Text that a buyer chose; events and notes carry it through the stack. */
  readonly challenge?: string;
  /** Aborted when the run is cancelled; checks without a verdict are then SKIP. */
  readonly signal: AbortSignal;
  readonly observer: ProofObserver;
  /** Most checks that run side by side; 8 unless told otherwise. */
  readonly concurrency?: number;
}

/**
 * Runs checks: independent ones side by side, each under its deadline, none beside one that restarts its service.
 * @returns one result for each check, in the order they were given
 * @throws SetupError `PR-UNKNOWN-CHECK` for a selection that names no check
 */
export async function runChecks(options: RunChecksOptions): Promise<readonly CheckResult[]> {
  const out = leftOut(options.checks, options.selection ?? {});
  const wire = new Wire(options.access.transport);
  try {
    return await new Proof(options, wire).run(out);
  } finally {
    await wire.close();
  }
}

class Proof {
  readonly #options: RunChecksOptions;
  readonly #wire: Wire;
  readonly #results = new Map<string, CheckResult>();
  readonly #waiting: Set<PlannedCheck>;
  readonly #planned: ReadonlySet<string>;
  /** Checks that hold their services: running, or told to stop and not yet out of the way. */
  readonly #holding = new Map<Check, Promise<void>>();

  constructor(options: RunChecksOptions, wire: Wire) {
    this.#options = options;
    this.#wire = wire;
    this.#waiting = new Set([...options.checks].sort(restartersFirst));
    this.#planned = new Set(options.checks.map(({ check }) => check.id));
  }

  async run(out: ReadonlySet<string>): Promise<readonly CheckResult[]> {
    for (const planned of this.#options.checks) {
      const declined = this.#options.declined?.get(planned.check.id);
      if (out.has(planned.check.id)) this.#finish(planned, skipped('PR-NOT-SELECTED'));
      else if (declined !== undefined) this.#finish(planned, skipped(declined));
    }
    while (this.#waiting.size > 0 || this.#holding.size > 0) {
      if (this.#startWhatCan()) continue;
      if (this.#holding.size === 0) this.#giveUp();
      else await Promise.race(this.#holding.values());
    }
    return this.#options.checks.flatMap(({ check }) => this.#results.get(check.id) ?? []);
  }

  /** @returns whether a check got a verdict without being run, so that others may now be ready */
  #startWhatCan(): boolean {
    for (const planned of this.#waiting) {
      // Those behind it are looked at when there is room: else every end would be paid with a look at all that wait.
      if (this.#full() && !this.#options.signal.aborted) return false;
      const obstacle = this.#obstacle(planned.check);
      if (obstacle !== undefined) {
        this.#finish(planned, obstacle);
        return true;
      }
      if (this.#ready(planned.check)) this.#start(planned);
    }
    return false;
  }

  /** Why a check cannot be run any more; undefined while it can. */
  #obstacle(check: Check): Ending | undefined {
    if (this.#options.signal.aborted) return skipped('PR-CANCELLED', 'cancelled before it was started');
    for (const need of check.needs ?? []) {
      const status = this.#statusOf(need);
      if (status === 'absent') return skipped('PR-NEEDS-FAILED', `${need} was not run`);
      if (status === 'FAIL' || status === 'SKIP') return skipped('PR-NEEDS-FAILED', `${need} is ${status}`);
    }
    return undefined;
  }

  #statusOf(id: string): CheckResult['status'] | 'waiting' | 'absent' {
    const result = this.#results.get(id);
    if (result !== undefined) return result.status;
    if (this.#planned.has(id)) return 'waiting';
    return this.#options.passed?.has(id) === true ? 'PASS' : 'absent';
  }

  #full(): boolean {
    return this.#holding.size >= (this.#options.concurrency ?? DEFAULT_CONCURRENCY);
  }

  #ready(check: Check): boolean {
    if (this.#full()) return false;
    if ((check.needs ?? []).some((need) => this.#statusOf(need) !== 'PASS')) return false;
    return [...this.#holding.keys()].every((other) => !collide(check, other));
  }

  #start(planned: PlannedCheck): void {
    const { check } = planned;
    const { observer } = this.#options;
    this.#waiting.delete(planned);
    observer.started(check.id);
    const progress = (done: number, of: number, note: string) => observer.progress(check.id, done, of, note);
    const work = attempt(check, { ...this.#options, wire: this.#wire }, progress).then(async (done) => {
      this.#record(resultOf(planned, this.#options.runtime.profile, done.ending, done.latencyMs, done));
      await done.released;
      this.#holding.delete(check);
    });
    this.#holding.set(check, work);
  }

  #finish(planned: PlannedCheck, ending: Ending): void {
    this.#waiting.delete(planned);
    this.#record(resultOf(planned, this.#options.runtime.profile, ending, 0));
  }

  #record(result: CheckResult): void {
    this.#results.set(result.id, result);
    this.#options.observer.finished(result);
  }

  /** Nothing runs and nothing can: the needs go round in a circle. */
  #giveUp(): void {
    for (const planned of [...this.#waiting]) {
      this.#finish(planned, failed('PR-UNEXPECTED', 'its needs go round in a circle'));
    }
  }
}

function collide(a: Check, b: Check): boolean {
  return disturbs(a, b) || disturbs(b, a) || (a.holds ?? []).some((thing) => b.holds?.includes(thing));
}

function disturbs(a: Check, b: Check): boolean {
  const touched = new Set([b.service, ...(b.uses ?? []), ...(b.disturbs ?? [])]);
  return (a.disturbs ?? []).some((service) => touched.has(service));
}

/** What needs a service for itself starts first, so that it is not the last to end. */
function restartersFirst(a: PlannedCheck, b: PlannedCheck): number {
  return (b.check.disturbs?.length ?? 0) - (a.check.disturbs?.length ?? 0);
}
