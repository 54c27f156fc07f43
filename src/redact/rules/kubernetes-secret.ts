import { ALNUM, BLANK, BYTE, LINE_END } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue } from '../value-shape.ts';
import { endOfQuoted, quoteAt, skip, startsWith } from './quote.ts';
import type { Found, Rule } from './rule.ts';

/** A manifest of a secret holds at most a megabyte; what stands further from its `kind` is another one's. */
const FURTHEST = 64 * 1024;
const SECTIONS = ['data', 'stringdata'] as const;

/**
 * `kind: Secret` of Kubernetes in a text: every value under `data` and `stringData` goes, whatever its name. Files are
 * read by their structure as well; a manifest in a log or from standard input has no name that tells.
 */
export function kubernetesSecretRule(): Rule {
  let readTo = -1;
  return {
    id: 'kubernetes-secret',
    anchors: ['kind: secret', 'kind": "secret"', 'kind":"secret"', 'kind: "secret"'],
    reset() {
      readTo = -1;
    },
    inspect(window, start, end, anchor, found) {
      // `SecretStore` and `SecretProviderClass` are other kinds.
      if (start < readTo || ALNUM[window.bytes[end] ?? 0] === 1) return;
      if (anchor === 1 || anchor === 2) {
        readTo = start + JSON_STEP;
        inspectJson(window, start, found);
        return;
      }
      const line = startOfLine(window, start);
      const indent = skip(window.bytes, line, start, BLANK, 80) - line;
      if (line + indent !== start && !startsWith(window.bytes, line + indent, start, '- ')) return;
      const column = start - line;
      const from = Math.max(startOfDocument(window, line), readTo);
      readTo = readSections(window, startOfItem(window, from, line, column), line, column, found);
    },
  };
}

/** The lines between two `---`, as far as they are near. */
function startOfDocument(window: TextWindow, at: number): number {
  const from = window.bytes.lastIndexOf('\n---', at);
  return Math.max(window.start, from < 0 ? window.start : from + 1, at - FURTHEST);
}

/** In a list of objects the item that holds the line: `- apiVersion: v1`, two columns before its members. */
function startOfItem({ bytes }: TextWindow, from: number, line: number, column: number): number {
  let item = from;
  for (let at = from; at <= line; at = endOfLine(bytes, at, line + 1) + 1)
    if (isItem(bytes, at, column)) item = at;
  return item;
}

function isItem(bytes: Buffer, line: number, column: number): boolean {
  if (column < 2 || bytes[line + column - 2] !== BYTE.dash) return false;
  return skip(bytes, line, line + column, BLANK, column) === line + column - 2;
}

/** @returns the end of the document or of the item in a list */
function readSections(
  window: TextWindow,
  from: number,
  kindLine: number,
  column: number,
  found: Found,
): number {
  const { bytes } = window;
  const limit = Math.min(window.end, from + 2 * FURTHEST);
  let isInside = false;
  let isFirst = true;
  for (let at = from; at < limit; ) {
    const end = endOfLine(bytes, at, limit);
    const first = skip(bytes, at, end, BLANK, end - at);
    if (!isFirst && (startsWith(bytes, at, end, '---') || (at > kindLine && isItem(bytes, at, column))))
      return at;
    isFirst = false;
    if (first < end) {
      if (first - at <= column && bytes[first] !== BYTE.hash) {
        isInside =
          first - at === column && SECTIONS.some((name) => startsWith(bytes, first, end, `${name}:`));
      } else if (isInside) {
        addValue(window, first, end, found);
      }
    }
    at = end + 1;
  }
  return limit;
}

/** The value of `name: value`, or a whole line of a block. */
function addValue(window: TextWindow, start: number, end: number, found: Found): void {
  const { bytes } = window;
  let colon = start;
  while (colon < end && bytes[colon] !== BYTE.colon && BLANK[bytes[colon] as number] === 0) colon++;
  const isEntry =
    bytes[colon] === BYTE.colon && (colon + 1 === end || BLANK[bytes[colon + 1] as number] === 1);
  const from = isEntry ? skip(bytes, colon + 1, end, BLANK, 80) : start;
  const quote = quoteAt(bytes, from, end);
  if (quote === undefined) add(window, start, from, end, found);
  else
    add(window, start, from + quote.length, endOfQuoted(bytes, from + quote.length, end, quote).end, found);
}

/** A look at JSON reads so much on each side, and the next one begins so much further. */
const JSON_REACH = 8192;
const JSON_STEP = 4096;
const JSON_MARK = /"(?:(data|stringData)"\s{0,20}:\s{0,20}\{|kind"\s{0,20}:\s{0,20}"(\w{1,40})")/g;

/** Members of an object come in any order: a section is a secret's when the next `kind` of its object says so. */
function inspectJson(window: TextWindow, start: number, found: Found): void {
  const from = Math.max(window.start, start - JSON_REACH);
  const text = window.bytes.toString('latin1', from, Math.min(window.end, start + JSON_STEP + JSON_REACH));
  const marks = [...text.matchAll(JSON_MARK)];
  marks.forEach((mark, i) => {
    if (mark[1] === undefined) return;
    const open = mark.index + mark[0].length;
    const beside = [marks[i - 1], marks[i + 1]].filter((other) => other?.[2]?.toLowerCase() === 'secret');
    const isSecret = beside.some((other) => {
      if (other === undefined) return false;
      const between =
        other.index < mark.index
          ? text.slice(other.index, mark.index)
          : text.slice(text.indexOf('}', open) + 1, other.index);
      return staysInside(between);
    });
    if (isSecret) readMembers(window, from + open, found);
  });
}

function staysInside(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === '{') depth++;
    else if (sign === '}' && --depth < 0) return false;
  }
  return true;
}

function readMembers(window: TextWindow, from: number, found: Found): void {
  const { bytes, end } = window;
  const limit = Math.min(end, from + FURTHEST);
  let isValue = false;
  for (let i = from; i < limit && bytes[i] !== BYTE.closeBrace; i++) {
    if (bytes[i] === BYTE.colon) isValue = true;
    else if (bytes[i] === BYTE.comma) isValue = false;
    const quote = bytes[i] === BYTE.quote ? quoteAt(bytes, i, limit) : undefined;
    if (quote === undefined) continue;
    const stop = endOfQuoted(bytes, i + 1, limit, quote).end;
    if (isValue) add(window, i, i + 1, stop, found);
    i = stop;
  }
}

function add(window: TextWindow, contextStart: number, start: number, end: number, found: Found): void {
  const value = window.bytes.toString('utf8', start, end).trimEnd();
  if (value === '' || value.length < 4 || isReadableValue(value) || /^[|>][0-9+-]{0,2}$/.test(value)) return;
  found.add({
    start,
    end: start + Buffer.byteLength(value),
    contextStart,
    rule: 'kubernetes-secret',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value,
  });
}

function startOfLine({ bytes, start }: TextWindow, at: number): number {
  let i = at;
  while (i > start && at - i < 256 && LINE_END[bytes[i - 1] as number] === 0) i--;
  return i;
}

function endOfLine(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && bytes[i] !== BYTE.lf) i++;
  return i;
}
