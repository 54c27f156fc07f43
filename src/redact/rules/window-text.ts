import type { TextWindow } from '../spans.ts';

/** So much before and behind a wanted stretch becomes text with it: the next ones are near. */
const BEFORE = 8 * 1024;
const BEHIND = 24 * 1024;

/**
 * A part of a window as text, one letter for each byte. Signs stand a few bytes apart in a text that is made to be slow,
 * and each is looked at with hundreds of bytes around it: they become text together, and a stretch is a view of it.
 * Nothing that is kept longer than a scan may be such a view, for it holds the whole.
 */
export class WindowText {
  #text = '';
  #from = 0;

  /** Forgets the last window. */
  reset(): void {
    this.#text = '';
    this.#from = 0;
  }

  /** The bytes from `from` to before `to` as text. */
  between({ bytes, start, end }: TextWindow, from: number, to: number): string {
    const last = Math.min(to, end);
    if (from < this.#from || last > this.#from + this.#text.length) {
      this.#from = Math.max(start, from - BEFORE);
      this.#text = bytes.toString('latin1', this.#from, Math.min(end, Math.max(last, from + BEHIND)));
    }
    return this.#text.slice(from - this.#from, last - this.#from);
  }
}
