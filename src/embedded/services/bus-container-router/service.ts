import { CONTAINER_EVENTS, DOCKER_EVENTS } from '../../../contract/event-names.ts';
import { jsonObject } from '../../../contract/fields.ts';
import { durationMs } from '../../duration.ts';
import { answerRequests } from '../../events/answer-requests.ts';
import { askWorker } from '../../events/ask-worker.ts';
import { EventsClient } from '../../events-client.ts';
import type { ServiceDefinition } from '../../service.ts';

const DEFAULT_TIMEOUT_MS = 30 * 60 * 1000;

/** Requests of one kind that wait for the backend at the same time. A run is foreground, so it can take long. */
const CONCURRENCY = 16;

const ROUTES = [
  [CONTAINER_EVENTS.statusRequest, DOCKER_EVENTS.statusRequest],
  [CONTAINER_EVENTS.runRequest, DOCKER_EVENTS.runRequest],
  [CONTAINER_EVENTS.inputRequest, DOCKER_EVENTS.inputRequest],
  [CONTAINER_EVENTS.deleteRequest, DOCKER_EVENTS.deleteRequest],
  [CONTAINER_EVENTS.runnerStatusRequest, DOCKER_EVENTS.runnerStatusRequest],
  [CONTAINER_EVENTS.runnerStartRequest, DOCKER_EVENTS.runnerStartRequest],
  [CONTAINER_EVENTS.runnerDeleteRequest, DOCKER_EVENTS.runnerDeleteRequest],
] as const;

/** Hands provider-neutral container events to the container backend (module page bus-integration-containers). */
export const busContainerRouter: ServiceDefinition = {
  id: 'bus-container-router',
  dependsOn: ['bus-events', 'bus-docker'],
  async start(context) {
    const events = new EventsClient(context);
    const timeoutMs = durationMs(context.env.BUS_CONTAINERS_REQUEST_TIMEOUT, DEFAULT_TIMEOUT_MS);
    await Promise.all(
      ROUTES.map(([name, backend]) =>
        answerRequests(context, events, {
          name,
          schema: jsonObject,
          concurrency: CONCURRENCY,
          answer: (payload) => askWorker(events, backend, payload, jsonObject, { timeoutMs }),
        }),
      ),
    );
    return { stop: () => events.close() };
  },
};
