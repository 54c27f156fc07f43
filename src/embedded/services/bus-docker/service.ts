import {
  type ContainerRunPayload,
  type ContainerRunResult,
  containerDeletePayload,
  containerInputPayload,
  containerOwnerPayload,
  containerRunPayload,
} from '../../../contract/containers.ts';
import { DOCKER_EVENTS } from '../../../contract/event-names.ts';
import { answerRequests } from '../../events/answer-requests.ts';
import { EventsClient } from '../../events-client.ts';
import { ApiError } from '../../http/api-error.ts';
import type { ServiceContext, ServiceDefinition } from '../../service.ts';
import { RunStore } from './run-store.ts';
import { runStatic, STATIC_RUNTIME } from './static-runner.ts';

const DEFAULT_CODEX_IMAGE = 'bus-local-codex:dev';
const RUNNER_NAME = 'static';

/** The container backend without Docker: a runner that computes a few built-ins and says that it is static. */
export const busDocker: ServiceDefinition = {
  id: 'bus-docker',
  dependsOn: ['bus-events', 'bus-codex'],
  async start(context) {
    const events = new EventsClient(context);
    await answerAll(context, events, await RunStore.open(context.database));
    return { stop: () => events.close() };
  },
};

async function answerAll(context: ServiceContext, events: EventsClient, runs: RunStore): Promise<void> {
  await Promise.all([
    answerRequests(context, events, {
      name: DOCKER_EVENTS.statusRequest,
      schema: containerOwnerPayload,
      answer: ({ owner_identity_id }) => runs.list(owner_identity_id),
    }),
    answerRequests(context, events, {
      name: DOCKER_EVENTS.runRequest,
      schema: containerRunPayload,
      answer: async (payload) => {
        const result = run(context, payload);
        await runs.keep(result, context.now());
        return result;
      },
    }),
    answerRequests(context, events, {
      name: DOCKER_EVENTS.inputRequest,
      schema: containerInputPayload,
      answer: async () => {
        throw new ApiError('not_found', 'no running container: runs of the static runner are over at once');
      },
    }),
    answerRequests(context, events, {
      name: DOCKER_EVENTS.deleteRequest,
      schema: containerDeletePayload,
      answer: async ({ owner_identity_id, run_id }) => {
        if (!(await runs.delete(owner_identity_id, run_id))) throw new ApiError('not_found', 'no such run');
        return { deleted: true, run_id, owner_identity_id };
      },
    }),
    answerRequests(context, events, {
      name: DOCKER_EVENTS.runnerStatusRequest,
      schema: containerOwnerPayload,
      answer: async () => ({
        status: { state: await runs.runnerState(), provider: STATIC_RUNTIME, details: { docker: false } },
      }),
    }),
    answerRequests(context, events, {
      name: DOCKER_EVENTS.runnerStartRequest,
      schema: containerOwnerPayload,
      answer: async () => {
        await runs.setRunnerState('ready');
        return { accepted: true, action: 'start' };
      },
    }),
    answerRequests(context, events, {
      name: DOCKER_EVENTS.runnerDeleteRequest,
      schema: containerOwnerPayload,
      answer: async () => {
        await runs.setRunnerState('stopped');
        return { deleted: true };
      },
    }),
  ]);
}

/** @throws ApiError `bad_request` for a profile that this stack does not have */
function run(context: ServiceContext, payload: ContainerRunPayload): ContainerRunResult {
  const started = context.monotonic();
  const image = payload.image ?? imageOf(context, payload.profile);
  const { exitCode, stdout, stderr } = runStatic(payload.command);
  return {
    run_id: `run-${context.uuid()}`,
    owner_identity_id: payload.owner_identity_id,
    runner_name: RUNNER_NAME,
    image,
    args: payload.command,
    exit_code: exitCode,
    stdout,
    stderr,
    duration_ms: Math.ceil(context.monotonic() - started),
    runtime: STATIC_RUNTIME,
  };
}

function imageOf(context: ServiceContext, profile: string | undefined): string {
  if (profile === 'codex') return context.env.DOCKER_CONTAINER_CODEX_IMAGE || DEFAULT_CODEX_IMAGE;
  throw new ApiError('bad_request', 'no such container profile');
}
