import { BLANK, BYTE, FOLDED } from '../byte-classes.ts';
import type { KnownForm } from '../known-values.ts';
import type { TextWindow } from '../spans.ts';
import { startOfAnsi } from './ansi.ts';
import { skipBreak, skipBreakBackward } from './line-breaks.ts';
import type { OrderedForms } from './ordered-forms.ts';

const BLANKS = [BYTE.tab, BYTE.space];
const LAST_OF_COLOUR = 0x6d;

/** Takes a form that was found, and the position where it ends, or begins when forms are read from behind. */
type Report = (form: KnownForm, border: number) => void;

/**
 * Finds which of many forms stand at a position, letter by letter for all of them at once. Where the text has a line
 * break, an indentation or a colour that a form has not, it goes on behind it.
 */
export class FormWalk {
  /** Where else to go on: forms from and to, letters that were read, position. */
  readonly #stack: number[] = [];

  /** Reports each form that begins at `position`, or ends before it when the forms are read from behind. */
  over(forms: OrderedForms, window: TextWindow, position: number, report: Report): void {
    const stack = this.#stack;
    stack.push(0, forms.size, 0, position);
    while (stack.length > 0) {
      const at = stack.pop() as number;
      const depth = stack.pop() as number;
      const high = stack.pop() as number;
      this.#follow(forms, window, stack.pop() as number, high, depth, at, report);
    }
  }

  #follow(
    forms: OrderedForms,
    window: TextWindow,
    first: number,
    last: number,
    read: number,
    position: number,
    report: Report,
  ): void {
    const { isBackward } = forms;
    const sorted = forms.sorted();
    let low = first;
    let high = last;
    let at = position;
    for (let depth = read; ; depth++) {
      while (low < high && (sorted[low] as KnownForm).bytes.length === depth)
        report(sorted[low++] as KnownForm, at);
      if (low >= high) return;
      // A colour ends in a letter that the value may have too.
      if (isBackward && depth > 0 && window.bytes[at - 1] === LAST_OF_COLOUR)
        at = startOfAnsi(window.bytes, at, window.start);
      const letter = letterAt(forms, window, at);
      if (letter < 0 && !isBackward && !window.complete) {
        // What the window shows of it is it: the stream keeps it for the next window.
        report(sorted[low] as KnownForm, at);
        return;
      }
      const from = letter < 0 ? high : forms.firstFrom(low, high, depth, letter);
      const to = letter < 0 ? high : forms.firstFrom(from, high, depth, letter + 1);
      if (depth > 0 && to - from < high - low) this.#skip(forms, window, low, high, depth, at, letter);
      if (from >= to) return;
      low = from;
      high = to;
      at += isBackward ? -1 : 1;
    }
  }

  /** Keeps the place behind a break for the forms that do not go on with the letter that stands at `position`. */
  #skip(
    forms: OrderedForms,
    window: TextWindow,
    low: number,
    high: number,
    depth: number,
    position: number,
    letter: number,
  ): void {
    const next = forms.isBackward
      ? skipBreakBackward(window.bytes, position, window.start)
      : skipBreak(window.bytes, position, window.end);
    if (next === position) return;
    const behind = letterAt(forms, window, next);
    const after = forms.isBackward ? next - 1 : next + 1;
    if (behind >= 0 && behind !== letter) this.#keep(forms, low, high, depth, behind, after);
    // A line is broken where a blank was.
    if (behind < 0 || BLANK[behind] === 0)
      for (const blank of BLANKS) if (blank !== letter) this.#keep(forms, low, high, depth, blank, next);
  }

  #keep(forms: OrderedForms, low: number, high: number, depth: number, letter: number, at: number): void {
    const from = forms.firstFrom(low, high, depth, letter);
    const to = forms.firstFrom(from, high, depth, letter + 1);
    if (from < to) this.#stack.push(from, to, depth + 1, at);
  }
}

/** The letter that is read next at a position, as the forms have it; -1 at the window's border. */
function letterAt(forms: OrderedForms, window: TextWindow, position: number): number {
  const isOutside = forms.isBackward ? position <= window.start : position >= window.end;
  if (isOutside) return -1;
  const byte = window.bytes[forms.isBackward ? position - 1 : position] as number;
  return forms.foldCase ? (FOLDED[byte] as number) : byte;
}
