import type { Check } from '../../proof/check.ts';
import type { ReportedCheck, Results } from '../../proof/report/results.ts';
import type { Profile } from '../../stack/profile-schema.ts';
import { type Point, Problems } from './verification.ts';

/** What this verifier knows itself, so that it need not believe the results. */
export interface KnownChecks {
  /** The verifier's own copy of the profile; undefined when it has none of that name. */
  readonly profile: Profile | undefined;
  readonly catalog: readonly Check[];
  /** True when the results were written by this very version. */
  readonly sameVersion: boolean;
}

/** No required check of the profile is missing, none is there twice, none is unknown, none is made less than it is. */
export function checkCompleteness(results: Results, known: KnownChecks): Point {
  const problems = new Problems();
  const byId = new Map<string, ReportedCheck>();
  for (const check of results.checks) {
    if (byId.has(check.id)) problems.add('EV-CHECK-TWICE', check.id);
    byId.set(check.id, check);
  }
  const catalog = new Map(known.catalog.map((check) => [check.id, check]));
  for (const check of byId.values()) {
    const own = catalog.get(check.id);
    if (own !== undefined && known.sameVersion && !describedAlike(check, own)) {
      problems.add('EV-CHECK-ALTERED', check.id);
    }
    if (own === undefined && known.sameVersion) problems.add('EV-CHECK-UNKNOWN', check.id);
  }
  const { profile } = known;
  if (profile !== undefined) holdAgainstProfile(byId, profile, results, problems);
  const broken = 'The proof is not the whole proof of its profile.';
  if (profile === undefined) {
    return problems.point(
      { id: 'completeness', broken },
      {
        status: 'open',
        says: `This program has no profile ${results.profile.id}, so it cannot tell which checks are required. Give the profile with --profile.`,
      },
    );
  }
  return problems.point(
    { id: 'completeness', broken },
    {
      status: 'holds',
      says: `All ${profile.checks.required.length} required checks of the profile ${profile.id} are there, each once.`,
    },
  );
}

function holdAgainstProfile(
  byId: ReadonlyMap<string, ReportedCheck>,
  { id, tier, runtime, checks }: Profile,
  results: Results,
  problems: Problems,
): void {
  if (
    results.profile.id !== id ||
    results.profile.tier !== tier ||
    results.profile.runtime !== runtime.kind
  ) {
    problems.add('EV-CHECK-ALTERED', `the profile ${id}, its tier or its runtime`);
  }
  for (const required of checks.required) {
    const check = byId.get(required);
    if (check === undefined) problems.add('EV-CHECK-MISSING', required);
    else if (!check.required) problems.add('EV-CHECK-ALTERED', `${required} is called optional`);
  }
}

function describedAlike(check: ReportedCheck, own: Check): boolean {
  return (
    check.title === own.title &&
    check.group === own.group &&
    check.service === own.service &&
    check.proves === own.proves &&
    check.doesNotProve === own.doesNotProve
  );
}
