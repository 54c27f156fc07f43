import { type Exposure, gatewayLocationFor, servicePath } from './gateway.ts';
import { AUTH_ROUTES } from './routes/auth-routes.ts';
import { BILLING_ROUTES } from './routes/billing-routes.ts';
import { EVENTS_ROUTES, STRIPE_ROUTES, USAGE_ROUTES } from './routes/events-routes.ts';
import { GATEWAY_ROUTES, PORTAL_ROUTES } from './routes/gateway-routes.ts';
import { LLM_ROUTES } from './routes/llm-routes.ts';
import { NOTES_ROUTES } from './routes/notes-routes.ts';
import type { RouteSpec, ScopeRule } from './routes/route-spec.ts';
import { CONTAINER_ROUTES, VM_ROUTES } from './routes/runtime-routes.ts';
import type { ServiceId } from './services.ts';

const SPECS = [
  ...GATEWAY_ROUTES,
  ...AUTH_ROUTES,
  ...LLM_ROUTES,
  ...BILLING_ROUTES,
  ...USAGE_ROUTES,
  ...EVENTS_ROUTES,
  ...VM_ROUTES,
  ...CONTAINER_ROUTES,
  ...NOTES_ROUTES,
  ...PORTAL_ROUTES,
  ...STRIPE_ROUTES,
] as const;

/** Id of a route of the catalog, e.g. `auth.register`. */
export type RouteId = (typeof SPECS)[number]['id'];

/** One route that the gateway exposes, whole: what the contract says plus where the gateway sends it. */
export interface Route extends RouteSpec {
  readonly id: RouteId;
  readonly scopeRule: ScopeRule;
  readonly assumed: boolean;
  /** The Bus module that owns it. */
  readonly module: string;
  /** The compose service that answers. */
  readonly service: ServiceId;
  /**
   * URL template inside the stack's network with the path as the service sees it; `null` when the gateway
   * answers.
   */
  readonly upstream: string | null;
  readonly exposure: Exposure;
}

/** The route catalog: every route the gateway exposes, by module in the order of the contract. */
export const ROUTES: readonly Route[] = SPECS.map(placed);

const ROUTE_BY_ID: ReadonlyMap<string, Route> = new Map(ROUTES.map((route) => [route.id, route]));

/**
 * Gives one route of the catalog.
 * @param id the route's id
 */
export function routeById(id: RouteId): Route {
  const route = ROUTE_BY_ID.get(id);
  if (route === undefined) throw new Error(`no route ${id}`);
  return route;
}

/**
 * Fills the parameters of a path template, each percent-encoded as one segment.
 * @param template a path with `{name}` parameters
 * @param parameters values by name
 * @returns the path
 * @throws Error when a parameter of the template has no value, or one that is no path segment
 */
export function fillPath(template: string, parameters: Readonly<Record<string, string>> = {}): string {
  return template.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`no value for {${name}} of ${template}`);
    // A URL parser would climb out of the route on these, encoded or not.
    if (value === '' || value === '.' || value === '..')
      throw new Error(`{${name}} of ${template} is no segment`);
    return encodeURIComponent(value);
  });
}

function placed(spec: RouteSpec & { readonly id: RouteId }): Route {
  const location = gatewayLocationFor(spec.path);
  if (location === undefined) throw new Error(`no gateway location for ${spec.path}`);
  return {
    scopeRule: 'all-of',
    assumed: false,
    ...spec,
    module: location.module,
    service: location.service,
    upstream: location.upstream === null ? null : location.upstream + servicePath(location, spec.path),
    exposure: location.exposure,
  };
}
