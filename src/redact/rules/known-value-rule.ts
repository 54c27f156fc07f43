import { ALNUM, BASE64_ANY, BLANK, BYTE, LINE_END } from '../byte-classes.ts';
import type { KnownForm } from '../known-values.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { skipAnsi } from './boundary.ts';
import type { Rule } from './rule.ts';

/** Blanks that a wrapped line may begin with. */
const DEEPEST_INDENT = 80;
const SHORTEST_ANCHOR = 4;

/**
 * Known values in all their forms: the only rule that can promise to miss none. The automaton holds the first and the
 * last letters of each form; the rest is compared at the hit, over line breaks and colours too, so that a value that a
 * terminal or a mail program wrapped once is found from one of its ends.
 * @param anchorLength letters of a form that go into the automaton
 */
export function knownValueRule(forms: readonly KnownForm[], anchorLength: number): Rule {
  // Half of a short form: a line break in its middle must leave one of its ends whole.
  const lengthOf = (form: KnownForm) =>
    Math.min(anchorLength, form.bytes.length, Math.max(SHORTEST_ANCHOR, form.bytes.length >> 1));
  const heads = forms.map((form) => form.bytes.subarray(0, lengthOf(form)).toString('latin1'));
  const tails = forms.map((form) =>
    form.bytes.subarray(form.bytes.length - lengthOf(form)).toString('latin1'),
  );
  return {
    id: 'known-value',
    anchors: [...heads, ...tails],
    inspect(window, start, end, anchor, found) {
      const isTail = anchor >= forms.length;
      const form = forms[isTail ? anchor - forms.length : anchor];
      if (form === undefined) return;
      const from = isTail ? compareBackward(window, end, form) : start;
      const to = isTail ? end : compareForward(window, start, form);
      if (from === undefined || to === undefined) return;
      if (form.wholeWord && (isLetter(window, from - 1) || isLetter(window, to))) return;
      const begin = withEdge(window, from, -form.edges[0]);
      found.add({
        start: begin,
        end: withEdge(window, to, form.edges[1]),
        contextStart: begin,
        rule: 'known-value',
        kind: 'known',
        layer: LAYER.known,
        canonical: form.value,
        quote: undefined,
        findEnd: undefined,
      });
    },
  };
}

/** The end of the form that begins at `start`, or undefined when something else stands there. */
function compareForward(window: TextWindow, start: number, form: KnownForm): number | undefined {
  const { bytes, end } = window;
  const wanted = form.bytes;
  let at = start;
  for (let i = 0; i < wanted.length; i++) {
    if (at < end && same(bytes[at] as number, wanted[i] as number, form.foldCase)) {
      at++;
      continue;
    }
    const next = i === 0 ? at : skipBreak(bytes, at, end);
    if (next !== at && BLANK[wanted[i] as number] === 1 && BLANK[bytes[next] ?? 0] === 0) {
      // A line is broken where a blank was.
      at = next;
      continue;
    }
    if (next === at || next >= end || !same(bytes[next] as number, wanted[i] as number, form.foldCase))
      return undefined;
    at = next + 1;
  }
  return at;
}

/** The beginning of the form that ends before `end`. */
function compareBackward(window: TextWindow, end: number, form: KnownForm): number | undefined {
  const { bytes, start } = window;
  const wanted = form.bytes;
  let at = end;
  for (let i = wanted.length - 1; i >= 0; i--) {
    // A colour ends in a letter that the value may have too.
    if (i < wanted.length - 1 && bytes[at - 1] === 0x6d) at = skipColourBackward(bytes, at, start);
    if (at > start && same(bytes[at - 1] as number, wanted[i] as number, form.foldCase)) {
      at--;
      continue;
    }
    const next = i === wanted.length - 1 ? at : skipBreakBackward(bytes, at, start);
    if (next !== at && BLANK[wanted[i] as number] === 1 && BLANK[bytes[next - 1] ?? 0] === 0) {
      at = next;
      continue;
    }
    if (next === at || next <= start || !same(bytes[next - 1] as number, wanted[i] as number, form.foldCase))
      return undefined;
    at = next - 1;
  }
  return at;
}

function same(byte: number, wanted: number, foldCase: boolean): boolean {
  if (byte === wanted) return true;
  return foldCase && (byte | 0x20) === (wanted | 0x20) && (wanted | 0x20) >= 0x61 && (wanted | 0x20) <= 0x7a;
}

/** The first byte after a line break with its indentation, after `\n` as JSON writes it, or after a colour. */
function skipBreak(bytes: Buffer, position: number, end: number): number {
  const first = bytes[position];
  if (first === BYTE.escape || first === BYTE.backslash) {
    const after = skipAnsi(bytes, position, end);
    if (after !== position) return after;
    let i = position;
    while (bytes[i] === BYTE.backslash && (bytes[i + 1] === 0x6e || bytes[i + 1] === 0x72)) i += 2;
    if (i > position) return i;
  }
  let i = position;
  // A backslash or an equals sign before the break continues a line in a shell and in quoted-printable.
  if ((first === BYTE.backslash || first === BYTE.equals) && LINE_END[bytes[i + 1] ?? 0] === 1) i++;
  if (i >= end || LINE_END[bytes[i] as number] === 0) return position;
  while (i < end && LINE_END[bytes[i] as number] === 1) i++;
  const limit = Math.min(end, i + DEEPEST_INDENT);
  while (i < limit && BLANK[bytes[i] as number] === 1) i++;
  return i;
}

function skipBreakBackward(bytes: Buffer, position: number, start: number): number {
  const limit = Math.max(start, position - DEEPEST_INDENT);
  let i = position;
  while (i > limit && BLANK[bytes[i - 1] as number] === 1) i--;
  if (i > start && LINE_END[bytes[i - 1] as number] === 1) {
    while (i > start && LINE_END[bytes[i - 1] as number] === 1) i--;
    return i > start && bytes[i - 1] === BYTE.backslash ? i - 1 : i;
  }
  const colour = skipColourBackward(bytes, position, start);
  if (colour !== position) return colour;
  if (position - 2 >= start && bytes[position - 2] === BYTE.backslash && bytes[position - 1] === 0x6e)
    return position - 2;
  return position;
}

/** The first byte of the ANSI sequence that ends before `position`, or `position` when none does. */
function skipColourBackward(bytes: Buffer, position: number, start: number): number {
  for (let back = position - 1; back >= start && position - back <= 16; back--) {
    if (
      (bytes[back] === BYTE.escape || bytes[back] === BYTE.backslash) &&
      skipAnsi(bytes, back, position) === position
    )
      return back;
  }
  return position;
}

function isLetter(window: TextWindow, position: number): boolean {
  return position >= window.start && position < window.end && ALNUM[window.bytes[position] as number] === 1;
}

/** Takes the neighbouring letter along that holds bits of the value. */
function withEdge(window: TextWindow, position: number, by: number): number {
  const neighbour = by < 0 ? position - 1 : position;
  if (by === 0 || neighbour < window.start || neighbour >= window.end) return position;
  return BASE64_ANY[window.bytes[neighbour] as number] === 1 ? position + by : position;
}
