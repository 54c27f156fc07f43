import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../src/steps/events.ts';
import { checkTimes, criticalPath } from './critical-path.ts';
import type { Measurement } from './measurement.ts';
import { benchFolder } from './program.ts';
import { type TimedRun, timedRun } from './run-times.ts';
import { type Span, spansOf, traceText } from './run-trace.ts';
import { ms, ratio, share } from './samples.ts';

const TURNS = 5;
/** A whole run may take this many times its critical path. */
const BAR = 1.3;
const TRACES = fileURLToPath(new URL('traces', import.meta.url));

/** Where the time of a `--ci` run goes: a trace that a person can open, and the run against its critical path. */
export const runProfile: Measurement = {
  id: 'run-profile',
  async measure() {
    const place = await benchFolder();
    try {
      const runs: TimedRun[] = [];
      for (let turn = 0; turn <= TURNS; turn++) runs.push(await timedRun(place, []));
      // The first one fills the caches of the machine.
      const [run] = runs
        .slice(1)
        .toSorted((a, b) => a.program.wall - b.program.wall)
        .slice(TURNS >> 1);
      if (run === undefined) throw new Error('no run to measure');
      const { wall } = run.program;
      const spans = spansOf(run.events, wall, leadOf(run));
      const trace = join(TRACES, 'whole-run.trace.json');
      await mkdir(TRACES, { recursive: true });
      await writeFile(trace, traceText(spans));
      const path = pathOf(spans, run.events);
      const length = path.reduce((sum, part) => sum + part.ms, 0);
      return {
        title: 'Where the time of bus-setup --ci goes',
        columns: ['on the path', 'of the run'],
        rows: [
          ...path.map((part) => ({ what: part.what, cells: [ms(part.ms), share(part.ms, wall)] })),
          { what: 'critical path', cells: [ms(length), share(length, wall)] },
          { what: 'spawn to exit', cells: [ms(wall), ratio(wall, length)] },
        ],
        note: `The middle one of ${TURNS} runs. Bar: ${BAR}x the path, ${wall <= BAR * length ? 'held' : 'MISSED'}. Trace: ${trace} (open it in ui.perfetto.dev).`,
      };
    } finally {
      await place.remove();
    }
  },
};

/** Milliseconds from spawning to the run's own zero, by the wall clock of its first event. */
function leadOf({ program, events }: TimedRun): number {
  const [first] = events;
  if (first === undefined) throw new Error('a run without events');
  return Math.max(0, Date.parse(first.at) - first.t - program.spawnedAt);
}

interface Part {
  readonly what: string;
  /** Milliseconds. */
  readonly ms: number;
}

/**
 * What has to be done one after the other, whatever runs beside it: the program is loaded, the slowest probe of the
 * preflight, the start of the stack, the longest chain of checks, the evidence that is made of them, the bundle.
 */
function pathOf(spans: readonly Span[], events: readonly RunEvent[]): readonly Part[] {
  const took = (lane: Span['lane'], name: string): number => {
    const found = spans.find((span) => span.lane === lane && span.name === name);
    return found === undefined ? Number.NaN : found.to - found.from;
  };
  const proof = checkTimes(events, 'proof');
  const preflight = criticalPath(checkTimes(events, 'preflight'));
  const chain = criticalPath(proof);
  return [
    { what: 'load the program', ms: took('program', 'load the program') },
    { what: `preflight: ${preflight.ids.join(' > ')}`, ms: preflight.length },
    { what: 'start', ms: took('step', 'start') },
    { what: `proof: ${chain.ids.join(' > ')}`, ms: chain.length },
    { what: 'evidence', ms: took('file', 'evidence') },
    { what: 'bundle', ms: took('step', 'bundle') },
    { what: 'end the program', ms: took('program', 'end the program') },
  ];
}
