import { openApiDocument } from '../../catalog/openapi.ts';
import { plainRoute } from '../../catalog/route-table.ts';
import { ROUTES } from '../../contract/routes.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';

/** Every route of the gateway: who owns it, who may call it, the call that proves it, and all of that as OpenAPI. */
export const routesCollector: Collector = {
  id: 'routes',
  title: 'Route catalog',
  deadlineMs: 15_000,
  capBytes: 1024 * 1024,
  paths: () => ['stack/routes.json', 'stack/openapi.json'],
  async collect({ toolVersion }) {
    return [
      jsonFile(
        'stack/routes.json',
        ROUTES.map(plainRoute),
        'every route of the gateway with owner, audience and scopes',
      ),
      jsonFile(
        'stack/openapi.json',
        openApiDocument(ROUTES, toolVersion),
        'the same routes as an OpenAPI 3.1 document, with the schemas of requests and answers',
      ),
    ];
  },
};
