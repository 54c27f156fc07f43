import { type PlannedCheck, withNeeds } from '../proof/selection.ts';
import type { StepPass } from './step.ts';

/**
 * The checks that a pass runs.
 * @param passed ids of those that need not be run again
 * @param out ids of those that the command line left out; a check that is asked for by itself is run all the same
 */
export function checksOfPass(
  planned: readonly PlannedCheck[],
  pass: StepPass,
  passed: ReadonlySet<string>,
  out: ReadonlySet<string>,
): readonly PlannedCheck[] {
  switch (pass) {
    case 'first':
      return planned;
    case 'all-again':
      return planned.filter(({ check }) => !out.has(check.id));
    case 'failed-again':
      return planned.filter(({ check }) => !out.has(check.id) && !passed.has(check.id));
    default: {
      const known = new Map(planned.map(({ check }) => [check.id, check]));
      const wanted = withNeeds(known.has(pass.only) ? [pass.only] : [], known);
      return planned.filter(({ check: { id } }) => id === pass.only || (wanted.has(id) && !passed.has(id)));
    }
  }
}
