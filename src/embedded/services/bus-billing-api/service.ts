import {
  billingSessionResponse,
  billingStatusResponse,
  checkoutSessionRequest,
  entitlementCheckRequest,
  entitlementDecision,
  portalSessionRequest,
} from '../../../contract/billing.ts';
import { billingCatalog } from '../../../contract/billing-catalog.ts';
import { BILLING_EVENTS } from '../../../contract/event-names.ts';
import { requestUuid } from '../../../contract/fields.ts';
import { REFUSALS } from '../../../contract/refusals.ts';
import { AUDIENCES } from '../../../contract/tokens.ts';
import { durationMs } from '../../duration.ts';
import { askWorker } from '../../events/ask-worker.ts';
import { DEFAULT_REQUEST_TIMEOUT_MS, EventsClient } from '../../events-client.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import { accountOf, bearerGuard } from '../../http/bearer-guard.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { serviceApp } from '../../http/service-app.ts';
import type { ServiceContext, ServiceDefinition } from '../../service.ts';
import { CatalogStore } from './catalog-store.ts';

const SECRET = { secretSetting: 'BUS_BILLING_JWT_SECRET', refusals: REFUSALS.billing } as const;

/**
 * The HTTP face of billing (module page bus-api-provider-billing). It keeps the catalog; everything else it asks
 * the worker.
 */
export const busBillingApi: ServiceDefinition = {
  id: 'bus-billing-api',
  dependsOn: ['bus-events'],
  async start(context) {
    const events = new EventsClient(context);
    const app = billingApp(context, events, await CatalogStore.open(context.database));
    return { handle: async (request) => app.fetch(request), stop: () => events.close() };
  },
};

function billingApp(context: ServiceContext, events: EventsClient, catalog: CatalogStore) {
  const app = serviceApp(context);
  const customer = bearerGuard(context, { ...SECRET, audience: AUDIENCES.api });
  const trusted = bearerGuard(context, { ...SECRET, audience: AUDIENCES.internal });
  const options = {
    timeoutMs: durationMs(context.env.BUS_BILLING_REQUEST_TIMEOUT, DEFAULT_REQUEST_TIMEOUT_MS),
    unavailable: 'billing_unavailable',
  } as const;
  const status = (account_id: string) =>
    askWorker(events, BILLING_EVENTS.statusRequest, { account_id }, billingStatusResponse, options);

  app.get('/readyz', () => jsonResponse({ ok: true }));

  app.get('/api/v1/billing/status', async ({ req }) => {
    const account = accountOf(await customer(req.raw, 'billing:read'));
    return jsonResponse(await status(account));
  });

  app.post('/api/v1/billing/checkout-session', async ({ req }) => {
    const account_id = accountOf(await customer(req.raw, 'billing:setup'));
    const body = await readJsonBody(req.raw, checkoutSessionRequest, { emptyIsObject: true });
    const name = BILLING_EVENTS.checkoutSessionRequest;
    return jsonResponse(
      await askWorker(events, name, { account_id, ...body }, billingSessionResponse, options),
    );
  });

  app.post('/api/v1/billing/portal-session', async ({ req }) => {
    const account_id = accountOf(await customer(req.raw, 'billing:read'));
    const body = await readJsonBody(req.raw, portalSessionRequest, { emptyIsObject: true });
    const name = BILLING_EVENTS.portalSessionRequest;
    return jsonResponse(
      await askWorker(events, name, { account_id, ...body }, billingSessionResponse, options),
    );
  });

  app.get('/api/internal/billing/catalog', async ({ req }) => {
    await trusted(req.raw, 'billing:catalog:read');
    return jsonResponse(await catalog.read());
  });

  app.put('/api/internal/billing/catalog', async ({ req }) => {
    await trusted(req.raw, 'billing:catalog:write');
    const next = await readJsonBody(req.raw, billingCatalog);
    await catalog.replace(next, context.now());
    return jsonResponse(next);
  });

  app.get('/api/internal/billing/accounts/:account/status', async ({ req }) => {
    await trusted(req.raw, 'billing:read');
    const account = requestUuid.safeParse(req.param('account'));
    if (!account.success) throw new ApiError('bad_request', 'the account id is not a UUID');
    return jsonResponse(await status(account.data));
  });

  app.post('/api/internal/billing/entitlement-check', async ({ req }) => {
    await trusted(req.raw, 'billing:entitlement:check');
    const question = await readJsonBody(req.raw, entitlementCheckRequest);
    const name = BILLING_EVENTS.entitlementCheckRequest;
    return jsonResponse(await askWorker(events, name, question, entitlementDecision, options));
  });

  return app;
}
