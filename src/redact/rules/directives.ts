import { BLANK, BYTE, byteSet, LINE_END } from '../byte-classes.ts';
import { classifyKeyName, type KeyNameClass } from '../key-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksChosen, looksRandom } from '../value-shape.ts';
import { beginsToken } from './boundary.ts';
import { endOfQuoted, quoteAt, skip } from './quote.ts';
import type { Found, Rule } from './rule.ts';

/** Directives of nginx, Apache, HAProxy and Caddy that take a name and a value without a sign between them. */
const DIRECTIVES = [
  'proxy_set_header ',
  'grpc_set_header ',
  'more_set_headers ',
  'add_header ',
  'fastcgi_param ',
  'uwsgi_param ',
  'scgi_param ',
  'set $',
  'setenv ',
  'requestheader set ',
  'set-header ',
  'add-header ',
  'header_up ',
  'map $',
] as const;
const NAME = byteSet('A-Za-z0-9_.-');
const VALUE_END = byteSet(' \t\r\n;');
const LONGEST_NAME = 128;
/** What stands between a map's first variable and its bracket. */
const MAP_HEAD = byteSet(' \t\r\n$A-Za-z0-9_');
const LONGEST_MAP = 4096;
const SCHEME = /^[A-Za-z][A-Za-z0-9-]{1,30} +/;

/** Values of headers and parameters that a web server sets. */
export function directiveRule(): Rule {
  let mapTo = -1;
  const last: JudgedName = { start: 0, end: 0, keyClass: 'innocent' };
  return {
    id: 'directive',
    anchors: DIRECTIVES,
    reset() {
      mapTo = -1;
      last.start = last.end = 0;
    },
    inspect(window, start, end, anchor, found) {
      if (start < found.coveredTo || !beginsToken(window.bytes, start, window.start)) return;
      if (DIRECTIVES[anchor] === 'map $') {
        if (start >= mapTo) mapTo = inspectMap(window, start, end, found);
        return;
      }
      inspectDirective(window, start, DIRECTIVES[anchor] === 'set $' ? end - 1 : end, last, found);
    },
  };
}

/** The name that was judged last: directives of a text set the same header again and again. */
interface JudgedName {
  start: number;
  end: number;
  keyClass: KeyNameClass;
}

function classOf(bytes: Buffer, start: number, end: number, last: JudgedName): KeyNameClass {
  const length = end - start;
  let same = length === last.end - last.start ? 0 : -1;
  while (same >= 0 && same < length && bytes[start + same] === bytes[last.start + same]) same++;
  if (same !== length) last.keyClass = classifyKeyName(bytes.toString('latin1', start, end));
  last.start = start;
  last.end = end;
  return last.keyClass;
}

const MAP_LINE = /^[ \t]{0,40}["']?([^\s"'~{}#;]{8,256})["']?[ \t]+[^\n]{0,200};[ \t]*\r?$/gm;

/**
 * `map $http_x_api_key $client { "…" "billing"; }` of nginx: what is looked for in a secret header is secret.
 * @returns the first byte behind what was read
 */
function inspectMap(window: TextWindow, start: number, from: number, found: Found): number {
  const { bytes } = window;
  const nameEnd = skip(bytes, from, window.end, NAME, LONGEST_NAME);
  const opening = skip(bytes, nameEnd, window.end, MAP_HEAD, LONGEST_NAME);
  if (bytes[opening] !== BYTE.openBrace) return opening;
  if (classifyKeyName(bytes.toString('latin1', from, nameEnd)) !== 'secret') return opening;
  const limit = Math.min(window.end, opening + LONGEST_MAP);
  const closing = bytes.subarray(opening, limit).indexOf(BYTE.closeBrace);
  const stop = closing < 0 ? limit : opening + closing;
  const text = bytes.toString('latin1', opening, stop);
  for (const match of text.matchAll(MAP_LINE)) {
    const value = match[1] ?? '';
    if (isReadableValue(value) || !(looksChosen(value) || looksRandom(value, 12))) continue;
    const at = opening + match.index + match[0].indexOf(value);
    const end = at + value.length;
    found.add({
      start: at,
      end,
      contextStart: start,
      rule: 'directive',
      kind: 'secret',
      layer: LAYER.key,
      canonical: value,
    });
  }
  return stop;
}

function inspectDirective(
  window: TextWindow,
  start: number,
  from: number,
  last: JudgedName,
  found: Found,
): void {
  const { bytes, end } = window;
  const nameQuote = quoteAt(bytes, skip(bytes, from, end, BLANK), end);
  const nameStart = skip(bytes, from, end, BLANK) + (nameQuote?.length ?? 0);
  const first = bytes[nameStart] === BYTE.dollar ? nameStart + 1 : nameStart;
  const nameEnd = skip(bytes, first, end, NAME, LONGEST_NAME);
  const at = skip(bytes, nameEnd + (nameQuote?.length ?? 0), end, BLANK);
  if (nameEnd === first || at === nameEnd || at >= end || LINE_END[bytes[at] as number] === 1) return;
  const keyClass = classOf(bytes, first, nameEnd, last);
  if (keyClass === 'innocent' || keyClass === 'address' || keyClass === 'webhook') return;
  const quote = quoteAt(bytes, at, end);
  const valueStart = at + (quote?.length ?? 0);
  const valueEnd =
    quote === undefined ? endOfWord(bytes, at, end) : endOfQuoted(bytes, valueStart, end, quote).end;
  const text = bytes.toString('utf8', valueStart, valueEnd);
  const scheme = keyClass === 'authorization' ? (SCHEME.exec(text)?.[0].length ?? 0) : 0;
  const value = text.slice(scheme);
  if (value === '' || isReadableValue(value)) return;
  if (keyClass === 'ambiguous' && !looksRandom(value, 12)) return;
  found.add({
    start: valueStart + scheme,
    end: valueEnd,
    contextStart: start,
    rule: 'directive',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value,
    quote: undefined,
    findEnd: valueEnd === end && !window.complete ? resume : undefined,
  });
}

function endOfWord(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && VALUE_END[bytes[i] as number] === 0) i++;
  return i;
}

function resume(bytes: Buffer, from: number, end: number): number {
  const at = endOfWord(bytes, from, end);
  return at < end ? at : -1;
}
