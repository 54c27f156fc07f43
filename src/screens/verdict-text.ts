import type { RunState } from '../steps/run-state.ts';
import type { Mark } from './entry.ts';
import { countText } from './quantities.ts';
import type { Tone } from './text-line.ts';

/** The end of a run in one sentence. */
export interface VerdictText {
  readonly mark: Mark;
  readonly sentence: string;
  readonly tone: Tone;
}

/** What a finished run amounts to. */
export function verdictText({
  verdict,
  counts,
}: Pick<NonNullable<RunState['finished']>, 'verdict' | 'counts'>): VerdictText {
  switch (verdict) {
    case 'passed':
      return { mark: 'pass', tone: 'good', sentence: 'Proven: every required check passed.' };
    case 'done':
      return { mark: 'pass', tone: 'good', sentence: 'Done. No proof was asked for.' };
    case 'failed': {
      const failed = counts.fail === 0 ? '' : `: ${countText(counts.fail, 'check')} failed`;
      return { mark: 'fail', tone: 'bad', sentence: `Not proven${failed}.` };
    }
    case 'refused':
      return { mark: 'fail', tone: 'bad', sentence: 'Refused: this machine is not safe to start on.' };
    case 'incomplete':
      return {
        mark: 'skip',
        tone: 'caution',
        sentence: 'Incomplete: the run ended early. Nothing is proven.',
      };
  }
}
