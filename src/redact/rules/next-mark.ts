import { BYTE } from '../byte-classes.ts';
import type { TextWindow } from '../spans.ts';
import type { WindowText } from './window-text.ts';

/** What a line must hold behind a sign. */
export interface Mark {
  /** In lower case where `foldsCase` is set. */
  readonly text: string;
  readonly foldsCase?: boolean;
  /** Sticky; what the mark and the bytes behind it look like. */
  readonly pattern?: RegExp;
}

/** So much of what stands behind a mark is read for its pattern. */
const REACH = 512;

/**
 * Where a mark stands next. Every byte is read once, however many signs stand before it: between the places that were
 * asked for, it is known where the mark stands and where it does not.
 */
export class NextMark {
  readonly #mark: Mark;
  #from = 0;
  /** First byte where it is not known whether the mark stands. */
  #to = 0;
  #at = -1;

  constructor(mark: Mark) {
    this.#mark = mark;
  }

  /** Forgets the last window. */
  reset(): void {
    this.#from = this.#to = 0;
    this.#at = -1;
  }

  /** True when the mark stands in the rest of the line from `from` on and begins before `limit`. */
  stands(window: TextWindow, from: number, limit: number, text: WindowText): boolean {
    if (from < this.#from || from > this.#to || (this.#at >= 0 && this.#at < from)) {
      this.#from = this.#to = from;
      this.#at = -1;
    }
    const end = Math.min(limit, window.end);
    while (this.#at < 0 && this.#to < end && window.bytes[this.#to] !== BYTE.lf) {
      if (this.#standsAt(window, this.#to, text)) this.#at = this.#to;
      else this.#to++;
    }
    return this.#at >= 0 && this.#at < end;
  }

  #standsAt(window: TextWindow, at: number, text: WindowText): boolean {
    const { text: wanted, foldsCase, pattern } = this.#mark;
    for (let i = 0; i < wanted.length; i++) {
      const byte = window.bytes[at + i] as number;
      const folded = foldsCase === true && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
      if (folded !== wanted.charCodeAt(i)) return false;
    }
    if (pattern === undefined) return true;
    pattern.lastIndex = 0;
    return pattern.test(text.between(window, at, at + REACH));
  }
}
