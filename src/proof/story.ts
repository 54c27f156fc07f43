import { CheckFailure, CheckSkip } from './check-failure.ts';
import { plain } from './plain-text.ts';
import type { StoryStep } from './verdict.ts';

/** Most steps that a result holds; what comes after is made but not told. */
export const MOST_STORY_STEPS = 100;
/** Most characters of each text of a step. */
const LONGEST_TEXT = 400;

/** A step before it is made: what is asked of the stack, what must come of it, and what that shows. */
export interface StoryLine {
  /** A sentence, e.g. `Ask whether the account may call models, before anything is paid.` */
  readonly asked: string;
  /** A clause, e.g. `denied, billing_required`. */
  readonly expected: string;
  /** A sentence for somebody who buys, e.g. `Nobody gets paid features for nothing.` */
  readonly shows: string;
}

/** What a check did, step by step, in the words of its reader. It holds nothing that is fresh in every run. */
export class Story {
  readonly #steps: StoryStep[] = [];

  /**
   * Makes a step and tells how it went, also when it fails.
   * @param line what is asked and expected
   * @param work makes the step
   * @param say what was observed, a clause made of the step's value
   * @returns the step's value
   * @throws what the work throws
   */
  async tell<T>(line: StoryLine, work: () => Promise<T>, say: (value: T) => string): Promise<T> {
    // The place is taken before the work, so that a step inside of a step stands behind it.
    const place = this.#steps.length;
    this.#write(place, line, 'FAIL', 'it did not come to an end');
    try {
      const value = await work();
      this.#write(place, line, 'PASS', say(value));
      return value;
    } catch (error) {
      if (error instanceof CheckSkip) this.#write(place, line, 'SKIP', error.detail);
      else if (error instanceof CheckFailure) this.#write(place, line, 'FAIL', error.detail);
      throw error;
    }
  }

  /** Tells a step that was not made, and why. */
  skip(line: StoryLine, why: string): void {
    this.#write(this.#steps.length, line, 'SKIP', why);
  }

  /** The steps so far, at most {@link MOST_STORY_STEPS}. */
  all(): readonly StoryStep[] {
    return this.#steps.slice(0, MOST_STORY_STEPS);
  }

  #write(
    place: number,
    { asked, expected, shows }: StoryLine,
    status: StoryStep['status'],
    observed: string,
  ) {
    this.#steps[place] = {
      status,
      asked: plain(asked, LONGEST_TEXT),
      expected: plain(expected, LONGEST_TEXT),
      observed: plain(observed, LONGEST_TEXT),
      shows: plain(shows, LONGEST_TEXT),
    };
  }
}
