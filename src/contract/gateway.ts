import { z } from 'zod';
import { filledText } from './fields.ts';
import type { ServiceId } from './services.ts';

/**
 * How much a route may be seen: by customers, by trusted services only, or by one outside caller that signs.
 */
export type Exposure = 'public' | 'internal' | 'webhook';

/** One `location` of the gateway's nginx.conf. */
export interface GatewayLocation {
  readonly match: 'exact' | 'prefix';
  /** The path or path prefix as nginx has it. */
  readonly path: string;
  /** The Bus module that owns what is behind it. */
  readonly module: string;
  /** The service that answers; `nginx` when the gateway itself does. */
  readonly service: ServiceId;
  /** Scheme, host and port inside the stack's network; `null` when the gateway itself answers. */
  readonly upstream: string | null;
  /** What the matched prefix becomes for the service; `null` when the path is forwarded unchanged. */
  readonly rewrite: string | null;
  readonly exposure: Exposure;
}

/** The gateway's whole routing table. What matches none of these is a 404 of the gateway itself. */
export const GATEWAY_LOCATIONS = [
  own('exact', '/readyz'),
  pass('/v1/', 'bus-api-provider-llm', 'bus-llm', 8088),
  own('exact', '/portal'),
  pass('/portal/', 'bus-portal', 'bus-portal', 8090, '/'),
  pass('/api/v1/auth/', 'bus-api-provider-auth', 'bus-auth', 8080, '/local-dev/v1/api/v1/auth/'),
  {
    ...pass(
      '/api/internal/auth/',
      'bus-api-provider-auth',
      'bus-auth',
      8080,
      '/local-dev/v1/api/internal/auth/',
    ),
    exposure: 'internal',
  },
  pass('/api/v1/events', 'bus-api-provider-events', 'bus-events', 8081),
  pass('/api/v1/events/', 'bus-api-provider-events', 'bus-events', 8081),
  pass('/api/v1/billing/', 'bus-api-provider-billing', 'bus-billing-api', 8083),
  {
    ...pass('/api/internal/billing/', 'bus-api-provider-billing', 'bus-billing-api', 8083),
    exposure: 'internal',
  },
  {
    ...pass('/api/internal/usage-events', 'bus-api-provider-usage', 'bus-usage-api', 8082),
    exposure: 'internal',
  },
  pass('/api/v1/vm/', 'bus-api-provider-vm', 'bus-vm', 8085),
  pass('/api/v1/containers/', 'bus-api-provider-containers', 'bus-containers', 8086),
  {
    ...pass('/api/internal/containers/', 'bus-api-provider-containers', 'bus-containers', 8086),
    exposure: 'internal',
  },
  // The doubled v1 is what the module's base path and its alias make together (bus-api page).
  pass('/api/v1/notes', 'bus-api-provider-notes', 'bus-notes-api', 8092, '/local-dev/v1/v1/notes'),
  {
    ...pass('/api/internal/stripe/webhook', 'bus-integration-stripe', 'bus-stripe', 8084),
    exposure: 'webhook',
  },
] as const satisfies readonly GatewayLocation[];

/**
 * Greatest request body that nginx lets through unless told otherwise, in bytes. It answers 413 in HTML
 * beyond.
 */
export const GATEWAY_BODY_LIMIT_BYTES = 1024 * 1024;

/** Seconds nginx waits for the next byte of an upstream answer unless told otherwise. */
export const GATEWAY_READ_TIMEOUT_SECONDS = 60;

/** Name the local stack gives itself on `/readyz`. */
export const LOCAL_STACK_NAME = 'bus-local-ai-platform';

/** Where the gateway sends `/portal`. Fixed in nginx, whatever `BUS_PORTAL_TOKEN` says. */
export const PORTAL_REDIRECT = '/portal/local-dev/';

/** Answer of `GET /readyz`. It proves that the gateway runs and nothing about any service. */
export const gatewayReadyResponse = z.object({ ok: z.literal(true), stack: filledText(128) });

/** Parsed answer of `GET /readyz`. */
export type GatewayReadyResponse = z.infer<typeof gatewayReadyResponse>;

/**
 * Finds the location nginx would choose: an exact one first, else the longest prefix.
 * @param path request path without query, decoded and normalised
 * @returns the location, or `undefined` where the gateway answers 404 itself
 */
export function gatewayLocationFor(path: string): GatewayLocation | undefined {
  return chosenLocation(GATEWAY_LOCATIONS, path);
}

/**
 * As {@link gatewayLocationFor}, among the locations of any gateway.
 * @param locations exact ones and prefixes, in any order
 * @param path request path without query, decoded and normalised
 */
export function chosenLocation<Location extends Pick<GatewayLocation, 'match' | 'path'>>(
  locations: readonly Location[],
  path: string,
): Location | undefined {
  let longest: Location | undefined;
  for (const location of locations) {
    if (location.match === 'exact' && location.path === path) return location;
    if (location.match !== 'prefix' || !path.startsWith(location.path)) continue;
    if (longest === undefined || location.path.length > longest.path.length) longest = location;
  }
  return longest;
}

/**
 * Gives the path the service behind a location sees.
 * @param location a location that matches `path`
 * @param path request path as the gateway got it
 */
export function servicePath(location: Pick<GatewayLocation, 'path' | 'rewrite'>, path: string): string {
  return location.rewrite === null ? path : location.rewrite + path.slice(location.path.length);
}

function own(match: 'exact' | 'prefix', path: string): GatewayLocation {
  return {
    match,
    path,
    module: 'superproject',
    service: 'nginx',
    upstream: null,
    rewrite: null,
    exposure: 'public',
  };
}

function pass(
  path: string,
  module: string,
  service: ServiceId,
  port: number,
  rewrite: string | null = null,
): GatewayLocation {
  return {
    match: 'prefix',
    path,
    module,
    service,
    upstream: `http://${service}:${port}`,
    rewrite,
    exposure: 'public',
  };
}
