import type { Results } from '../../proof/report/results.ts';
import type { PointId, Verification } from '../verify/verification.ts';

/** How a line of the checklist stands. `open`: no evidence covers it, a person decides. */
export interface Tick {
  readonly state: 'met' | 'unmet' | 'open';
  /** What it stands on, a short clause. */
  readonly why: string;
}

/** Met when a point of the verification holds, unmet when it is broken. */
export function pointHolds({ points }: Verification, id: PointId): Tick {
  const point = points.find((each) => each.id === id);
  if (point === undefined) return { state: 'open', why: 'this kind of evidence does not show it' };
  const states = { holds: 'met', broken: 'unmet', open: 'open' } as const;
  return { state: states[point.status], why: point.says };
}

/** Met when every one of these checks passed; open when one was skipped or is not there. */
export function passed(results: Results | undefined, ids: readonly string[]): Tick {
  const of = (id: string) => results?.checks.find((check) => check.id === id);
  const failed = ids.filter((id) => of(id)?.status === 'FAIL');
  if (failed.length > 0) return { state: 'unmet', why: `${failed.join(', ')} failed` };
  const absent = ids.filter((id) => of(id) === undefined);
  const skipped = ids.filter((id) => of(id)?.status === 'SKIP');
  const why = [
    ...(skipped.length === 0 ? [] : [`skipped: ${skipped.join(', ')}`]),
    ...(absent.length === 0 ? [] : [`not part of this proof: ${absent.join(', ')}`]),
  ];
  if (why.length > 0) return { state: 'open', why: why.join('; ') };
  return { state: 'met', why: `${ids.join(', ')} passed` };
}

/** Met or open. */
export function tickOf(met: boolean, because: string, otherwise: string): Tick {
  return met ? { state: 'met', why: because } : { state: 'open', why: otherwise };
}
