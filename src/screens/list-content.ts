import { type Content, NO_CONTENT, type Paper } from './content.ts';
import { entriesOf, selectedEntry, shownEntries } from './entries.ts';
import { tallyOf } from './entry.ts';
import type { Filter } from './filter.ts';
import { filterOf, type Model } from './model.ts';
import { noticeOf } from './notice.ts';
import { columnsOf, plain } from './text.ts';
import { LABEL_WIDTH, type TextLine, textLines } from './text-line.ts';

/**
 * What S2 to S5 have in common: a list, how far it has come, what went wrong, and the question of the run.
 * @param facts what the screen says below its list
 */
export function listContent(model: Model, paper: Paper, facts: readonly TextLine[] = []): Content {
  const all = entriesOf(model);
  const filter = filterOf(model);
  const entries = shownEntries(model);
  const selected = selectedEntry(model, entries);
  const { question } = model.run;
  return {
    ...NO_CONTENT,
    entries,
    facts,
    ...(selected === undefined ? {} : { selected: selected.id }),
    ...(all.length === 0 ? {} : { tally: tallyOf(all) }),
    filter: filter === undefined ? [] : filterLine(filter, entries.length, all.length, paper),
    notice: noticeOf(model, paper),
    question: question === undefined ? [] : textLines('', question.text, paper.width, paper.glyphs, 'strong'),
  };
}

/** One line, however long the text is: its end is what is being typed. */
function filterLine(
  { text, typing }: Filter,
  found: number,
  of: number,
  { width, glyphs }: Paper,
): readonly TextLine[] {
  const count = found === 0 ? 'nothing matches' : `${found} of ${of} match`;
  const room = width - LABEL_WIDTH - columnsOf(count) - glyphs.cursor.length - 3;
  const shown = lastColumns(plain(text, glyphs), room) + (text.endsWith(' ') ? ' ' : '');
  const line = `${shown}${typing ? glyphs.cursor : ''}   ${count}`;
  return [{ label: 'filter', text: line, tone: found === 0 ? 'caution' : 'plain' }];
}

function lastColumns(text: string, width: number): string {
  let letters = Array.from(text);
  while (columnsOf(letters.join('')) > Math.max(1, width)) letters = letters.slice(1);
  return letters.join('');
}
