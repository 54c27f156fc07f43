import type { CollectorState } from '../steps/run-state.ts';
import type { Entry } from './entry.ts';
import { countText, sizeText } from './quantities.ts';

/** A collector as a row of S5. */
export function collectorEntry(collector: CollectorState): Entry {
  const { id, title, finished, files, reason } = collector;
  if (!finished) return { id, mark: 'wait', word: 'wait', text: title, aside: '', notes: [] };
  if (reason !== undefined) {
    const skipped = reason.class === 'not-applicable';
    return {
      id,
      mark: skipped ? 'skip' : 'fail',
      word: skipped ? 'skip' : 'fail',
      text: reason.sentence,
      aside: reason.id,
      notes: skipped ? [] : [{ label: 'next', text: reason.next }],
    };
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const redactions = files.reduce((sum, file) => sum + file.redactions, 0);
  const aside = `${countText(files.length, 'file')}, ${sizeText(bytes)}`;
  const text = redactions === 0 ? title : `${title}, ${redactions} redacted`;
  return { id, mark: 'pass', word: 'pass', text, aside, notes: [] };
}
