import type { ReportedCheck, Results } from '../../proof/report/results.ts';
import type { ComparableRun } from './read-run.ts';

/** How much longer a check must take, in milliseconds and as a factor, to be worth a line. */
const SLOWER = { byMs: 100, times: 2 } as const;

/** One thing that is not the same in both runs; an absent side did not have it. */
export interface Change {
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

/** What changed from one run to another. */
export interface Comparison {
  readonly v: 1;
  /** True when every check ended alike: the two verdict digests are equal. */
  readonly sameOutcome: boolean;
  readonly verdict: { readonly before: Results['verdict']; readonly after: Results['verdict'] };
  /** Checks with another verdict, and checks that only one run has. */
  readonly verdicts: readonly Change[];
  /** Checks that ended alike for another reason. */
  readonly reasons: readonly Change[];
  /** Program, Node, platform, profile, runtime, services and settings. */
  readonly versions: readonly Change[];
  readonly pins: readonly Change[];
  readonly routes: readonly Change[];
  /** Checks that took markedly longer or shorter. */
  readonly latency: readonly Change[];
}

/** Compares two runs, the older one first. A pure function. */
export function compareRuns(before: ComparableRun, after: ComparableRun): Comparison {
  const [old, young] = [before.results, after.results];
  return {
    v: 1,
    sameOutcome: old.verdictDigest === young.verdictDigest,
    verdict: { before: old.verdict, after: young.verdict },
    verdicts: changes(
      byCheck(old, ({ status }) => status),
      byCheck(young, ({ status }) => status),
    ),
    reasons: reasonChanges(old, young),
    versions: changes(versionsOf(old), versionsOf(young)),
    pins: changes(before.pins, after.pins),
    routes: changes(presence(before.routes), presence(after.routes)),
    latency: latencyChanges(old, young),
  };
}

function changes(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((what) => {
    const [old, young] = [ownValue(before, what), ownValue(after, what)];
    return old === young ? [] : [{ what, before: old, after: young }];
  });
}

function byCheck(results: Results, fact: (check: ReportedCheck) => string): Record<string, string> {
  return Object.fromEntries(results.checks.map((check) => [check.id, fact(check)]));
}

/** Also of a check that ends otherwise now: why it is red is the first thing that anybody asks. */
function reasonChanges(old: Results, young: Results): readonly Change[] {
  const fact = ({ reason }: ReportedCheck) => reason?.id ?? 'none';
  const known = new Set(old.checks.map(({ id }) => id));
  return changes(byCheck(old, fact), byCheck(young, fact)).filter(
    ({ what, after }) => known.has(what) && after !== undefined && after !== 'none',
  );
}

function versionsOf({ tool, profile, environment, stack }: Results): Record<string, string> {
  return Object.fromEntries([
    [tool.name, tool.version],
    ['node', tool.node],
    ['platform', tool.platform],
    ['profile', profile.id],
    ['tier', profile.tier],
    ['runtime', profile.runtime],
    ...profile.services.map(({ service, role, module }) => [`service ${service}`, `${role}, ${module}`]),
    ...environment.map(({ key, present, publicDefault }) => [
      `setting ${key}`,
      publicDefault ? 'public local default' : present ? 'own value' : 'none',
    ]),
    ...Object.entries(stack.urls).map(([name, url]) => [`address ${name}`, url]),
  ]);
}

function presence(routes: readonly string[]): Record<string, string> {
  return Object.fromEntries(routes.map((route) => [route, 'there']));
}

function latencyChanges(old: Results, young: Results): readonly Change[] {
  const before = new Map(old.volatile.latencies.map(({ check, totalMs }) => [check, totalMs]));
  return young.volatile.latencies.flatMap(({ check, totalMs }) => {
    const was = before.get(check);
    if (was === undefined || !marked(was, totalMs)) return [];
    return [{ what: check, before: `${Math.round(was)} ms`, after: `${Math.round(totalMs)} ms` }];
  });
}

function marked(before: number, after: number): boolean {
  const [less, more] = before < after ? [before, after] : [after, before];
  return more - less >= SLOWER.byMs && more >= less * SLOWER.times;
}

/** Names come from files of strangers: `constructor` is no service. */
function ownValue(record: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
