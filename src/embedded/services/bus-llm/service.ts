import type { z } from 'zod';
import {
  chatCompletionRequest,
  completionRequest,
  embeddingsRequest,
  LLM_BODY_LIMIT_BYTES,
  LLM_TIMEOUT_SECONDS,
  type LlmExecutionRequest,
  responsesRequest,
} from '../../../contract/llm.ts';
import { REFUSALS } from '../../../contract/refusals.ts';
import { AUDIENCES } from '../../../contract/tokens.ts';
import { durationMs } from '../../duration.ts';
import { enforcesBilling, requireEntitlement } from '../../events/entitlement-gate.ts';
import { EventsClient } from '../../events-client.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import { accountOf, bearerGuard } from '../../http/bearer-guard.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { serviceApp } from '../../http/service-app.ts';
import type { ServiceDefinition } from '../../service.ts';
import { type ExecutionTools, executeRequest } from './execute-request.ts';
import { readModelCatalog } from './model-catalog.ts';

/** Request schemas share these fields; whatever else a body holds is forwarded. */
type ExecutionSchema = z.ZodType<{ model: string; stream?: boolean | undefined; [field: string]: unknown }>;

/** What an execution is checked for: room for at least one more token. */
const ONE_TOKEN = { meter_event_name: 'bus_llm_tokens', quantity: 1 } as const;

const BODY_LIMIT = { limitBytes: LLM_BODY_LIMIT_BYTES } as const;

/** The OpenAI-compatible face of the stack (module page bus-api-provider-llm). It executes nothing itself. */
export const busLlm: ServiceDefinition = {
  id: 'bus-llm',
  dependsOn: ['bus-events', 'bus-codex'],
  async start(context) {
    const enforceBilling = enforcesBilling(context.env, 'BUS_LLM_BILLING_BACKEND');
    const events = new EventsClient(context);
    const timeoutMs = durationMs(context.env.BUS_LLM_TIMEOUT, LLM_TIMEOUT_SECONDS * 1000);
    const app = await llmApp({ context, events, timeoutMs }, enforceBilling);
    return { handle: async (request) => app.fetch(request), stop: () => events.close() };
  },
};

async function llmApp(tools: ExecutionTools, enforceBilling: boolean) {
  const { context, events, timeoutMs } = tools;
  const app = serviceApp(context);
  const catalog = await readModelCatalog(context.env.BUS_LLM_MODEL_CATALOG);
  const requireModel = (model: string) => {
    if (!catalog.data.some(({ id }) => id === model)) throw new ApiError('not_found', 'no such model');
  };
  const guard = bearerGuard(context, {
    secretSetting: 'BUS_LLM_JWT_SECRET',
    audience: AUDIENCES.api,
    refusals: REFUSALS.llm,
  });

  app.get('/readyz', () => jsonResponse({ ok: true }));

  app.get('/v1/models', async ({ req }) => {
    await guard(req.raw, 'llm:proxy');
    return jsonResponse(catalog);
  });

  const execution = (endpoint: LlmExecutionRequest['endpoint'], schema: ExecutionSchema) =>
    app.post(endpoint, async ({ req }) => {
      const account_id = accountOf(await guard(req.raw, 'llm:proxy'));
      // The documented order: who may not use anything is told so whatever the body holds.
      if (enforceBilling) {
        const question = { account_id, scope: 'llm:proxy', usage: ONE_TOKEN };
        await requireEntitlement(events, question, timeoutMs);
      }
      const body = await readJsonBody(req.raw, schema, BODY_LIMIT);
      requireModel(body.model);
      const { model, stream = false } = body;
      return await executeRequest(tools, {
        endpoint,
        account_id,
        body,
        model,
        stream,
        signal: req.raw.signal,
      });
    });
  execution('/v1/chat/completions', chatCompletionRequest);
  execution('/v1/completions', completionRequest);
  execution('/v1/responses', responsesRequest);

  app.post('/v1/embeddings', async ({ req }) => {
    accountOf(await guard(req.raw, 'llm:proxy'));
    const body = await readJsonBody(req.raw, embeddingsRequest, BODY_LIMIT);
    requireModel(body.model);
    throw new ApiError('backend_unavailable', 'no event carries embeddings to an execution backend');
  });

  return app;
}
