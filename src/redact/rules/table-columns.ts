import { BLANK, BYTE, byteSet, LINE_END } from '../byte-classes.ts';
import { classifyKeyName, keyNameWords } from '../key-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksChosen, looksRandom } from '../value-shape.ts';
import type { KeyPlace } from './key-place.ts';
import { isQuoteByte, skip } from './quote.ts';
import type { Found } from './rule.ts';

const LONGEST_LINE = 8192;
/** Rows are read for so many bytes behind their header, and not past the window. */
const LONGEST_TABLE = 512 * 1024;
/** A table of so many bytes is not cut between two windows. */
const LONGEST_KEPT = 64 * 1024;
const DELIMITERS = byteSet(',;|\t');
const NAME = /^[A-Za-z_][\w .()/-]{0,60}$/;
/** Bytes of the lines of a box as well. */
const RULER = /^[\s|+:\xe2\x80-\xbf-]{3,}$/;
/** `│`, `┃` and `║` begin with this byte, and have two more. */
const BOX = 0xe2;
const SHORTEST = 6;
/** Names whose values are words that somebody chose. */
const CHOSEN = /^(?:pass|pwd|pw$|secret|passphrase)/;

/** What is remembered of a window: no line is looked at twice, neither as a header nor as a row. */
export interface TableMemo {
  readTo: number;
}

interface Cell {
  readonly start: number;
  readonly end: number;
}

/**
 * `id,password,name` in a first line: the same column of the lines below it, as CSV, TSV, `psql` and Markdown write
 * tables.
 * @param key a name of the header; the others are read with it
 */
export function tableColumns(window: TextWindow, key: KeyPlace, found: Found, memo: TableMemo): void {
  if (key.start < memo.readTo) return;
  const delimiter = delimiterBeside(window, key);
  if (delimiter === undefined) return;
  const { bytes } = window;
  const line = lineAround(window, key, memo);
  if (line === undefined) return;
  memo.readTo = line.end;
  const header = cellsOf(bytes, line.start, line.end, delimiter);
  const names = header.map((cell) => bytes.toString('latin1', cell.start, cell.end));
  // A list in a program is indented; what `psql` and Markdown write has bars.
  const isBarred = delimiter === BYTE.pipe || delimiter === BOX;
  const isIndented = BLANK[bytes[line.start] as number] === 1 && !isBarred;
  const isTable =
    !isIndented &&
    names.length > 1 &&
    names.every((name, i) => NAME.test(name) || (name === '' && isBarred && isEdge(i, names)));
  const columns = isTable ? secretColumns(names) : [];
  if (columns.length > 0)
    memo.readTo = readRows(window, { line, delimiter, count: names.length, columns }, found);
}

interface Column {
  readonly index: number;
  readonly judge: (value: string) => boolean;
}

interface Table {
  readonly line: Cell;
  readonly delimiter: number;
  readonly count: number;
  readonly columns: readonly Column[];
}

function isEdge(index: number, names: readonly string[]): boolean {
  return index === 0 || index === names.length - 1;
}

function secretColumns(names: readonly string[]): Column[] {
  return names.flatMap((name, index) => {
    const keyClass = classifyKeyName(name);
    if (keyClass === 'ambiguous') return [{ index, judge: (value) => looksRandom(value, 12) }];
    if (keyClass !== 'secret') return [];
    const isChosen = CHOSEN.test(keyNameWords(name).at(-1) ?? '');
    return [
      {
        index,
        judge: (value) => !/\s/.test(value) && (isChosen || looksChosen(value) || looksRandom(value, 12)),
      },
    ];
  });
}

/** The sign between the key and the next name, or between it and the one before. */
function delimiterBeside({ bytes, start, end }: TextWindow, key: KeyPlace): number | undefined {
  let after = key.end;
  if (isQuoteByte(bytes[after])) after++;
  // A tab is a blank as well.
  while (after < end && bytes[after] === BYTE.space) after++;
  if (after < end && DELIMITERS[bytes[after] as number] === 1) return bytes[after];
  if (isBox(bytes, after)) return BOX;
  if (after < end && LINE_END[bytes[after] as number] === 0) return undefined;
  let before = key.start - 1;
  if (isQuoteByte(bytes[before])) before--;
  while (before > start && bytes[before] === BYTE.space) before--;
  if (before > start + 1 && isBox(bytes, before - 2)) return BOX;
  return before > start && DELIMITERS[bytes[before] as number] === 1 ? bytes[before] : undefined;
}

function isBox(bytes: Buffer, at: number): boolean {
  return bytes[at] === BOX && (bytes[at + 1] === 0x94 || bytes[at + 1] === 0x95);
}

/** The line of the key, unless it is too long; no other key of such a line is looked at then. */
function lineAround(
  { bytes, start, end, startsLine }: TextWindow,
  key: KeyPlace,
  memo: TableMemo,
): Cell | undefined {
  const furthest = Math.max(start, key.start - LONGEST_LINE - 1);
  let from = key.start;
  while (from > furthest && LINE_END[bytes[from - 1] as number] === 0) from--;
  const to = endOfLine(bytes, key.end, Math.min(end, key.end + LONGEST_LINE));
  const isWhole = (from > start || startsLine) && to < end;
  if (isWhole && to - from <= LONGEST_LINE) return { start: from, end: to };
  memo.readTo = to;
  return undefined;
}

function endOfLine(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && LINE_END[bytes[i] as number] === 0) i++;
  return i;
}

/** The cells of a line without blanks and marks around them; a mark that is written twice belongs to its cell. */
function cellsOf(bytes: Buffer, from: number, end: number, delimiter: number): Cell[] {
  const cells: Cell[] = [];
  for (let at = from; at <= end; ) {
    let start = at;
    while (start < end && BLANK[bytes[start] as number] === 1 && bytes[start] !== delimiter) start++;
    const quote = isQuoteByte(bytes[start]) && start < end ? bytes[start] : undefined;
    let stop = quote === undefined ? start : closingMark(bytes, start + 1, end, quote);
    let next = stop;
    while (next < end && bytes[next] !== delimiter) next++;
    if (quote === undefined) {
      stop = next;
      while (stop > start && BLANK[bytes[stop - 1] as number] === 1) stop--;
    }
    cells.push({ start: quote === undefined ? start : start + 1, end: stop });
    at = next + (delimiter === BOX ? 3 : 1);
  }
  return cells;
}

function closingMark(bytes: Buffer, from: number, end: number, quote: number | undefined): number {
  let i = from;
  for (; i < end; i++) {
    if (bytes[i] !== quote) continue;
    if (bytes[i + 1] !== quote) return i;
    i++;
  }
  return end;
}

/** @returns the first byte behind the rows that were read */
function readRows(window: TextWindow, table: Table, found: Found): number {
  const { bytes } = window;
  const limit = Math.min(window.end, table.line.end + LONGEST_TABLE);
  let at = table.line.end;
  while (at < limit) {
    const start = skip(bytes, at, limit, LINE_END, 2);
    const end = endOfLine(bytes, start, limit);
    if (end === start || end - start > LONGEST_LINE) return start;
    if (!RULER.test(bytes.toString('latin1', start, Math.min(end, start + 512)))) {
      const cells = cellsOf(bytes, start, end, table.delimiter);
      if (cells.length !== table.count) return start;
      for (const column of table.columns) addCell(window, table, cells[column.index], column, found);
    }
    at = end;
  }
  return at;
}

function addCell(
  window: TextWindow,
  table: Table,
  cell: Cell | undefined,
  column: Column,
  found: Found,
): void {
  if (cell === undefined || cell.end - cell.start < SHORTEST) return;
  const value = window.bytes.toString('utf8', cell.start, cell.end);
  if (isReadableValue(value) || value.startsWith('[REDACTED:') || !column.judge(value)) return;
  found.add({
    start: cell.start,
    end: cell.end,
    contextStart: cell.start - table.line.start <= LONGEST_KEPT ? table.line.start : cell.start,
    rule: 'table-column',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value.replaceAll('""', '"'),
  });
}
