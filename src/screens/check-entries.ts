import type { CheckResult, CheckState } from '../steps/run-state.ts';
import type { Entry, Mark, Note } from './entry.ts';
import { durationText } from './quantities.ts';

const MARKS: Record<CheckResult['status'], Mark> = { PASS: 'pass', SKIP: 'skip', FAIL: 'fail' };

/** A check as a row of S2 and S4. */
export function checkEntry(check: CheckState): Entry {
  if (check.phase === 'finished' && check.result !== undefined) return finished(check.result);
  const { id, title, progress } = check;
  if (check.phase === 'running') {
    const aside = progress === undefined ? '' : `${progress.done} of ${progress.of}`;
    const text = progress === undefined || progress.note === '' ? title : progress.note;
    return { id, mark: 'run', word: 'run', text, aside, notes: [] };
  }
  return { id, mark: 'wait', word: 'wait', text: title, aside: '', notes: [] };
}

function finished(result: CheckResult): Entry {
  const { id, reason } = result;
  const mark = MARKS[result.status];
  return {
    id,
    mark,
    word: mark,
    text: reason?.sentence ?? result.title,
    aside: reason?.id ?? durationText(result.latencyMs),
    also: [result.title, result.group, result.service].join(' '),
    notes: result.status === 'FAIL' ? failureNotes(result) : [],
  };
}

function failureNotes({ reason, observed }: CheckResult): readonly Note[] {
  const why = reason?.detail ?? observed;
  return [
    ...(why === undefined ? [] : [{ label: 'why', text: why }]),
    ...(reason === undefined ? [] : [{ label: 'next', text: reason.next }]),
  ];
}
