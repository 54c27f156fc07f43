import {
  containerRunDeleted,
  containerRunRequest,
  containerRunResult,
  containersStatusResponse,
  runnerDeletedResponse,
  runnerStartResponse,
  runnerStatusResponse,
} from '../containers.ts';
import { emptyBody } from '../fields.ts';
import { AUDIENCES } from '../tokens.ts';
import { vmActionResponse, vmStatusResponse } from '../vm.ts';
import type { RouteSpec } from './route-spec.ts';

const VM = {
  auth: 'bearer',
  audience: AUDIENCES.api,
  localOnly: false,
  localNote: 'the local backend is static: no machine is started or stopped',
} as const;
const CONTAINERS = { auth: 'bearer', audience: AUDIENCES.api, localOnly: false } as const;
const RUNNER = {
  auth: 'bearer',
  audience: AUDIENCES.internal,
  scopes: ['container:admin'],
  localOnly: false,
} as const;
const BEARER = '-H "Authorization: Bearer $BUS_API_TOKEN"';
const INTERNAL_BEARER = '-H "Authorization: Bearer $BUS_INTERNAL_TOKEN"';

/** Routes of the VM module (bus-api-provider-vm page). */
export const VM_ROUTES = [
  {
    ...VM,
    id: 'vm.status',
    method: 'GET',
    path: '/api/v1/vm/status',
    summary: 'state and provider of the runtime',
    scopes: ['vm:read'],
    successStatus: [200],
    proofCommand: `curl -fsS ${BEARER} "$BUS_BASE_URL/api/v1/vm/status"`,
    response: vmStatusResponse,
  },
  {
    ...VM,
    id: 'vm.start',
    method: 'POST',
    path: '/api/v1/vm/start',
    summary: 'asks for the runtime to start',
    scopes: ['vm:write'],
    successStatus: [202],
    proofCommand: `curl -fsS -X POST ${BEARER} "$BUS_BASE_URL/api/v1/vm/start"`,
    request: emptyBody,
    response: vmActionResponse,
  },
  {
    ...VM,
    id: 'vm.stop',
    method: 'POST',
    path: '/api/v1/vm/stop',
    summary: 'asks for the runtime to stop',
    scopes: ['vm:write'],
    successStatus: [202],
    proofCommand: `curl -fsS -X POST ${BEARER} "$BUS_BASE_URL/api/v1/vm/stop"`,
    request: emptyBody,
    response: vmActionResponse,
  },
] as const satisfies readonly RouteSpec[];

/** Routes of the containers module (bus-api-provider-containers page). */
export const CONTAINER_ROUTES = [
  {
    ...CONTAINERS,
    id: 'containers.status',
    method: 'GET',
    path: '/api/v1/containers/status',
    summary: "the caller's own containers",
    scopes: ['container:read'],
    successStatus: [200],
    proofCommand: `curl -fsS ${BEARER} "$BUS_BASE_URL/api/v1/containers/status"`,
    response: containersStatusResponse,
  },
  {
    ...CONTAINERS,
    id: 'containers.run',
    method: 'POST',
    path: '/api/v1/containers/runs',
    summary: 'runs a container to its end',
    scopes: ['container:run'],
    localNote: 'needs the Docker socket in the compose stack',
    successStatus: [200],
    proofCommand: `curl -fsS -X POST ${BEARER} -H 'Content-Type: application/json' -d '{"profile":"codex","command":["sh","-lc","printf OK"],"timeout_seconds":60}' "$BUS_BASE_URL/api/v1/containers/runs"`,
    request: containerRunRequest,
    response: containerRunResult,
  },
  {
    ...CONTAINERS,
    id: 'containers.run-delete',
    method: 'DELETE',
    path: '/api/v1/containers/runs/{run_id}',
    summary: "deletes one of the caller's own runs",
    scopes: ['container:delete'],
    successStatus: [200],
    proofCommand: `curl -fsS -X DELETE ${BEARER} "$BUS_BASE_URL/api/v1/containers/runs/$BUS_RUN_ID"`,
    response: containerRunDeleted,
  },
  {
    ...RUNNER,
    id: 'containers.runner-status',
    method: 'GET',
    path: '/api/internal/containers/runner',
    summary: 'state of the shared runner',
    successStatus: [200],
    proofCommand: `curl -fsS ${INTERNAL_BEARER} "$BUS_BASE_URL/api/internal/containers/runner"`,
    response: runnerStatusResponse,
  },
  {
    ...RUNNER,
    id: 'containers.runner-start',
    method: 'POST',
    path: '/api/internal/containers/runner',
    summary: 'starts the shared runner',
    successStatus: [202, 200],
    proofCommand: `curl -fsS -X POST ${INTERNAL_BEARER} "$BUS_BASE_URL/api/internal/containers/runner"`,
    request: emptyBody,
    response: runnerStartResponse,
  },
  {
    ...RUNNER,
    id: 'containers.runner-delete',
    method: 'DELETE',
    path: '/api/internal/containers/runner',
    summary: 'removes the shared runner',
    successStatus: [200],
    proofCommand: `curl -fsS -X DELETE ${INTERNAL_BEARER} "$BUS_BASE_URL/api/internal/containers/runner"`,
    response: runnerDeletedResponse,
  },
] as const satisfies readonly RouteSpec[];
