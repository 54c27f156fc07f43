import { z } from 'zod';
import { count, filledText, jsonObject, text } from './fields.ts';

/**
 * The one model of the local catalog; what executes behind it is `BUS_CODEX_MODEL` (bus-api-provider-llm
 * page).
 */
export const LOCAL_MODEL = {
  id: 'codex-chatgpt',
  object: 'model',
  created: 0,
  owned_by: 'bus-codex',
} as const;

/** The live Codex proof's prompt and the marker its answer must contain (compose smoke test). */
export const LIVE_CODEX = {
  prompt: 'Reply with BUS_CODEX_OK only.',
  marker: 'BUS_CODEX_OK',
  optIn: 'BUS_LOCAL_AI_PLATFORM_LIVE_CODEX',
} as const;

/** What stands in `model` of an answer that no model wrote. */
export const STATIC_MODEL = 'static';

/**
 * Greatest request body in bytes: 2 MiB; beyond is `request_body_too_large` before anything is woken
 * (bus-api-provider-llm page).
 */
export const LLM_BODY_LIMIT_BYTES = 2 * 1024 * 1024;

/** Seconds the LLM API waits for the correlated response event. */
export const LLM_TIMEOUT_SECONDS = 60;

/** Answer of `GET /v1/models`. */
export const modelListResponse = z.object({
  object: z.literal('list'),
  data: z
    .array(
      z.object({ id: filledText(256), object: z.literal('model'), created: z.int(), owned_by: text(256) }),
    )
    .max(1000),
});

/** A parsed model list. */
export type ModelListResponse = z.output<typeof modelListResponse>;

const model = filledText(256);
const stream = z.boolean().optional();
const content = z.union([text(2_097_152), z.array(z.looseObject({ type: text(64) })).max(1024)]).nullish();

/*
 * Requests keep members they do not know: they are OpenAI's, they change with OpenAI, and they are forwarded.
 */

/** Body of `POST /v1/chat/completions`. */
export const chatCompletionRequest = z.looseObject({
  model,
  messages: z
    .array(z.looseObject({ role: filledText(32), content }))
    .min(1)
    .max(4096),
  stream,
});

/** A parsed chat request. */
export type ChatCompletionRequest = z.output<typeof chatCompletionRequest>;

/** Body of `POST /v1/completions`. */
export const completionRequest = z.looseObject({
  model,
  prompt: z.union([text(2_097_152), z.array(text(2_097_152)).min(1).max(1024)]),
  stream,
});

/** A parsed completion request. */
export type CompletionRequest = z.output<typeof completionRequest>;

/** Body of `POST /v1/responses`. */
export const responsesRequest = z.looseObject({
  model,
  input: z.union([text(2_097_152), z.array(z.looseObject({})).min(1).max(4096)]),
  stream,
});

/** A parsed responses request. */
export type ResponsesRequest = z.output<typeof responsesRequest>;

/**
 * Body of `POST /v1/embeddings`. No event carries it, so the local stack's events backend cannot serve it.
 */
export const embeddingsRequest = z.looseObject({
  model,
  input: z.union([text(2_097_152), z.array(text(2_097_152)).min(1).max(2048)]),
});

/** Token counts; a Codex-backed answer may have none, which is recorded as `usage_missing`. */
export const tokenUsage = z.object({ prompt_tokens: count, completion_tokens: count, total_tokens: count });

/** Parsed token counts. */
export type TokenUsage = z.output<typeof tokenUsage>;

/** Answer of `POST /v1/chat/completions`. */
export const chatCompletionResponse = z.object({
  id: text(256),
  object: text(64),
  created: z.int().optional(),
  model: text(256).optional(),
  choices: z
    .array(
      z.object({
        index: count.optional(),
        message: z.object({ role: text(32), content: text(4_194_304).nullish() }),
        finish_reason: text(64).nullish(),
      }),
    )
    .min(1)
    .max(128),
  usage: tokenUsage.nullish(),
});

/** A parsed chat answer. */
export type ChatCompletionResponse = z.output<typeof chatCompletionResponse>;

/** Answer of `POST /v1/completions`. */
export const completionResponse = z.object({
  id: text(256),
  object: text(64),
  created: z.int().optional(),
  model: text(256).optional(),
  choices: z
    .array(z.object({ index: count.optional(), text: text(4_194_304), finish_reason: text(64).nullish() }))
    .min(1)
    .max(128),
  usage: tokenUsage.nullish(),
});

/** A parsed completion answer. */
export type CompletionResponse = z.output<typeof completionResponse>;

/** Answer of `POST /v1/responses`. */
export const responsesResponse = z.object({
  id: text(256),
  object: text(64),
  status: text(64).optional(),
  model: text(256).optional(),
  output: z
    .array(
      z.looseObject({
        type: text(64),
        content: z
          .array(z.looseObject({ type: text(64), text: text(4_194_304).optional() }))
          .max(1024)
          .optional(),
      }),
    )
    .max(1024),
  usage: z.object({ input_tokens: count, output_tokens: count, total_tokens: count }).nullish(),
});

/** A parsed responses answer. */
export type ResponsesResponse = z.output<typeof responsesResponse>;

/** Last data line of a streamed answer. */
export const STREAM_DONE = '[DONE]';

/** One data line of a streamed chat answer. */
export const chatCompletionChunk = z.object({
  id: text(256),
  object: z.literal('chat.completion.chunk'),
  choices: z
    .array(
      z.object({
        delta: z.object({ role: text(32).optional(), content: text(1_048_576).nullish() }),
        finish_reason: text(64).nullish(),
      }),
    )
    .max(128),
  usage: tokenUsage.nullish(),
});

/** Routes that have an LLM event (bus-integration-codex page). */
export const LLM_ENDPOINTS = ['/v1/chat/completions', '/v1/responses', '/v1/completions'] as const;

/**
 * Payload of the `bus.llm.*.request` events. The contract names the Go type only; the fields are this
 * project's choice.
 */
export const llmExecutionRequest = z.strictObject({
  endpoint: z.enum(LLM_ENDPOINTS),
  /** `sub` of the caller's token. */
  account_id: filledText(256),
  /** The request body as it came, parsed. */
  body: jsonObject,
});

/** A parsed execution request. */
export type LlmExecutionRequest = z.output<typeof llmExecutionRequest>;

/** Payload of the `bus.llm.*.response` events: an HTTP-like status and an OpenAI-compatible body. */
export const llmExecutionResponse = z.strictObject({ status: z.int().min(200).max(599), body: jsonObject });

/** A parsed execution response. */
export type LlmExecutionResponse = z.output<typeof llmExecutionResponse>;
