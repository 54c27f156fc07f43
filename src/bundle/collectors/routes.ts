import { ROUTES, type Route } from '../../contract/routes.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';

/** Every route of the gateway: who owns it, who may call it, and the call that proves it. */
export const routesCollector: Collector = {
  id: 'routes',
  title: 'Route catalog',
  deadlineMs: 2_000,
  capBytes: 1024 * 1024,
  async collect() {
    return [
      jsonFile(
        'stack/routes.json',
        ROUTES.map(described),
        'every route of the gateway with owner, audience and scopes',
      ),
    ];
  },
};

/** A route without its schemas, which are code. */
function described({ request: _, query: __, response: ___, ...route }: Route) {
  return route;
}
