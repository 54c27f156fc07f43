import type { Mark } from './entry.ts';
import type { Tone } from './text-line.ts';

/** How the state of a row stands out, beside its glyph and its word. */
export const MARK_TONES: Record<Mark, Tone> = {
  pass: 'good',
  fail: 'bad',
  skip: 'caution',
  run: 'busy',
  wait: 'quiet',
};
