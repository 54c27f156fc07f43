import type { Collector } from './collector.ts';
import { commitPinsCollector } from './collectors/commit-pins.ts';
import { environmentCollector } from './collectors/environment.ts';
import { gatewayAnswersCollector } from './collectors/gateway-answers.ts';
import { gatewayConfigurationCollector } from './collectors/gateway-configuration.ts';
import { hostFactsCollector } from './collectors/host-facts.ts';
import { imagesCollector } from './collectors/images.ts';
import { journalCollector } from './collectors/journal.ts';
import { logsCollector } from './collectors/logs.ts';
import { modelCatalogCollector } from './collectors/model-catalog.ts';
import { modesCollector } from './collectors/modes.ts';
import { preflightCollector } from './collectors/preflight.ts';
import { profileCollector } from './collectors/profile.ts';
import { readinessCollector } from './collectors/readiness.ts';
import { resultsCollector } from './collectors/results.ts';
import { routesCollector } from './collectors/routes.ts';
import { servicesCollector } from './collectors/services.ts';
import { supportCollector } from './collectors/support.ts';
import { versionsCollector } from './collectors/versions.ts';

/** Everything a bundle collects, in the order in which it is shown. */
export const COLLECTORS: readonly Collector[] = [
  profileCollector,
  servicesCollector,
  imagesCollector,
  routesCollector,
  gatewayConfigurationCollector,
  gatewayAnswersCollector,
  readinessCollector,
  modelCatalogCollector,
  modesCollector,
  supportCollector,
  logsCollector,
  commitPinsCollector,
  environmentCollector,
  preflightCollector,
  resultsCollector,
  journalCollector,
  versionsCollector,
  hostFactsCollector,
];
