import { BYTE, LINE_END } from '../byte-classes.ts';
import { classifyKeyName, type KeyNameClass } from '../key-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksRandom } from '../value-shape.ts';
import { endOfQuoted, quoteAt } from './quote.ts';
import type { Found, Rule } from './rule.ts';

/** How much of the lines beside a value is read for its name. */
const LONGEST_LINE = 4096;
/** What stands between the name of a field and the value that was refused. */
const LONGEST_REPORT = 384;
const BOUND = /([A-Za-z_][\w.]{0,63})["`]?\s{0,4}=\s{0,4}\$(\d{1,3})/g;
const INSERTED = /\(([\w\s,."`]{1,2000})\)\s{1,20}values\s{0,20}\(([\s\d$,]{1,1000})\)/gi;
/** What each of the two has in it. */
const MAY_NAME = /=\s{0,4}\$|\)\s{1,20}v/i;
const GIVEN = /\$(\d{1,3}) = (?=')/g;

/**
 * `parameters: $1 = '…'` in the log of PostgreSQL: the statement in the line before or behind it tells what each is.
 * A parameter that looks made by a machine goes only where its column says so.
 */
export function statementParameterRule(): Rule {
  let readTo = -1;
  return {
    id: 'statement-parameter',
    anchors: ['parameters: $'],
    reset() {
      readTo = -1;
    },
    inspect(window, start, end, _anchor, found) {
      if (start < readTo) return;
      const { bytes } = window;
      const line = endOfLine(bytes, end, Math.min(window.end, end + LONGEST_LINE));
      readTo = line;
      const before = startOfLineBefore(window, start);
      const after = endOfLine(bytes, line + 1, Math.min(window.end, line + LONGEST_LINE));
      const names = parameterNames(
        bytes.toString('latin1', before, start) + bytes.toString('latin1', line, after),
      );
      if (names.size === 0) return;
      const text = bytes.toString('latin1', end - 1, line);
      for (const match of text.matchAll(GIVEN)) {
        const name = names.get(match[1] ?? '');
        if (name !== undefined)
          addQuoted(window, end - 1 + match.index + match[0].length, before, name, found);
      }
    },
  };
}

/** Which parameter is what, as far as that is secret. */
function parameterNames(statement: string): Map<string, KeyNameClass> {
  const names = new Map<string, KeyNameClass>();
  if (!MAY_NAME.test(statement)) return names;
  const keep = (name: string, parameter: string) => {
    const keyClass = classifyKeyName(name.replace(/[^\w.]+/g, ''));
    if (keyClass === 'secret' || keyClass === 'ambiguous') names.set(parameter, keyClass);
  };
  for (const match of statement.matchAll(BOUND)) keep(match[1] ?? '', match[2] ?? '');
  for (const match of statement.matchAll(INSERTED)) {
    const columns = (match[1] ?? '').split(',');
    (match[2] ?? '').split(',').forEach((parameter, i) => {
      keep(columns[i] ?? '', parameter.replace(/\D/g, ''));
    });
  }
  return names;
}

/** `input_value='…'` of pydantic, under the line that names the field. */
export function rejectedInputRule(): Rule {
  return {
    id: 'rejected-input',
    anchors: [' input_value='],
    inspect(window, start, end, _anchor, found) {
      const before = startOfLineBefore(window, start, LONGEST_REPORT);
      const name = /^(?:[\w-]{1,60}\.){0,8}([\w-]{1,80})\r?$/m.exec(
        window.bytes.toString('latin1', before, Math.min(start, before + 256)),
      )?.[1];
      const keyClass = name === undefined ? 'innocent' : classifyKeyName(name);
      if (keyClass === 'secret' || keyClass === 'ambiguous') addQuoted(window, end, before, keyClass, found);
    },
  };
}

function addQuoted(
  window: TextWindow,
  at: number,
  contextStart: number,
  keyClass: KeyNameClass,
  found: Found,
): void {
  const { bytes, end } = window;
  const quote = quoteAt(bytes, at, end);
  if (quote === undefined) return;
  const start = at + quote.length;
  const stop = endOfQuoted(bytes, start, end, quote).end;
  const value = bytes.toString('utf8', start, stop);
  if (isReadableValue(value) || (keyClass === 'ambiguous' && !looksRandom(value, 12))) return;
  found.add({
    start,
    end: stop,
    contextStart,
    rule: 'named-elsewhere',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value,
  });
}

function endOfLine(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && LINE_END[bytes[i] as number] === 0) i++;
  return i;
}

/** The first byte of the line before the one that holds `at`, or as far back as is read. */
function startOfLineBefore({ bytes, start }: TextWindow, at: number, furthest = LONGEST_LINE): number {
  const limit = Math.max(start, at - furthest);
  let lines = 0;
  let i = at;
  for (; i > limit; i--) if (bytes[i - 1] === BYTE.lf && ++lines === 2) break;
  return i;
}
