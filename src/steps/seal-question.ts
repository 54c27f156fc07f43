import type { Question } from './question.ts';

/** Id of the question that stands before every bundle. */
export const SEAL_QUESTION = 'seal-bundle';

/** The question before the seal. Its default is what a headless run does. */
export function sealQuestion(): Question {
  return {
    id: SEAL_QUESTION,
    step: 'bundle',
    text: 'Seal these files as the bundle? Nothing has been written yet.',
    choices: [
      { value: 'seal', label: 'Seal the bundle' },
      { value: 'without', label: 'no bundle', key: 'n' },
    ],
    default: 'seal',
  };
}
