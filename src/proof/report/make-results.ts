import type { Hop } from '../hops.ts';
import { stablePart, volatilePart } from '../kept-headers.ts';
import type { CheckResult } from '../verdict.ts';
import { overallVerdict } from './overall-verdict.ts';
import { RESULTS_SCHEMA, type ReportedCheck, type Results } from './results.ts';
import { verdictDigest } from './verdict-digest.ts';

/** What a run knows when it writes its report. */
export interface ResultsInput {
  /** Version of this program. */
  readonly version: string;
  /** Version of Node without the `v`. */
  readonly node: string;
  readonly platform: string;
  readonly profile: Results['profile'];
  readonly environment: Results['environment'];
  readonly urls: Readonly<Record<string, string>>;
  readonly selection: { readonly only?: readonly string[]; readonly skip?: readonly string[] };
  /** Text that a buyer chose. */
  readonly challenge?: string;
  readonly checks: readonly CheckResult[];
  readonly preflight: readonly CheckResult[];
  /** Run id, a UUID. */
  readonly run: string;
  readonly startedAt: Date;
  readonly writtenAt: Date;
  /** What the run went on with. */
  readonly resumed?: Results['volatile']['resumed'];
}

/** Makes the results of a run: a pure function of what was found. */
export function makeResults(input: ResultsInput): Results {
  const { checks, preflight } = input;
  const count = (status: CheckResult['status']) => checks.filter((check) => check.status === status).length;
  return {
    schema: RESULTS_SCHEMA,
    verdict: overallVerdict(checks).verdict,
    counts: { pass: count('PASS'), skip: count('SKIP'), fail: count('FAIL') },
    verdictDigest: verdictDigest(checks),
    tool: { name: '@busdk/setup', version: input.version, node: input.node, platform: input.platform },
    profile: input.profile,
    environment: input.environment,
    stack: { urls: sorted(input.urls) },
    selection: { only: [...(input.selection.only ?? [])], skip: [...(input.selection.skip ?? [])] },
    ...(input.challenge === undefined ? {} : { challenge: input.challenge }),
    checks: checks.map(stable),
    preflight: preflight.map(stable),
    volatile: {
      run: input.run,
      startedAt: input.startedAt.toISOString(),
      writtenAt: input.writtenAt.toISOString(),
      ...(input.resumed === undefined ? {} : { resumed: input.resumed }),
      latencies: [...preflight, ...checks].map(({ id, latencyMs, exchanges, hops }) => ({
        check: id,
        totalMs: rounded(latencyMs),
        exchangesMs: exchanges.map((exchange) => rounded(exchange.latencyMs)),
        ...(hops === undefined ? {} : { hops: hops.map(roundedHop) }),
      })),
      answerHeaders: checks.flatMap(({ id, exchanges }) => {
        const of = exchanges.map(({ headers }) => volatilePart(headers));
        return of.every((each) => each === undefined)
          ? []
          : [{ check: id, exchanges: of.map((each) => each ?? {}) }];
      }),
    },
  };
}

/** The bytes of `results.json`: two spaces, a line feed at the end, members in the order of the schema. */
export function resultsJson(results: Results): string {
  return `${JSON.stringify(results, undefined, 2)}\n`;
}

function stable({ latencyMs: _total, hops: _hops, exchanges, ...check }: CheckResult): ReportedCheck {
  return {
    ...check,
    exchanges: exchanges.map(({ latencyMs: _latency, answer: _answer, headers, ...exchange }) => {
      const kept = stablePart(headers);
      return kept === undefined ? exchange : { ...exchange, headers: kept };
    }),
  };
}

function roundedHop(hop: Hop): Hop {
  return hop.ms === undefined ? hop : { ...hop, ms: rounded(hop.ms) };
}

/** Tenths of a millisecond: finer is noise. */
function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
