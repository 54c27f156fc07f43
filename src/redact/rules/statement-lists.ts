import { BYTE, byteSet, LINE_END } from '../byte-classes.ts';
import { classifyKeyName, type KeyNameClass } from '../key-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksRandom } from '../value-shape.ts';
import { endOfQuoted, quoteAt, skip } from './quote.ts';
import type { Found, Rule } from './rule.ts';

/** How much of the line before, and of the list itself, is read. */
const LONGEST_LINE = 2048;
/** No list is nearer to the one before: signs alone make no line slow. */
const MOST_OFTEN = 64;
const OPENED = /^(?:[\d.]{1,12}s(?: ago)?\] ?)?[([]/;
const INSERTED = /\(([\w\s,."`]{1,1000})\)\s{1,20}values\s{0,20}\(/i;
const COMPARED = /([A-Za-z_][\w.]{0,63})["`]?\s{0,4}=\s{0,4}(?:\?|%s|\$\d{1,3})/g;

/**
 * `-- PARAMETERS: ["…", 3]` of TypeORM and `[generated in 0.1s] ('bob', '…')` of SQLAlchemy: the statement in the same
 * line or the one before names them in their order.
 */
export function statementListRule(): Rule {
  let readTo = -1;
  const last: Statement = { from: -1, to: -1, silentTo: -1, names: [] };
  return {
    id: 'statement-list',
    anchors: ['-- parameters: ', '[generated in ', '[cached since ', '[raw sql] '],
    reset() {
      readTo = -1;
      last.from = last.to = last.silentTo = -1;
    },
    inspect(window, start, end, _anchor, found) {
      if (start < readTo) return;
      const { bytes } = window;
      readTo = end + MOST_OFTEN;
      const opened = OPENED.exec(bytes.toString('latin1', end, Math.min(window.end, end + 32)))?.[0].length;
      if (opened === undefined) return;
      const before = startOfStatement(window, start);
      if (!isSameStatement(last, before, start)) {
        const unread =
          before >= last.from && before <= last.silentTo ? Math.max(before, last.silentTo) : before;
        const isSilent = !mayNameValues(bytes, unread, start);
        last.names = isSilent ? [] : namesInOrder(bytes.toString('latin1', before, start));
        last.silentTo = isSilent ? start - LONGEST_GAP : -1;
        last.from = before;
        last.to = start;
      }
      readTo = Math.max(readTo, readList(window, before, end + opened, last.names, found));
    },
  };
}

/** The statement that was read last: what its line holds behind it is not read once more for each sign in it. */
interface Statement {
  from: number;
  to: number;
  /** From `from` to here stands nothing that names a value. */
  silentTo: number;
  names: readonly KeyNameClass[];
}

/** A line without an end has no beginning either: what was read in it holds for a while. */
function isSameStatement(last: Statement, from: number, to: number): boolean {
  if (last.to < 0 || last.names.length === 0) return false;
  return from === last.from || (to - from === LONGEST_LINE && to <= last.to + LONGEST_LINE / 2);
}

/** False when neither pattern below can find anything: most lines hold no statement. */
function mayNameValues(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = bytes[i];
    if (byte !== BYTE.equals && byte !== 0x29) continue;
    const next = bytes[skip(bytes, i + 1, to, GAP, LONGEST_GAP)] ?? 0;
    if (byte === BYTE.equals ? NAMED[next] === 1 : (next | 0x20) === 0x76) return true;
  }
  return false;
}

const NAMED = byteSet('?%$');
/** What `\s` is in Latin-1. */
const GAP = byteSet(' \t\r\n\f\v\xa0');
const LONGEST_GAP = 20;

function startOfStatement({ bytes, start }: TextWindow, at: number): number {
  const limit = Math.max(start, at - LONGEST_LINE);
  const near = bytes.subarray(limit, at);
  const line = near.lastIndexOf(BYTE.lf);
  const lineBefore = line <= 0 ? -1 : near.lastIndexOf(BYTE.lf, line - 1);
  return limit + lineBefore + 1;
}

function namesInOrder(statement: string): KeyNameClass[] {
  const columns = INSERTED.exec(statement)?.[1]?.split(',');
  const names = columns ?? [...statement.matchAll(COMPARED)].map((match) => match[1] ?? '');
  return names.map((name) => classifyKeyName(name.replace(/[^\w.]+/g, '')));
}

/** @returns the first byte behind the list */
function readList(
  window: TextWindow,
  contextStart: number,
  from: number,
  names: readonly KeyNameClass[],
  found: Found,
): number {
  const { bytes } = window;
  const end = Math.min(window.end, from + LONGEST_LINE);
  let index = 0;
  let at = from;
  for (; at < end && index < names.length; at++) {
    const byte = bytes[at] as number;
    const quote = quoteAt(bytes, at, end);
    if (quote !== undefined) {
      const start = at + quote.length;
      const stop = endOfQuoted(bytes, start, end, quote).end;
      const value = bytes.toString('utf8', start, stop);
      const isSecret = names[index] === 'secret' || (names[index] === 'ambiguous' && looksRandom(value, 12));
      if (isSecret && stop > start && !isReadableValue(value))
        found.add({
          start,
          end: stop,
          contextStart,
          rule: 'named-elsewhere',
          kind: 'secret',
          layer: LAYER.key,
          canonical: value,
        });
      at = stop + quote.length - 1;
    } else if (byte === BYTE.comma) index++;
    else if (byte === 0x29 || byte === BYTE.closeBracket || LINE_END[byte] === 1) break;
  }
  return at;
}
