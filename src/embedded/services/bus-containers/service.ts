import type { z } from 'zod';
import {
  containerRunDeleted,
  containerRunRequest,
  containerRunResult,
  containersStatusResponse,
  runnerDeletedResponse,
  runnerStartResponse,
  runnerStatusResponse,
} from '../../../contract/containers.ts';
import { CONTAINER_EVENTS } from '../../../contract/event-names.ts';
import { emptyBody, filledText } from '../../../contract/fields.ts';
import { REFUSALS } from '../../../contract/refusals.ts';
import { AUDIENCES } from '../../../contract/tokens.ts';
import { askWorker } from '../../events/ask-worker.ts';
import { enforcesBilling, requireEntitlement } from '../../events/entitlement-gate.ts';
import { DEFAULT_REQUEST_TIMEOUT_MS, EventsClient } from '../../events-client.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import { accountOf, bearerGuard } from '../../http/bearer-guard.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { serviceApp } from '../../http/service-app.ts';
import type { ServiceContext, ServiceDefinition } from '../../service.ts';

/** Milliseconds a run may take beyond its own limit until its answer is there. */
const RUN_GRACE_MS = 10_000;

const SECRET = { secretSetting: 'BUS_CONTAINERS_JWT_SECRET' } as const;
const runId = filledText(256);

/** The containers API (module page bus-api-provider-containers). It runs nothing itself. */
export const busContainers: ServiceDefinition = {
  id: 'bus-containers',
  dependsOn: ['bus-events', 'bus-container-router'],
  async start(context) {
    const events = new EventsClient(context);
    const app = containersApp(context, events);
    return { handle: async (request) => app.fetch(request), stop: () => events.close() };
  },
};

function containersApp(context: ServiceContext, events: EventsClient) {
  const app = serviceApp(context);
  const enforceBilling = enforcesBilling(context.env, 'BUS_CONTAINERS_BILLING_BACKEND');
  const customer = bearerGuard(context, {
    ...SECRET,
    audience: AUDIENCES.api,
    refusals: REFUSALS.containers,
  });

  app.get('/readyz', () => jsonResponse({ ok: true }));

  app.get('/api/v1/containers/status', async ({ req }) => {
    const { subject: owner_identity_id } = await customer(req.raw, 'container:read');
    const name = CONTAINER_EVENTS.statusRequest;
    const { items } = await askWorker(events, name, { owner_identity_id }, containersStatusResponse);
    for (const item of items) requireOwner(item.owner_identity_id, owner_identity_id);
    return jsonResponse({ items });
  });

  app.post('/api/v1/containers/runs', async ({ req }) => {
    const principal = await customer(req.raw, 'container:run');
    const run = await readJsonBody(req.raw, containerRunRequest);
    if (enforceBilling) {
      const question = { account_id: accountOf(principal), scope: 'container:run' };
      await requireEntitlement(events, question, DEFAULT_REQUEST_TIMEOUT_MS);
    }
    const owner_identity_id = principal.subject;
    const timeoutMs = run.timeout_seconds
      ? run.timeout_seconds * 1000 + RUN_GRACE_MS
      : DEFAULT_REQUEST_TIMEOUT_MS;
    const options = { timeoutMs, signal: req.raw.signal };
    const name = CONTAINER_EVENTS.runRequest;
    const payload = { owner_identity_id, ...run };
    const result = await askWorker(events, name, payload, containerRunResult, options);
    requireOwner(result.owner_identity_id, owner_identity_id);
    return jsonResponse(result);
  });

  app.delete('/api/v1/containers/runs/:run', async ({ req }) => {
    const { subject: owner_identity_id } = await customer(req.raw, 'container:delete');
    const run_id = runId.safeParse(req.param('run'));
    if (!run_id.success) throw new ApiError('bad_request', 'the run id is not valid');
    const payload = { owner_identity_id, run_id: run_id.data };
    const deleted = await askWorker(events, CONTAINER_EVENTS.deleteRequest, payload, containerRunDeleted);
    requireOwner(deleted.owner_identity_id, owner_identity_id);
    return jsonResponse(deleted);
  });

  addRunnerRoutes(app, context, events);
  return app;
}

function addRunnerRoutes(
  app: ReturnType<typeof serviceApp>,
  context: ServiceContext,
  events: EventsClient,
): void {
  const trusted = bearerGuard(context, {
    ...SECRET,
    audience: AUDIENCES.internal,
    refusals: REFUSALS.containersInternal,
  });
  const ask = async <T extends z.ZodType>(request: Request, name: string, schema: T) => {
    const { subject: owner_identity_id } = await trusted(request, 'container:admin');
    await readJsonBody(request, emptyBody, { emptyIsObject: true });
    return await askWorker(events, name, { owner_identity_id }, schema);
  };

  app.get('/api/internal/containers/runner', async ({ req }) =>
    jsonResponse(await ask(req.raw, CONTAINER_EVENTS.runnerStatusRequest, runnerStatusResponse)),
  );
  app.post('/api/internal/containers/runner', async ({ req }) =>
    jsonResponse(await ask(req.raw, CONTAINER_EVENTS.runnerStartRequest, runnerStartResponse), 202),
  );
  app.delete('/api/internal/containers/runner', async ({ req }) =>
    jsonResponse(await ask(req.raw, CONTAINER_EVENTS.runnerDeleteRequest, runnerDeletedResponse)),
  );
}

/** A backend must keep the owner; what belongs to somebody else is not handed out. */
function requireOwner(owner: string | undefined, caller: string): void {
  if (owner !== caller) throw new ApiError('forbidden', 'the result belongs to another identity');
}
