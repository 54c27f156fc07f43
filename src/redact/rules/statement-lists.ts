import { BYTE, LINE_END } from '../byte-classes.ts';
import { classifyKeyName, type KeyNameClass } from '../key-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksRandom } from '../value-shape.ts';
import { endOfQuoted, quoteAt } from './quote.ts';
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
  return {
    id: 'statement-list',
    anchors: ['-- parameters: ', '[generated in ', '[cached since ', '[raw sql] '],
    reset() {
      readTo = -1;
    },
    inspect(window, start, end, _anchor, found) {
      if (start < readTo) return;
      const { bytes } = window;
      readTo = end + MOST_OFTEN;
      const opened = OPENED.exec(bytes.toString('latin1', end, Math.min(window.end, end + 32)))?.[0].length;
      if (opened === undefined) return;
      const before = startOfStatement(window, start);
      const names = namesInOrder(bytes.toString('latin1', before, start));
      readTo = Math.max(readTo, readList(window, before, end + opened, names, found));
    },
  };
}

function startOfStatement({ bytes, start }: TextWindow, at: number): number {
  const limit = Math.max(start, at - LONGEST_LINE);
  let lines = 0;
  let i = at;
  for (; i > limit; i--) if (bytes[i - 1] === BYTE.lf && ++lines === 2) break;
  return i;
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
