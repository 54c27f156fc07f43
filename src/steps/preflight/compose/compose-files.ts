import type { Probe } from '../probe.ts';
import { configOf, DOCKER_PROBE_MS } from './ask-compose.ts';

/** Compose accepts the files of the checkout. */
export const composeFiles: Probe = {
  id: 'compose-files',
  title: 'Compose accepts the checkout',
  required: true,
  proves:
    'The checkout has its compose files, and Compose reads them with the environment file without a complaint.',
  doesNotProve: 'That the services start.',
  deadlineMs: DOCKER_PROBE_MS,
  command: () => 'docker compose config --quiet',
  async run(context) {
    const { project, config } = await configOf(context);
    const { invocation } = project;
    const missing = context.loaded.profile.services
      .filter(
        ({ id, composeProfile }) =>
          !config.services.some((service) => service.id === id) &&
          (composeProfile === undefined || invocation.activeProfiles.includes(composeProfile)),
      )
      .map(({ id }) => id);
    if (missing.length > 0) {
      return { status: 'FAIL', reason: 'PF-SERVICES-MISSING', detail: missing.join(', ') };
    }
    const file = invocation.envFile ?? 'no environment file';
    return {
      status: 'PASS',
      observed: `project ${config.project}, ${config.services.length} services, ${file}`,
    };
  },
};
