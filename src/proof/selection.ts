import { didYouMeanQuestion } from '../reasons/did-you-mean.ts';
import { SetupError } from '../reasons/setup-error.ts';
import type { Check } from './check.ts';

/** One check of a proof. */
export interface PlannedCheck {
  readonly check: Check;
  /** A required check that fails or is skipped makes the proof not passed. */
  readonly required: boolean;
}

/** What the operator asked for. */
export interface CheckSelection {
  /** Ids or groups of checks: only these, and what they need. Absent or empty: all. */
  readonly only?: readonly string[];
  /** Not these, ids or groups. */
  readonly skip?: readonly string[];
}

/**
 * Tells which checks the operator left out.
 * @returns ids of the checks that are not to be run
 * @throws SetupError `PR-UNKNOWN-CHECK` for an id that no planned check has
 */
export function leftOut(planned: readonly PlannedCheck[], selection: CheckSelection): ReadonlySet<string> {
  const known = new Map(planned.map(({ check }) => [check.id, check]));
  const named = (names: readonly string[] = []) => names.flatMap((name) => idsOf(name, planned));
  const only = named(selection.only);
  const skip = new Set(named(selection.skip));
  const unknown = [...only, ...skip].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new SetupError(
      'PR-UNKNOWN-CHECK',
      `${unknown.join(', ')}; there are ${[...known.keys()].join(', ')}.${didYouMeanQuestion(unknown[0] ?? '', [...known.keys()])}`,
    );
  }
  const wanted = only.length === 0 ? new Set(known.keys()) : withNeeds(only, known);
  return new Set([...known.keys()].filter((id) => !wanted.has(id) || skip.has(id)));
}

/** An id stands for its check, the name of a group for every check of it; another word for itself. */
function idsOf(name: string, planned: readonly PlannedCheck[]): readonly string[] {
  if (planned.some(({ check }) => check.id === name)) return [name];
  const group = planned.filter(({ check }) => check.group === name).map(({ check }) => check.id);
  return group.length === 0 ? [name] : group;
}

/** The checks of `ids` and, through them, everything that they need. */
export function withNeeds(ids: Iterable<string>, known: ReadonlyMap<string, Check>): Set<string> {
  const wanted = new Set(ids);
  // A set's iteration also visits what is added on the way.
  for (const id of wanted) for (const need of known.get(id)?.needs ?? []) wanted.add(need);
  return wanted;
}
