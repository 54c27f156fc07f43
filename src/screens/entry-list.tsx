import { Fragment } from 'react';
import type { Entry } from './entry.ts';
import { EntryRow, NoteRow } from './entry-row.tsx';
import { More } from './line-view.tsx';
import type { ListWindow } from './list-window.ts';
import { columnsOf } from './text.ts';

/** Ids are cut where they would take more than this part of the row. */
const WIDEST_ID = 0.4;

interface EntryListProps {
  readonly list: ListWindow;
  /** All rows, also those that do not show: they keep the columns where they are. */
  readonly entries: readonly Entry[];
  readonly selected: string | undefined;
  readonly width: number;
}

/** The rows that show, their notes, and how many more there are. */
export function EntryList({ list, entries, selected, width }: EntryListProps) {
  const wordWidth = Math.max(0, ...entries.map((entry) => entry.word.length));
  const longest = Math.max(0, ...entries.map((entry) => columnsOf(entry.id)));
  const idWidth = Math.min(longest, Math.floor(width * WIDEST_ID));
  const indent = wordWidth + 7;
  return (
    <>
      {list.rows.map(({ entry, notes }) => (
        <Fragment key={entry.id}>
          <EntryRow
            id={entry.id}
            mark={entry.mark}
            word={entry.word}
            text={entry.text}
            aside={entry.aside}
            selected={entry.id === selected}
            wordWidth={wordWidth}
            idWidth={idWidth}
            width={width}
          />
          {entry.notes.slice(0, notes).map(({ label, text }) => (
            <NoteRow key={label} label={label} text={text} indent={indent} width={width} />
          ))}
        </Fragment>
      ))}
      {list.hidden > 0 && <More count={list.hidden} />}
    </>
  );
}
