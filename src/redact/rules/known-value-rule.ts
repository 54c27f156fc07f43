import { ALNUM, BASE64_ANY, BLANK, BYTE, byteSet, LINE_END } from '../byte-classes.ts';
import type { KnownForm } from '../known-values.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { skipAnsi, startOfAnsi } from './ansi.ts';
import type { Rule } from './rule.ts';

/** Blanks that a wrapped line may begin with. */
const DEEPEST_INDENT = 80;
const SHORTEST_ANCHOR = 4;
/** Backslashes before a letter: JSON in JSON in JSON in JSON has as many. */
const MOST_BACKSLASHES = 8;
const ESCAPED_BREAK = byteSet('nr');
const TAB = byteSet('t');

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
    // What the window shows of it is it: the stream keeps it for the next window.
    if (at >= end && !window.complete) return end;
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
    if (i < wanted.length - 1 && bytes[at - 1] === 0x6d) at = startOfAnsi(bytes, at, start);
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

/** The first byte after line breaks with an indentation, also as JSON writes them, or after a colour. */
function skipBreak(bytes: Buffer, position: number, end: number): number {
  const first = bytes[position];
  if (first === BYTE.escape || first === BYTE.backslash) {
    const after = skipAnsi(bytes, position, end);
    if (after !== position) return after;
  }
  let i = position;
  // A backslash or an equals sign before the break continues a line in a shell and in quoted-printable.
  if ((first === BYTE.backslash || first === BYTE.equals) && LINE_END[bytes[i + 1] ?? 0] === 1) i++;
  const breaks = i;
  while (i < end) {
    if (LINE_END[bytes[i] as number] === 1) i++;
    else if (endOfEscape(bytes, i, end, ESCAPED_BREAK) > i) i = endOfEscape(bytes, i, end, ESCAPED_BREAK);
    else break;
  }
  if (i === breaks) return position;
  const limit = Math.min(end, i + DEEPEST_INDENT);
  while (i < limit) {
    if (BLANK[bytes[i] as number] === 1) i++;
    else if (endOfEscape(bytes, i, limit, TAB) > i) i = endOfEscape(bytes, i, limit, TAB);
    else break;
  }
  return i;
}

function skipBreakBackward(bytes: Buffer, position: number, start: number): number {
  const limit = Math.max(start, position - DEEPEST_INDENT);
  let i = position;
  while (i > limit) {
    if (BLANK[bytes[i - 1] as number] === 1) i--;
    else if (startOfEscape(bytes, i, limit, TAB) < i) i = startOfEscape(bytes, i, limit, TAB);
    else break;
  }
  const breaks = i;
  while (i > start) {
    if (LINE_END[bytes[i - 1] as number] === 1) i--;
    else if (startOfEscape(bytes, i, start, ESCAPED_BREAK) < i)
      i = startOfEscape(bytes, i, start, ESCAPED_BREAK);
    else break;
  }
  if (i === breaks) return startOfAnsi(bytes, position, start);
  const before = i > start ? bytes[i - 1] : undefined;
  return before === BYTE.backslash || before === BYTE.equals ? i - 1 : i;
}

/** The end of backslashes with one of some letters behind them, or `position` when something else stands there. */
function endOfEscape(bytes: Buffer, position: number, end: number, letters: Uint8Array): number {
  let i = position;
  while (i < end && i - position < MOST_BACKSLASHES && bytes[i] === BYTE.backslash) i++;
  return i > position && i < end && letters[bytes[i] as number] === 1 ? i + 1 : position;
}

/** The beginning of what {@link endOfEscape} finds the end of. */
function startOfEscape(bytes: Buffer, position: number, start: number, letters: Uint8Array): number {
  if (position - 1 < start || letters[bytes[position - 1] as number] === 0) return position;
  let i = position - 1;
  while (i > start && position - i <= MOST_BACKSLASHES && bytes[i - 1] === BYTE.backslash) i--;
  return i < position - 1 ? i : position;
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
