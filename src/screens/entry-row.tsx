import { Text } from 'ink';
import { memo } from 'react';
import type { Mark } from './entry.ts';
import { MARK_TONES } from './mark-tones.ts';
import { styleOf, useTerminal } from './terminal-context.ts';
import { cell, columnsOf, shorten } from './text.ts';

/** Columns before the state of a row: margin, pointer, gap. */
const INDENT = 3;
const GAP = '  ';
/** A text that would get less than this is left out. */
const SHORTEST_TEXT = 8;

interface EntryRowProps {
  readonly id: string;
  readonly mark: Mark | undefined;
  readonly word: string;
  readonly text: string;
  readonly aside: string;
  readonly selected: boolean;
  /** Columns of the word, of the id, and of the whole row with its margins. */
  readonly wordWidth: number;
  readonly idWidth: number;
  readonly width: number;
}

/** One row: pointer, state, id, what it says, and at the right end its duration, count or reason id. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { id, mark, word, text, aside, selected, wordWidth, idWidth, width } = props;
  const terminal = useTerminal();
  const { glyphs } = terminal;
  const state = mark === undefined ? '' : `${glyphs[mark]} ${cell(word, wordWidth, glyphs)}${GAP}`;
  // Logs differ at the end of their paths.
  const name = cell(id, idWidth, glyphs, id.includes('/') ? 'start' : 'end');
  const room = width - INDENT - columnsOf(state) - idWidth - 1;
  const end = shorten(aside, room - GAP.length, glyphs);
  const free = room - GAP.length - columnsOf(end);
  const gap = end === '' ? '' : GAP;
  const middle = free - gap.length;
  const said = middle < SHORTEST_TEXT ? ' '.repeat(Math.max(0, free)) : cell(text, middle, glyphs) + gap;
  const waits = mark === 'wait';
  return (
    <Text wrap="truncate">
      {selected ? <Text {...styleOf('strong', terminal)}>{` ${glyphs.pointer} `}</Text> : ' '.repeat(INDENT)}
      {mark !== undefined && <Text {...styleOf(MARK_TONES[mark], terminal)}>{state}</Text>}
      <Text {...styleOf(selected ? 'strong' : waits ? 'quiet' : 'plain', terminal)}>{name}</Text>
      {GAP}
      <Text {...styleOf(mark === 'fail' || mark === 'run' ? 'plain' : 'quiet', terminal)}>{said}</Text>
      <Text {...styleOf(mark === 'fail' ? 'bad' : 'quiet', terminal)}>{end}</Text>
    </Text>
  );
});

interface NoteRowProps {
  readonly label: string;
  readonly text: string;
  readonly indent: number;
  readonly width: number;
}

/** A line under a row, e.g. its next step. */
export const NoteRow = memo(function NoteRow({ label, text, indent, width }: NoteRowProps) {
  const terminal = useTerminal();
  const { glyphs } = terminal;
  const head = `${' '.repeat(indent)}${cell(label, 4, glyphs)}  `;
  return (
    <Text wrap="truncate">
      <Text {...styleOf('quiet', terminal)}>{head}</Text>
      <Text {...styleOf(label === 'next' ? 'strong' : 'plain', terminal)}>
        {shorten(text, width - columnsOf(head) - 1, glyphs)}
      </Text>
    </Text>
  );
});
