import { createHash } from 'node:crypto';
import { STATIC_MODEL } from '../../../contract/llm.ts';
import type { ExecutionProvider } from './execution-provider.ts';

/** What stands in `system_fingerprint` of a static answer. */
const STATIC_FINGERPRINT = 'bus-codex/static';

/**
 * Makes the deterministic provider. The same turn gives the same answer. It never repeats the prompt, so that an
 * expected marker such as `BUS_CODEX_OK` cannot come back without a model having been asked.
 */
export function staticProvider(): ExecutionProvider {
  return {
    name: 'static',
    async execute(turn, signal) {
      signal.throwIfAborted();
      const conversation = turn.messages.map((message) => `${message.role}\n${message.text}`).join('\n\n');
      const digest = createHash('sha256').update(conversation).digest('hex').slice(0, 16);
      const text = `Static provider: no model was asked. Conversation ${digest}, messages: ${turn.messages.length}.`;
      return {
        text,
        model: STATIC_MODEL,
        fingerprint: STATIC_FINGERPRINT,
        tokens: { input: wordCount(conversation), output: wordCount(text) },
      };
    },
  };
}

/** Words stand in for tokens: whole, repeatable, and at least one. */
function wordCount(text: string): number {
  return Math.max(1, text.split(/\s+/).filter((word) => word !== '').length);
}
