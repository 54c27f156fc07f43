import type { Results } from './results.ts';

/**
 * What a reader has to know of a run that went on with one that was broken off.
 * @returns undefined for a run that was done in one go
 */
export function resumedSentence({ volatile }: Results): string | undefined {
  const { resumed } = volatile;
  if (resumed === undefined) return undefined;
  const runs = resumed.before.map(({ run, startedAt, lastAt }) => `${run} (${startedAt} to ${lastAt})`);
  const checks =
    resumed.checksOf === undefined
      ? 'Every check was run again.'
      : `The checks are those of ${resumed.checksOf}, on the same start of the stack.`;
  return `Goes on with what was broken off: ${runs.join(', ')}. ${checks}`;
}
