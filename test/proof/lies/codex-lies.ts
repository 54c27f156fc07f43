import { LIVE_CODEX } from '../../../src/contract/llm.ts';
import type { Lie } from '../lying-gateway.ts';
import {
  ESCAPES,
  events,
  type Json,
  json,
  lie,
  named,
  none,
  page,
  set,
  status,
  type ToldLie,
  texts,
  without,
} from './lie.ts';

const CHAT = '/v1/chat/completions';
const said = (content: unknown) =>
  json((value) => ({
    ...value,
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  }));

/** A stack with fixed answers that claims to have asked a model: what the lies below are told on top of. */
export const CLAIMS_A_MODEL: Lie = {
  path: CHAT,
  tell: async (told, asked) => {
    await said(LIVE_CODEX.marker)(told, asked);
    await set({ model: 'gpt-of-a-liar' })(told, asked);
  },
};

/** Lies about the live answer. */
export const CODEX_LIES: readonly ToldLie[] = [
  lie('live-codex', 'another answer', 'CX-WRONG-MARKER', CHAT, said('Hello.')),
  lie('live-codex', 'an echo of the question', 'CX-WRONG-MARKER', CHAT, said(LIVE_CODEX.prompt)),
  lie('live-codex', 'no answer in it', 'CX-WRONG-MARKER', CHAT, said(null)),
  lie('live-codex', 'escapes for an answer', 'CX-WRONG-MARKER', CHAT, said(ESCAPES)),
  lie('live-codex', 'no choices', 'CX-ANSWER-SHAPE', CHAT, set({ choices: [] })),
  lie('live-codex', 'choices that are none', 'CX-ANSWER-SHAPE', CHAT, without('choices')),
  lie(
    'live-codex',
    'more tokens than can be counted',
    'CX-ANSWER-SHAPE',
    CHAT,
    set({ usage: { prompt_tokens: 2 ** 60, completion_tokens: 1, total_tokens: 1 } }),
  ),
  lie('live-codex', 'a page', 'PR-ANSWER-TYPE', CHAT, page(`<html>${LIVE_CODEX.marker}</html>`)),
  lie('live-codex', 'used, and not recorded', 'CX-USAGE-UNSEEN', '/api/v1/events/stream', events(none), {
    when: named('bus.usage.record.request'),
  }),
  lie(
    'live-codex',
    'the usage of somebody else',
    'CX-USAGE-UNSEEN',
    '/api/v1/events/stream',
    events((all) =>
      all.map((line) => ({
        ...line,
        payload: { ...(line.payload as Json), account_id: '99999999-9999-4999-8999-999999999999' },
      })),
    ),
    { when: named('bus.usage.record.request') },
  ),
  lie('live-codex', 'no such route', 'PR-ROUTE-MISSING', CHAT, status(404)),
  {
    ...lie('live-codex', 'a fixed answer after all', 'CX-STATIC-PROVIDER', CHAT, set({ model: 'static' })),
    verdict: 'SKIP',
  },
  lie('live-codex', 'escapes in every text', 'CX-WRONG-MARKER', CHAT, async (told, asked) => {
    await texts((text) => text + ESCAPES)(told, asked);
    await said(`not it ${ESCAPES}`)(told, asked);
  }),
];
