import { compareRuns } from '../evidence/compare/compare-runs.ts';
import { comparisonLines } from '../evidence/compare/comparison-lines.ts';
import { lastGreenRun } from '../evidence/compare/last-green-run.ts';
import { readRun } from '../evidence/compare/read-run.ts';
import type { StepContext } from './step.ts';

/** Most lines of a comparison that an event carries; `bus-setup compare` tells all. */
const MOST_LINES = 20;

/**
 * Tells what changed since the last run of this profile that was proven. Latencies are left out: they differ every time.
 * A run that cannot be read is no reason to fail this one: then nothing is told.
 */
export async function compareWithLastGreen(context: StepContext): Promise<void> {
  const { folder, signal, loaded } = context;
  try {
    const before = await lastGreenRun(folder.folder, loaded.profile.id, signal);
    if (before === undefined) return;
    const now = await readRun(folder.folder, signal);
    const comparison = { ...compareRuns(before, now), latency: [] };
    context.emit({
      type: 'run.compared',
      before: before.results.volatile.startedAt,
      sameOutcome: comparison.sameOutcome,
      lines: comparisonLines(comparison).slice(0, MOST_LINES),
    });
  } catch {
    signal.throwIfAborted();
  }
}
