import { gatewayReadyResponse } from '../gateway.ts';
import { portalHealthResponse, portalModulesResponse } from '../portal.ts';
import type { RouteSpec } from './route-spec.ts';

const OPEN = { method: 'GET', auth: 'none', audience: null, scopes: [], localOnly: true } as const;
const CAPABILITY = {
  ...OPEN,
  auth: 'path-token',
  localOnly: false,
  localNote: 'the local stack has the fixed path token local-dev',
} as const;

/** Routes that the gateway answers itself (nginx.conf). */
export const GATEWAY_ROUTES = [
  {
    ...OPEN,
    id: 'gateway.ready',
    path: '/readyz',
    summary: 'tells that the gateway runs, and nothing about any service',
    localNote: 'a static answer of the local gateway',
    successStatus: [200],
    proofCommand: 'curl -fsS "$BUS_BASE_URL/readyz"',
    response: gatewayReadyResponse,
  },
  {
    ...OPEN,
    id: 'portal.redirect',
    path: '/portal',
    summary: 'redirects to the portal',
    localNote: 'always redirects to /portal/local-dev/, even when BUS_PORTAL_TOKEN was changed',
    successStatus: [302],
    proofCommand: `curl -fsS -o /dev/null -w '%{http_code} %{redirect_url}\\n' "$BUS_BASE_URL/portal"`,
  },
] as const satisfies readonly RouteSpec[];

/** Portal routes behind the path token (bus-portal page). */
export const PORTAL_ROUTES = [
  {
    ...CAPABILITY,
    id: 'portal.page',
    path: '/portal/{token}/',
    summary: 'the portal in HTML',
    successStatus: [200],
    proofCommand: 'curl -fsS "$BUS_BASE_URL/portal/$BUS_PORTAL_TOKEN/"',
  },
  {
    ...CAPABILITY,
    id: 'portal.health',
    path: '/portal/{token}/v1/healthz',
    summary: 'health of the portal host',
    successStatus: [200],
    proofCommand: 'curl -fsS "$BUS_BASE_URL/portal/$BUS_PORTAL_TOKEN/v1/healthz"',
    response: portalHealthResponse,
  },
  {
    ...CAPABILITY,
    id: 'portal.modules',
    path: '/portal/{token}/v1/modules',
    summary: 'modules of the portal',
    successStatus: [200],
    proofCommand: 'curl -fsS "$BUS_BASE_URL/portal/$BUS_PORTAL_TOKEN/v1/modules"',
    response: portalModulesResponse,
  },
  {
    ...CAPABILITY,
    id: 'portal.module-page',
    path: '/portal/{token}/modules/{module_id}/',
    summary: 'the page of one module in HTML',
    successStatus: [200],
    proofCommand: 'curl -fsS "$BUS_BASE_URL/portal/$BUS_PORTAL_TOKEN/modules/ai/"',
  },
] as const satisfies readonly RouteSpec[];
