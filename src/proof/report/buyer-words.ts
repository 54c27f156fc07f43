import type { Results } from './results.ts';

/** The verdict of a proof for a person. */
export const VERDICT_WORDS: Readonly<Record<Results['verdict'], string>> = {
  PASSED: 'PASSED',
  WARNED: 'PASSED, optional checks skipped',
  FAILED: 'FAILED',
};

/** What a passed proof of each tier is evidence for, in words for a buyer. */
export const TIER_MEANINGS: Readonly<Record<Results['profile']['tier'], string>> = {
  local: 'a stack on one machine with its public local defaults; not a hosted service, not production',
  hosted: 'a hosted stack as it answered at the time of the run; not its operation over time',
  'production-pilot':
    'a pilot in production surroundings at the time of the run; not an unlimited production promise',
};
