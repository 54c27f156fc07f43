import type { Glyphs } from './glyphs.ts';
import { wrap, wrapVerbatim } from './text.ts';

/** How a text stands out. Each is only an emphasis: what it says is in its words. */
export type Tone = 'plain' | 'strong' | 'quiet' | 'good' | 'bad' | 'busy' | 'caution';

/** One line of a text, ready to be drawn. */
export interface TextLine {
  /** A short word in a column of its own; empty for a text that has the whole width. */
  readonly label: string;
  readonly text: string;
  readonly tone: Tone;
}

/** Columns of the label and the gap behind it. */
export const LABEL_WIDTH = 14;

/** Label of the further lines of a wrapped text: it keeps its column, and shows nothing. */
export const CONTINUED = ' ';

/** An empty line. */
export const BLANK: TextLine = { label: '', text: '', tone: 'plain' };

/**
 * A text as lines, its label on the first of them.
 * @param label empty for a text without a label, which then uses the whole width
 * @param width columns for label and text together
 */
export function textLines(
  label: string,
  text: string,
  width: number,
  glyphs: Glyphs,
  tone: Tone = 'plain',
): readonly TextLine[] {
  const room = label === '' ? width : width - LABEL_WIDTH;
  return wrap(text, room, glyphs).map((line, index) => ({
    label: label === '' ? '' : index === 0 ? label : CONTINUED,
    text: line,
    tone,
  }));
}

/**
 * A line of a file as lines without a label, with its blanks.
 * @param width columns
 */
export function verbatimLines(text: string, width: number, glyphs: Glyphs): readonly TextLine[] {
  return wrapVerbatim(text, width, glyphs).map((line) => ({ label: '', text: line, tone: 'plain' }));
}
