import { resolve } from 'node:path';
import { compareRuns } from '../evidence/compare/compare-runs.ts';
import { comparisonLines } from '../evidence/compare/comparison-lines.ts';
import { readRun } from '../evidence/compare/read-run.ts';
import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { safeText } from '../steps/safe-text.ts';
import { EXIT } from '../steps/step.ts';

/**
 * Tells what changed from one run to another.
 * @param before path of the older run: its folder, evidence, bundle or `results.json`
 * @param after path of the younger one
 * @param signal ends the work
 * @returns 0 when every check ended alike, 3 when not
 * @throws SetupError `EV-…` when one of them cannot be read
 */
export async function compareCommand(
  host: Host,
  console: { readonly out: LineOutput },
  before: string,
  after: string,
  flags: { readonly json?: boolean },
  signal: AbortSignal,
): Promise<number> {
  const [older, younger] = await Promise.all(
    [before, after].map((path) => readRun(resolve(host.cwd, path), signal)),
  );
  if (older === undefined || younger === undefined) throw new Error('two runs were read');
  const comparison = compareRuns(older, younger);
  if (flags.json === true) console.out.line(safeText(JSON.stringify(comparison)));
  else for (const line of comparisonLines(comparison)) console.out.line(line);
  return comparison.sameOutcome ? EXIT.proven : EXIT.notProven;
}
