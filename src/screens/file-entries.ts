import type { RunState } from '../steps/run-state.ts';
import { SEAL_QUESTION } from '../steps/seal-question.ts';
import type { Entry } from './entry.ts';
import { countText, sizeText } from './quantities.ts';

/** True while the run asks whether the collected files shall become a bundle. */
export function isSealing({ question }: RunState): boolean {
  return question?.id === SEAL_QUESTION;
}

/** The files that wait for the seal as rows of S5, in the order of a tree. */
export function fileEntries(run: RunState): readonly Entry[] {
  const leftOut = new Set(run.leftOut);
  return run.collectors
    .flatMap(({ files }) => files)
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .map(({ path, bytes, redactions, why }) => {
      const isIn = !leftOut.has(path);
      const removed = redactions === 0 ? '' : `, ${redactions} redacted`;
      return {
        id: path,
        mark: isIn ? 'pass' : 'skip',
        word: isIn ? 'in' : 'out',
        text: why,
        aside: `${sizeText(bytes)}${removed}`,
        notes: [],
      };
    });
}

/** Titles of the parts that should be in the bundle and are not, or not whole; undefined where there is none. */
export function missingParts({ collectors }: Pick<RunState, 'collectors'>): string | undefined {
  const lost = collectors.filter(
    ({ reason }) =>
      reason !== undefined && (reason.class !== 'not-applicable' || reason.id === 'BN-OVER-SIZE'),
  );
  return lost.length === 0
    ? undefined
    : lost.map(({ title, reason }) => `${title} (${reason?.id})`).join(', ');
}

/** What would be sealed now, in one sentence. */
export function sealSummary(run: RunState): string {
  const files = run.collectors.flatMap((collector) => collector.files);
  const leftOut = new Set(run.leftOut);
  const kept = files.filter(({ path }) => !leftOut.has(path));
  const bytes = kept.reduce((sum, file) => sum + file.bytes, 0);
  const redactions = kept.reduce((sum, file) => sum + file.redactions, 0);
  const out = files.length - kept.length;
  const left = out === 0 ? '' : `; ${countText(out, 'file')} left out`;
  return `${countText(kept.length, 'file')}, ${sizeText(bytes)}, ${redactions} redacted${left}`;
}
