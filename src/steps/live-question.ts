import type { Question } from './question.ts';

/** Id of the question before the one request that costs something. */
export const LIVE_QUESTION = 'live-codex';

/**
 * The question before a live request. It is asked only where the operator has opted in, so its default, which is what
 * a headless run does, is to send it.
 */
export function liveQuestion(): Question {
  return {
    id: LIVE_QUESTION,
    step: 'proof',
    text: 'Send one live request to Codex? It uses quota of your account: some thousand tokens.',
    choices: [
      { value: 'send', label: 'Send it' },
      { value: 'without', label: 'leave it out', key: 'n' },
    ],
    default: 'send',
  };
}
