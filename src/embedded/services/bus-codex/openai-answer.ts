import type { LlmExecutionRequest } from '../../../contract/llm.ts';
import type { ExecutionOutcome } from './execution-provider.ts';

/** What an answer is stamped with. */
export interface AnswerStamp {
  /** Unique part of the answer's ids: letters, digits and hyphens. */
  readonly id: string;
  readonly createdAt: Date;
}

/**
 * Writes an outcome in the OpenAI shape of an endpoint. `model` is the model that answered, not the alias that was
 * asked for; `system_fingerprint` (for responses: in `metadata`) names the provider.
 */
export function openAiAnswer(
  endpoint: LlmExecutionRequest['endpoint'],
  outcome: ExecutionOutcome,
  { id, createdAt }: AnswerStamp,
): Record<string, unknown> {
  const { text, model, fingerprint } = outcome;
  const created = Math.floor(createdAt.getTime() / 1000);
  const ended = { index: 0, logprobs: null, finish_reason: 'stop' };
  switch (endpoint) {
    case '/v1/chat/completions':
      return {
        id: `chatcmpl-${id}`,
        object: 'chat.completion',
        created,
        model,
        system_fingerprint: fingerprint,
        choices: [{ ...ended, message: { role: 'assistant', content: text, refusal: null } }],
        ...completionUsage(outcome),
      };
    case '/v1/completions':
      return {
        id: `cmpl-${id}`,
        object: 'text_completion',
        created,
        model,
        system_fingerprint: fingerprint,
        choices: [{ ...ended, text }],
        ...completionUsage(outcome),
      };
    case '/v1/responses':
      return {
        id: `resp_${id}`,
        object: 'response',
        created_at: created,
        status: 'completed',
        model,
        output: [
          {
            id: `msg_${id}`,
            type: 'message',
            status: 'completed',
            role: 'assistant',
            content: [{ type: 'output_text', text, annotations: [] }],
          },
        ],
        error: null,
        incomplete_details: null,
        metadata: { system_fingerprint: fingerprint },
        ...responsesUsage(outcome),
      };
  }
}

function completionUsage({ tokens }: ExecutionOutcome) {
  if (tokens === undefined) return {};
  return {
    usage: {
      prompt_tokens: tokens.input,
      completion_tokens: tokens.output,
      total_tokens: tokens.input + tokens.output,
    },
  };
}

function responsesUsage({ tokens }: ExecutionOutcome) {
  if (tokens === undefined) return {};
  return {
    usage: {
      input_tokens: tokens.input,
      output_tokens: tokens.output,
      total_tokens: tokens.input + tokens.output,
    },
  };
}
