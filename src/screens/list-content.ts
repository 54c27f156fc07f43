import { type Content, NO_CONTENT, type Paper } from './content.ts';
import { entriesOf, selectedEntry } from './entries.ts';
import { tallyOf } from './entry.ts';
import type { Model } from './model.ts';
import { noticeOf } from './notice.ts';
import { type TextLine, textLines } from './text-line.ts';

/**
 * What S2 to S5 have in common: a list, how far it has come, what went wrong, and the question of the run.
 * @param facts what the screen says below its list
 */
export function listContent(model: Model, paper: Paper, facts: readonly TextLine[] = []): Content {
  const entries = entriesOf(model);
  const selected = selectedEntry(model, entries);
  const { question } = model.run;
  return {
    ...NO_CONTENT,
    entries,
    facts,
    ...(selected === undefined ? {} : { selected: selected.id }),
    ...(entries.length === 0 ? {} : { tally: tallyOf(entries) }),
    notice: noticeOf(model, paper),
    question: question === undefined ? [] : textLines('', question.text, paper.width, paper.glyphs, 'strong'),
  };
}
