import { ALNUM, BYTE } from '../byte-classes.ts';
import type { KeyPlace } from './key-place.ts';

const LONGEST_ATTRIBUTES = 256;
const LONGEST_PREFIX = 24;
const NAMED_TEXT = /^<\/(?:name|key|param-name)>\s{0,20}<(?:value|string|param-value)(?: [^<>]{0,60})?>/i;
/** A name in one cell of a page and its value in the next. */
const NEXT_CELL =
  /^(?:<\/[a-z]{1,8}>)?<\/(?:dt|td|th|b|strong|label|span|li)>\s{0,80}(?:<(?:dd|td|span|code|div)(?: [^<>]{0,80})?>\s{0,40}){1,3}(?:<(?:code|b|pre|kbd)>)?/i;

/** True for the name of an element: `<password`, `<wsse:Password`. */
export function isElement(bytes: Buffer, start: number): boolean {
  let i = start - 1;
  if (bytes[i] === BYTE.colon) {
    const limit = Math.max(0, i - LONGEST_PREFIX);
    for (i -= 1; i > limit && ALNUM[bytes[i] as number] === 1; ) i--;
  }
  return bytes[i] === BYTE.less;
}

/** `<password>…`, `<password type="x">…`, and `<key>password</key><string>…`: where the text begins. */
export function markupText(bytes: Buffer, key: KeyPlace, at: number, end: number): number | undefined {
  if (isElement(bytes, key.start)) return textBehind(bytes, at, end);
  const match = NAMED_TEXT.exec(bytes.toString('latin1', at, Math.min(end, at + 80)));
  return match === null ? undefined : at + match[0].length;
}

/** `<entry key="password">…` and `<textarea name="password">…`: the text of an element that holds no other. */
export function textBehind(bytes: Buffer, at: number, end: number): number | undefined {
  const limit = Math.min(end, at + LONGEST_ATTRIBUTES);
  for (let i = at; i < limit && bytes[i] !== BYTE.less; i++)
    if (bytes[i] === BYTE.greater) return bytes[i - 1] === BYTE.slash ? undefined : i + 1;
  return undefined;
}

/** `<td>API key</td><td>…</td>`: where the text begins, which may be a sentence as well. */
export function nextCell(bytes: Buffer, at: number, end: number): number | undefined {
  if (bytes[at] !== BYTE.less || bytes[at + 1] !== BYTE.slash) return undefined;
  const match = NEXT_CELL.exec(bytes.toString('latin1', at, Math.min(end, at + 200)));
  return match === null ? undefined : at + match[0].length;
}

const CLOSED = /^(?:<\/[a-z]{1,8}>){1,3}(?:\s|&nbsp;|<[a-z]{1,8}>){0,8}|^(?:&nbsp;|&#160;){1,4}/i;

/** `<b>Password:</b> …` and `Password:&nbsp;…`: where the value begins. */
export function afterClosed(bytes: Buffer, at: number, end: number): number {
  if (bytes[at] === BYTE.less ? bytes[at + 1] !== BYTE.slash : bytes[at] !== BYTE.ampersand) return at;
  return at + (CLOSED.exec(bytes.toString('latin1', at, Math.min(end, at + 96)))?.[0].length ?? 0);
}
