import { isSingleCells } from './single-cells.ts';

// The build puts this class where a library says `Intl.Segmenter`, here too if it were spelt like that.
const { Segmenter } = Intl;

/** Begins a colour sequence, and joins with nothing. */
const ESCAPE = '\u001b';

/**
 * `Intl.Segmenter` for those who draw a terminal: it takes apart what needs no tables by itself. The first real one of a
 * process costs as much time as Node's own start; the screens of most people never need it.
 */
export class QuickSegmenter {
  readonly #make: () => Intl.Segmenter;
  readonly #ofCharacters: boolean;
  #real: Intl.Segmenter | undefined;

  constructor(locales?: Intl.LocalesArgument, options: Intl.SegmenterOptions = {}) {
    this.#make = () => new Segmenter(locales, options);
    this.#ofCharacters = (options.granularity ?? 'grapheme') === 'grapheme';
  }

  /** The segments of a text, as `Intl.Segmenter` tells them. */
  segment(input: string): Pick<Intl.Segments, 'containing' | typeof Symbol.iterator> {
    if (this.#ofCharacters && isSingleCells(input.replaceAll(ESCAPE, ''))) return characters(input);
    this.#real ??= this.#make();
    return this.#real.segment(input);
  }
}

/** A text each of whose characters is a segment. */
function characters(input: string): ReturnType<QuickSegmenter['segment']> {
  const at = (index: number): Intl.SegmentData => ({ segment: input.charAt(index), index, input });
  return {
    containing: (index = 0) => {
      const place = Math.trunc(index);
      return place >= 0 && place < input.length ? at(place) : undefined;
    },
    [Symbol.iterator]: () => Array.from(input, (_, index) => at(index))[Symbol.iterator](),
  };
}
