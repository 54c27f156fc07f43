import { LLM_EVENTS } from '../../../contract/event-names.ts';
import { type LlmExecutionRequest, llmExecutionResponse } from '../../../contract/llm.ts';
import { askWorker } from '../../events/ask-worker.ts';
import type { EventsClient } from '../../events-client.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import type { ServiceContext } from '../../service.ts';
import { streamedAnswer } from './answer-stream.ts';
import { answerTokens } from './answer-tokens.ts';
import { UsageRecorder } from './usage-recorder.ts';

const REQUEST_EVENT = {
  '/v1/chat/completions': LLM_EVENTS.chatCompletionsRequest,
  '/v1/completions': LLM_EVENTS.completionsRequest,
  '/v1/responses': LLM_EVENTS.responsesRequest,
} as const satisfies Record<LlmExecutionRequest['endpoint'], string>;

/** What executing needs beside the request. */
export interface ExecutionTools {
  readonly context: ServiceContext;
  readonly events: EventsClient;
  /** Milliseconds for the answer of the execution worker, and for each record. */
  readonly timeoutMs: number;
}

/** A request that may be executed: authenticated, entitled, and of a known model. */
export interface EntitledRequest extends LlmExecutionRequest {
  readonly model: string;
  readonly stream: boolean;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/**
 * Executes a request through its event, with a record of every stage (module page bus-api-provider-llm). Nothing is
 * executed that was not recorded as started, and nothing is answered that was not recorded as used.
 * @throws ApiError when usage cannot be recorded, the worker does not answer, or it answers with an error
 */
export async function executeRequest(tools: ExecutionTools, request: EntitledRequest): Promise<Response> {
  const { context, events, timeoutMs } = tools;
  const { endpoint, account_id, body, model, signal } = request;
  const usage = new UsageRecorder(
    events,
    { id: `req_${context.uuid()}`, accountId: account_id, facts: { endpoint, model } },
    context.now,
    timeoutMs,
  );
  await usage.record('request_started');
  try {
    await usage.record('backend_request_started');
    const started = context.monotonic();
    const question = { endpoint, account_id, body };
    const options = { timeoutMs, signal };
    const answer = await askWorker(events, REQUEST_EVENT[endpoint], question, llmExecutionResponse, options);
    await usage.record('backend_request_finished', {
      status: answer.status,
      duration_ms: Math.round(context.monotonic() - started),
    });
    if (answer.status >= 400) {
      await usage.record('request_failed', { status: answer.status });
      return jsonResponse(answer.body, answer.status);
    }
    const tokens = answerTokens(answer.body);
    const facts = executingModel(answer.body);
    if (tokens === undefined) await usage.record('usage_missing', facts);
    else await usage.record('usage_recorded', { ...tokens, ...facts });
    return request.stream ? streamedAnswer(endpoint, answer.body) : jsonResponse(answer.body);
  } catch (error) {
    await recordEnd(usage, error, signal);
    throw error;
  }
}

/**
 * The end of a failed request is recorded too; when even that fails, the first failure is what the client hears.
 */
async function recordEnd(usage: UsageRecorder, error: unknown, signal: AbortSignal): Promise<void> {
  try {
    if (signal.aborted) await usage.record('client_aborted');
    else {
      await usage.record('request_failed', {
        error_type: error instanceof ApiError ? error.type : 'internal_error',
      });
    }
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure;
  }
}

function executingModel(answer: Readonly<Record<string, unknown>>): Record<string, string> {
  return typeof answer.model === 'string' ? { executing_model: answer.model } : {};
}
