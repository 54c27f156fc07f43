import { jsonResponse } from '../http/api-error.ts';
import { serviceApp } from '../http/service-app.ts';
import type { ServiceDefinition } from '../service.ts';
import { addAdminRoutes } from './bus-auth/admin-routes.ts';
import { AuthTokens } from './bus-auth/auth-tokens.ts';
import { Identities } from './bus-auth/identities.ts';
import { addInternalRoutes } from './bus-auth/internal-routes.ts';
import { OneTimePasswords } from './bus-auth/one-time-passwords.ts';
import { addSignInRoutes } from './bus-auth/sign-in-routes.ts';
import { withAuthTables } from './bus-auth/tables.ts';
import { addTokenRoutes } from './bus-auth/token-routes.ts';

/** Base of the `bus-api` host the provider lives in: its capability token and version (bus-api page). */
const BASE = '/local-dev/v1';

/** The auth provider: waitlist, one-time passwords, tokens, and the internal token endpoint (bus-api-provider-auth page). */
export const busAuth: ServiceDefinition = {
  id: 'bus-auth',
  dependsOn: ['mailhog'],
  async start(context) {
    const secret = context.env.BUS_AUTH_HS256_SECRET ?? '';
    const db = await withAuthTables(context.database);
    const parts = {
      context,
      identities: new Identities(db, context),
      passwords: new OneTimePasswords({ db, host: context, hashKey: secret }),
      tokens: new AuthTokens(db, context, secret),
    };
    const app = serviceApp(context);
    const routes = app.basePath(`${BASE}/api/v1/auth`);
    addSignInRoutes(routes, parts);
    addTokenRoutes(routes, parts);
    addAdminRoutes(routes, parts);
    addInternalRoutes(app.basePath(`${BASE}/api/internal/auth`), parts);
    app.get(`${BASE}/healthz`, () => jsonResponse({ ok: true }));
    return { handle: async (request) => await app.fetch(request), stop: async () => undefined };
  },
};
