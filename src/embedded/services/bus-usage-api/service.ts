import { REFUSALS } from '../../../contract/refusals.ts';
import { AUDIENCES } from '../../../contract/tokens.ts';
import { usagePageQuery } from '../../../contract/usage.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import { bearerGuard } from '../../http/bearer-guard.ts';
import { readQuery } from '../../http/query.ts';
import { serviceApp } from '../../http/service-app.ts';
import type { ServiceContext, ServiceDefinition } from '../../service.ts';
import { UsageStore } from '../bus-usage-worker/usage-store.ts';

/**
 * The collector's face of usage (module page bus-api-provider-usage): for trusted services only, on the store that
 * the worker writes.
 */
export const busUsageApi: ServiceDefinition = {
  id: 'bus-usage-api',
  dependsOn: [],
  async start(context) {
    const app = usageApp(context, await UsageStore.open(context.database));
    return { handle: async (request) => app.fetch(request), stop: async () => undefined };
  },
};

function usageApp(context: ServiceContext, store: UsageStore) {
  const app = serviceApp(context);
  const trusted = bearerGuard(context, {
    secretSetting: 'BUS_USAGE_JWT_SECRET',
    audience: AUDIENCES.internal,
    refusals: REFUSALS.usage,
  });
  const selector = (request: Request) => {
    const { before = context.now().toISOString(), ...page } = readQuery(request, usagePageQuery);
    return { before, ...page };
  };

  app.get('/readyz', async () => {
    if (!(await store.reachable())) throw new ApiError('storage_unavailable', 'storage is unavailable');
    return jsonResponse({ ok: true });
  });

  app.get('/api/internal/usage-events', async ({ req }) => {
    await trusted(req.raw, 'usage:read');
    return jsonResponse(await store.list(selector(req.raw)));
  });

  app.delete('/api/internal/usage-events', async ({ req }) => {
    await trusted(req.raw, 'usage:delete');
    return jsonResponse({ deleted: await store.delete(selector(req.raw)) });
  });

  return app;
}
