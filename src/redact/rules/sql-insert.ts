import { BYTE, byteSet, LINE_END } from '../byte-classes.ts';
import { classifyKeyName } from '../key-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksRandom } from '../value-shape.ts';
import type { Found, Rule } from './rule.ts';

/** How far before `VALUES` the list of columns may begin, and how much a row may hold. */
const LONGEST_COLUMNS = 2048;
const LONGEST_ROW = 64 * 1024;
const LONGEST_COPY = 512 * 1024;
const COLUMNS = /\(([\w\s,."`[\]]{1,2000})\)\s*$/;
const IN_LIST = byteSet('A-Za-z0-9_ \t\r\n\f\v\xa0,."`[]');
const CLOSING = 0x29;
const OPENING = 0x28;

/** `INSERT INTO users (email, password) VALUES ('…', '…')`: the columns name the values. */
export function sqlInsertRule(): Rule {
  let copiedTo = -1;
  return {
    id: 'sql-insert',
    anchors: [') values', ')values', ')\nvalues', ') from stdin'],
    reset() {
      copiedTo = -1;
    },
    inspect(window, start, end, anchor, found) {
      // What was read as a row is no statement.
      if (start < copiedTo) return;
      const secret = secretColumns(window, start + 1);
      if (anchor === 3) {
        if (secret.size > 0) copiedTo = readCopied(window, start, end, secret, found);
        return;
      }
      if (secret.size > 0) readRows(window, start, end, secret, found);
    },
  };
}

/** Numbers of the columns whose values may be secret, with what their names say. */
function secretColumns(window: TextWindow, after: number): Map<number, 'secret' | 'ambiguous'> {
  const from = Math.max(window.start, after - LONGEST_COLUMNS);
  const columns = new Map<number, 'secret' | 'ambiguous'>();
  // Nothing but the list is looked at: a text may hold any number of signs and no list at all.
  let opening = after - 2;
  while (opening >= from && IN_LIST[window.bytes[opening] as number] === 1) opening--;
  if (opening < from || window.bytes[opening] !== OPENING) return columns;
  const list = COLUMNS.exec(window.bytes.toString('latin1', opening, after))?.[1] ?? '';
  list.split(',').forEach((name, index) => {
    const keyClass = classifyKeyName(name.replace(/[^\w.]+/g, ''));
    if (keyClass === 'secret' || keyClass === 'ambiguous') columns.set(index, keyClass);
  });
  return columns;
}

function readRows(
  window: TextWindow,
  contextStart: number,
  from: number,
  secret: ReadonlyMap<number, 'secret' | 'ambiguous'>,
  found: Found,
): void {
  const { bytes } = window;
  const end = Math.min(window.end, from + LONGEST_ROW);
  let at = from;
  let column = -1;
  for (let isInRow = false; at < end; ) {
    const byte = bytes[at] as number;
    if (byte === BYTE.semicolon && !isInRow) return;
    if (byte === OPENING && !isInRow) {
      isInRow = true;
      column = 0;
    } else if (byte === CLOSING) {
      isInRow = false;
    } else if (byte === BYTE.comma && isInRow) {
      column++;
    } else if (byte === BYTE.apostrophe) {
      const stop = endOfString(bytes, at + 1, end);
      const keyClass = secret.get(column);
      if (isInRow && keyClass !== undefined) add(window, contextStart, at + 1, stop, keyClass, found);
      at = stop;
    } else if (!isInRow && byte !== BYTE.comma && byte > BYTE.space && LINE_END[byte] === 0) {
      return;
    }
    at++;
  }
}

/** `COPY t (id, password) FROM stdin;` and lines of columns with tabs between them, up to `\\.`, as `pg_dump` writes them. */
function readCopied(
  window: TextWindow,
  contextStart: number,
  from: number,
  secret: ReadonlyMap<number, 'secret' | 'ambiguous'>,
  found: Found,
): number {
  const { bytes } = window;
  const end = Math.min(window.end, from + LONGEST_COPY);
  let column = -1;
  for (let at = from; at < end; ) {
    let stop = at;
    while (stop < end && bytes[stop] !== BYTE.tab && LINE_END[bytes[stop] as number] === 0) stop++;
    const keyClass = secret.get(column);
    if (column === 0 && bytes[at] === BYTE.backslash && bytes[at + 1] === BYTE.dot) return at;
    if (keyClass !== undefined && bytes[at] !== BYTE.backslash) {
      const near = at - contextStart <= LONGEST_ROW ? contextStart : at;
      add(window, near, at, stop, keyClass, found);
    }
    column = bytes[stop] === BYTE.tab && column >= 0 ? column + 1 : 0;
    at = stop + 1;
  }
  return end;
}

/** A mark that is written twice, or behind a backslash, belongs to the string. */
function endOfString(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end) {
    if (bytes[i] === BYTE.backslash) i++;
    else if (bytes[i] === BYTE.apostrophe) {
      if (bytes[i + 1] !== BYTE.apostrophe) return i;
      i++;
    }
    i++;
  }
  return Math.min(i, end);
}

function add(
  window: TextWindow,
  contextStart: number,
  start: number,
  end: number,
  keyClass: 'secret' | 'ambiguous',
  found: Found,
): void {
  const value = window.bytes.toString('utf8', start, end).replaceAll("''", "'");
  if (isReadableValue(value) || (keyClass === 'ambiguous' && !looksRandom(value, 12))) return;
  found.add({
    start,
    end,
    contextStart,
    rule: 'sql-insert',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value,
    quote: undefined,
    findEnd: undefined,
  });
}
