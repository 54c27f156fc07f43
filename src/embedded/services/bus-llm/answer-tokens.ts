import { z } from 'zod';
import { tokenUsage } from '../../../contract/llm.ts';

const responsesUsage = z
  .object({ input_tokens: z.int().min(0), output_tokens: z.int().min(0), total_tokens: z.int().min(0) })
  .transform(({ input_tokens, output_tokens, total_tokens }) => ({
    prompt_tokens: input_tokens,
    completion_tokens: output_tokens,
    total_tokens,
  }));

const counted = z.object({ usage: z.union([tokenUsage, responsesUsage]) });

/** Tokens of one answer. */
export type AnswerTokens = z.output<typeof tokenUsage>;

/**
 * Reads the token counts of an answer, in the words of chat completions whichever endpoint it is from.
 * @param answer an OpenAI-compatible body
 * @returns `undefined` when it counts none: then usage is missing
 */
export function answerTokens(answer: Readonly<Record<string, unknown>>): AnswerTokens | undefined {
  const parsed = counted.safeParse(answer);
  return parsed.success ? parsed.data.usage : undefined;
}
