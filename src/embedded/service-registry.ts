import { nginx } from './gateway/nginx.ts';
import type { ServiceDefinition } from './service.ts';
import { busAuth } from './services/bus-auth.ts';
import { busBillingApi } from './services/bus-billing-api/service.ts';
import { busBillingWorker } from './services/bus-billing-worker/service.ts';
import { busCodex } from './services/bus-codex/service.ts';
import { busContainerRouter } from './services/bus-container-router/service.ts';
import { busContainers } from './services/bus-containers/service.ts';
import { busDocker } from './services/bus-docker/service.ts';
import { busEvents } from './services/bus-events.ts';
import { busIntegrationTask } from './services/bus-integration-task/service.ts';
import { busLlm } from './services/bus-llm/service.ts';
import { busNotesApi } from './services/bus-notes-api/service.ts';
import { busPortal } from './services/bus-portal/service.ts';
import { busStripe } from './services/bus-stripe/service.ts';
import { busUsageApi } from './services/bus-usage-api/service.ts';
import { busUsageWorker } from './services/bus-usage-worker/service.ts';
import { busVm } from './services/bus-vm/service.ts';
import { mailhog } from './services/mailhog.ts';

/** Every service of the embedded stack, one a line. Each starts when those it depends on have started. */
export const SERVICE_DEFINITIONS: readonly ServiceDefinition[] = [
  mailhog,
  busEvents,
  busAuth,
  busUsageApi,
  busUsageWorker,
  busBillingApi,
  busBillingWorker,
  busNotesApi,
  busStripe,
  busVm,
  busCodex,
  busDocker,
  busContainerRouter,
  busContainers,
  busLlm,
  busPortal,
  busIntegrationTask,
  nginx,
];
