import { BLANK, BYTE, byteSet, LINE_END, SPACE } from '../byte-classes.ts';
import type { FindEnd, TextWindow } from '../spans.ts';
import { startOfLine } from './key-place.ts';
import { skip } from './quote.ts';
import type { ValuePlace } from './value-place.ts';

const INDICATOR = byteSet('0-9+-');

/**
 * The body of a YAML block scalar (`key: |` and deeper lines below it).
 * @param position of the key; its indentation is what the body must exceed
 * @param at where the value begins
 * @returns undefined when the value is no block scalar
 */
export function blockScalar(window: TextWindow, position: number, at: number): ValuePlace | undefined {
  const { bytes, end } = window;
  if (bytes[at] !== BYTE.pipe && bytes[at] !== BYTE.greater) return undefined;
  const header = skip(bytes, skip(bytes, at + 1, end, INDICATOR, 4), end, BLANK);
  if (header >= end || LINE_END[bytes[header] as number] === 0) return undefined;
  const line = startOfLine(window, position);
  if (line === undefined) return undefined;
  const indent = skip(bytes, line, position, BLANK, 80) - line;
  const start = skip(bytes, header, end, SPACE, 4096);
  const stop = endOfBlock(bytes, header, end, indent);
  if (stop.end <= start) return undefined;
  const open = !stop.ended && !window.complete;
  return {
    start,
    end: open ? end : stop.end,
    quote: undefined,
    bare: false,
    findEnd: open ? resuming(LINE_END[bytes[end - 1] as number] === 1, indent) : undefined,
  };
}

/** The end of the last line that is deeper than `indent`; `from` is the end of the line before the first. */
function endOfBlock(
  bytes: Buffer,
  from: number,
  end: number,
  indent: number,
): { end: number; ended: boolean } {
  let last = from;
  let i = from;
  while (i < end) {
    let lineStart = i;
    while (lineStart < end && LINE_END[bytes[lineStart] as number] === 1) lineStart++;
    if (lineStart >= end) return { end: last, ended: false };
    const text = skip(bytes, lineStart, end, BLANK, 4096);
    // How deep the line is, is told by what follows.
    if (text >= end) return { end: last, ended: false };
    const isEmpty = LINE_END[bytes[text] as number] === 1;
    if (!isEmpty && text - lineStart <= indent) return { end: last, ended: true };
    let lineEnd = text;
    while (lineEnd < end && LINE_END[bytes[lineEnd] as number] === 0) lineEnd++;
    if (!isEmpty) last = lineEnd;
    i = lineEnd;
  }
  return { end: last, ended: false };
}

/** @param atLineStart whether the bytes that are looked at first begin a line; later ones begin inside of the body */
function resuming(atLineStart: boolean, indent: number): FindEnd {
  let beginsLine = atLineStart;
  return (bytes, from, end) => {
    let line = from;
    if (!beginsLine) while (line < end && LINE_END[bytes[line] as number] === 0) line++;
    beginsLine = false;
    const stop = endOfBlock(bytes, line, end, indent);
    return stop.ended ? stop.end : -1;
  };
}
