import { readNginxRoutes } from '../../catalog/nginx-conf.ts';
import { compareWithConfiguration } from '../../catalog/route-findings.ts';
import { ROUTES } from '../../contract/routes.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { readGatewayConfiguration } from '../../stack/gateway-configuration.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';

/** Where the route catalog and the `nginx.conf` of the checkout differ; only a stack of a checkout has one. */
export const gatewayConfigurationCollector: Collector = {
  id: 'gateway-configuration',
  title: 'Route catalog against nginx.conf',
  deadlineMs: 15_000,
  capBytes: 1024 * 1024,
  paths: () => ['stack/route-findings-configuration.json'],
  async collect({ runtime }) {
    if (runtime.workspace === undefined) throw new SetupError('BN-NO-GATEWAY-CONF');
    const configured = await readGatewayConfiguration(runtime.workspace, readNginxRoutes);
    const findings = compareWithConfiguration(ROUTES, configured);
    return [
      jsonFile(
        'stack/route-findings-configuration.json',
        { routes: ROUTES.length, locations: configured.locations.length, findings },
        'where the route catalog and the nginx.conf of the checkout differ',
      ),
    ];
  },
};
