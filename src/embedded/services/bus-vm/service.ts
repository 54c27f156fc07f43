import { emptyBody } from '../../../contract/fields.ts';
import { REFUSALS } from '../../../contract/refusals.ts';
import { AUDIENCES } from '../../../contract/tokens.ts';
import { STATIC_PROVIDER } from '../../../contract/vm.ts';
import { enforcesBilling, requireEntitlement } from '../../events/entitlement-gate.ts';
import { DEFAULT_REQUEST_TIMEOUT_MS, EventsClient } from '../../events-client.ts';
import { jsonResponse } from '../../http/api-error.ts';
import { accountOf, bearerGuard } from '../../http/bearer-guard.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { serviceApp } from '../../http/service-app.ts';
import type { ServiceContext, ServiceDefinition } from '../../service.ts';

/** What the static backend always answers: no machine is behind it, and the provider says so. */
const STATIC_STATUS = { state: 'ready', provider: STATIC_PROVIDER } as const;

/** The VM API on the static backend (module page bus-api-provider-vm). */
export const busVm: ServiceDefinition = {
  id: 'bus-vm',
  dependsOn: ['bus-events'],
  async start(context) {
    const events = new EventsClient(context);
    const app = vmApp(context, events, enforcesBilling(context.env, 'BUS_VM_BILLING_BACKEND'));
    return { handle: async (request) => app.fetch(request), stop: () => events.close() };
  },
};

function vmApp(context: ServiceContext, events: EventsClient, enforceBilling: boolean) {
  const app = serviceApp(context);
  const guard = bearerGuard(context, {
    secretSetting: 'BUS_VM_JWT_SECRET',
    audience: AUDIENCES.api,
    refusals: REFUSALS.vm,
  });

  app.get('/readyz', () => jsonResponse({ ok: true }));

  app.get('/api/v1/vm/status', async ({ req }) => {
    await guard(req.raw, 'vm:read');
    return jsonResponse({ status: STATIC_STATUS });
  });

  for (const action of ['start', 'stop'] as const) {
    app.post(`/api/v1/vm/${action}`, async ({ req }) => {
      const principal = await guard(req.raw, 'vm:write');
      await readJsonBody(req.raw, emptyBody, { emptyIsObject: true });
      if (enforceBilling) {
        const question = { account_id: accountOf(principal), scope: 'vm:write' };
        await requireEntitlement(events, question, DEFAULT_REQUEST_TIMEOUT_MS);
      }
      return jsonResponse({ accepted: true, action }, 202);
    });
  }

  return app;
}
