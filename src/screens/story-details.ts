import type { CheckResult, Verdict } from '../steps/run-state.ts';
import type { Mark } from './entry.ts';
import type { Glyphs } from './glyphs.ts';
import { MARK_TONES } from './mark-tones.ts';
import { BLANK, type TextLine, type Tone } from './text-line.ts';

const MARKS: Record<Verdict, Mark> = { PASS: 'pass', SKIP: 'skip', FAIL: 'fail' };

/**
 * The story of a check for its details: each step with what had to come of it and what came.
 * @param write writes one labelled text as lines of the terminal's width
 */
export function storyDetails(
  { story = [], leaves }: CheckResult,
  write: (label: string, text: string | undefined, tone?: Tone) => readonly TextLine[],
  glyphs: Glyphs,
): readonly TextLine[] {
  const steps = story.flatMap(({ status, asked, expected, observed }, index) => [
    BLANK,
    ...write(`step ${index + 1}`, asked, 'strong'),
    ...write('expected', expected, 'quiet'),
    ...write('observed', `${glyphs[MARKS[status]]} ${observed}`, MARK_TONES[MARKS[status]]),
  ]);
  return [...steps, ...(leaves === undefined ? [] : [BLANK, ...write('stays', leaves)])];
}
