import type { Results } from '../../proof/report/results.ts';

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

/** What a signature does not do. Stands in the report, so that nobody reads more into "verified". */
export const LIMITS_OF_SIGNATURES =
  'A signature proves that nothing was changed after signing, and which key signed. It does not prove that whoever ran the proof told the truth: only your own challenge in the stack’s answers, and a repeat of your own, do that.';
