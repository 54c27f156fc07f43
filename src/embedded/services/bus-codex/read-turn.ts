import {
  chatCompletionRequest,
  completionRequest,
  type LlmExecutionRequest,
  responsesRequest,
} from '../../../contract/llm.ts';
import { ApiError } from '../../http/api-error.ts';
import type { ExecutionTurn, TurnMessage } from './execution-provider.ts';

/** Content part types that are text, in chat completions and in responses. */
const TEXT_PARTS: ReadonlySet<unknown> = new Set(['text', 'input_text', 'output_text']);

/**
 * Reads the conversation out of a request body, whichever endpoint it is for. Only text is understood.
 * @throws ApiError `bad_request` when the body does not fit the endpoint or holds something that is not text
 */
export function readTurn({ endpoint, body }: LlmExecutionRequest): ExecutionTurn {
  switch (endpoint) {
    case '/v1/chat/completions': {
      const { model, messages } = fitting(chatCompletionRequest.safeParse(body));
      return { model, messages: messages.map(({ role, content }) => ({ role, text: textOf(content) })) };
    }
    case '/v1/completions': {
      const { model, prompt } = fitting(completionRequest.safeParse(body));
      const prompts = typeof prompt === 'string' ? [prompt] : prompt;
      return { model, messages: prompts.map((text) => ({ role: 'user', text })) };
    }
    case '/v1/responses': {
      const { model, input, ...rest } = fitting(responsesRequest.safeParse(body));
      return { model, messages: [...instructions(rest), ...inputMessages(input)] };
    }
  }
}

function instructions(request: Readonly<Record<string, unknown>>): TurnMessage[] {
  const text = request.instructions;
  if (text === undefined || text === null) return [];
  if (typeof text !== 'string') throw new ApiError('bad_request', 'instructions must be text');
  return [{ role: 'system', text }];
}

function inputMessages(input: string | readonly Record<string, unknown>[]): TurnMessage[] {
  if (typeof input === 'string') return [{ role: 'user', text: input }];
  return input.map(({ type = 'message', role, content }) => {
    if (type !== 'message' || typeof role !== 'string') {
      throw new ApiError('bad_request', 'input items must be messages');
    }
    return { role, text: textOf(content) };
  });
}

function textOf(content: unknown): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? (content as unknown[]) : [];
  return parts.map(textOfPart).join('\n');
}

function textOfPart(part: unknown): string {
  const { type, text } = (typeof part === 'object' && part !== null ? part : {}) as Record<string, unknown>;
  if (TEXT_PARTS.has(type) && typeof text === 'string') return text;
  throw new ApiError('bad_request', 'content parts must be text');
}

function fitting<T>(parsed: { success: true; data: T } | { success: false }): T {
  if (!parsed.success) throw new ApiError('bad_request', 'the body does not fit the endpoint');
  return parsed.data;
}
