import { LLM_EVENTS } from '../../../contract/event-names.ts';
import {
  LLM_TIMEOUT_SECONDS,
  type LlmExecutionResponse,
  llmExecutionRequest,
} from '../../../contract/llm.ts';
import { durationMs } from '../../duration.ts';
import { answerRequests } from '../../events/answer-requests.ts';
import { EventsClient } from '../../events-client.ts';
import type { ServiceContext, ServiceDefinition } from '../../service.ts';
import { chooseProvider } from './choose-provider.ts';
import { CodexFailure } from './codex-failure.ts';
import type { ExecutionOutcome, ExecutionProvider, ExecutionTurn } from './execution-provider.ts';
import { openAiAnswer } from './openai-answer.ts';
import { readTurn } from './read-turn.ts';

/** Turns that are executed at the same time, of each kind of request. */
const CONCURRENCY = 4;

/** Milliseconds of a turn: a little less than the LLM API waits, so that the caller hears why it failed. */
const TURN_LIMIT_MS = (LLM_TIMEOUT_SECONDS - 5) * 1000;

/** Executes `bus.llm.*` requests with the chosen provider (module page bus-integration-codex). */
export const busCodex: ServiceDefinition = {
  id: 'bus-codex',
  dependsOn: ['bus-events'],
  async start(context) {
    const events = new EventsClient(context);
    const provider = await chooseProvider(context.env, context.log);
    const names = [
      LLM_EVENTS.chatCompletionsRequest,
      LLM_EVENTS.completionsRequest,
      LLM_EVENTS.responsesRequest,
    ];
    await Promise.all(
      names.map((name) =>
        answerRequests(context, events, {
          name,
          schema: llmExecutionRequest,
          concurrency: CONCURRENCY,
          answer: async (request): Promise<LlmExecutionResponse> => {
            try {
              const outcome = await execute(context, provider, readTurn(request));
              const stamp = { id: context.uuid(), createdAt: context.now() };
              return { status: 200, body: openAiAnswer(request.endpoint, outcome, stamp) };
            } catch (error) {
              if (!(error instanceof CodexFailure)) throw error;
              context.log(`a turn failed: ${error.code}`);
              return error.toAnswer();
            }
          },
        }),
      ),
    );
    return { stop: () => events.close() };
  },
};

async function execute(
  context: ServiceContext,
  provider: ExecutionProvider,
  turn: ExecutionTurn,
): Promise<ExecutionOutcome> {
  const limit = AbortSignal.timeout(durationMs(context.env.BUS_CODEX_TIMEOUT, TURN_LIMIT_MS));
  return await provider.execute(turn, AbortSignal.any([limit, context.signal]));
}
