import { nginx } from './gateway/nginx.ts';
import type { ServiceDefinition } from './service.ts';
import { busAuth } from './services/bus-auth.ts';
import { busEvents } from './services/bus-events.ts';
import { mailhog } from './services/mailhog.ts';

/** Every service of the embedded stack, one a line. Each starts when those it depends on have started. */
export const SERVICE_DEFINITIONS: readonly ServiceDefinition[] = [
  mailhog,
  busEvents,
  busAuth,
  nginx,
];
