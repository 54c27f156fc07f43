import { chosenLocation, servicePath } from '../contract/gateway.ts';
import type { Route } from '../contract/routes.ts';
import { reason } from '../reasons/catalog.ts';
import type { Reason } from '../reasons/reason.ts';
import type { ConfiguredLocation, NginxRoutes } from './nginx-conf.ts';

/** One difference between the route catalog and a gateway. */
export interface RouteFinding {
  /** Where it was seen: the configuration, or what the running gateway answered. */
  readonly seenIn: 'configuration' | 'answers';
  /** Route id where a route of the catalog is meant, else the path. */
  readonly subject: string;
  readonly reason: Reason;
}

/**
 * Holds the route catalog against the configuration of a gateway, both ways.
 * @returns what differs, routes first, in the order of the catalog
 */
export function compareWithConfiguration(
  routes: readonly Route[],
  { locations, unread }: NginxRoutes,
): readonly RouteFinding[] {
  const used = new Set<ConfiguredLocation>();
  const ofRoutes = routes.flatMap((route) => {
    const location = chosenLocation(locations, route.path);
    if (location === undefined) return [inConfiguration(route.id, reason('RT-NOT-CONFIGURED', route.path))];
    used.add(location);
    const configured =
      location.upstream === null ? null : location.upstream + servicePath(location, route.path);
    if (configured === route.upstream) return [];
    const detail = `line ${location.line}: expected ${target(route.upstream)}, got ${target(configured)}`;
    return [inConfiguration(route.id, reason('RT-OTHER-BACKEND', detail))];
  });
  const unlisted = locations.filter((location) => !used.has(location));
  return [
    ...ofRoutes,
    ...unlisted.map(({ path, line, upstream }) =>
      inConfiguration(path, reason('RT-NOT-IN-CATALOG', `line ${line}: it leads to ${target(upstream)}`)),
    ),
    ...unread.map((part) => inConfiguration('nginx.conf', reason('RT-NOT-COMPARED', part))),
  ];
}

function inConfiguration(subject: string, why: Reason): RouteFinding {
  return { seenIn: 'configuration', subject, reason: why };
}

function target(upstream: string | null): string {
  return upstream ?? 'the gateway itself';
}
