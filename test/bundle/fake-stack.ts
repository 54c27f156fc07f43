import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOCAL_MODEL } from '../../src/contract/llm.ts';
import { SetupError } from '../../src/reasons/setup-error.ts';
import type { SecretRegistry } from '../../src/redact/secret.ts';
import { type Profile, profileSchema } from '../../src/stack/profile-schema.ts';
import type { StackRuntime } from '../../src/stack/runtime.ts';

/** A profile of three services, one of which is skipped. */
export const PROFILE: Profile = profileSchema.parse({
  schema: 'busdk.setup/profile/v1',
  id: 'test-stack',
  title: 'Test stack',
  summary: 'Three services for tests.',
  tier: 'local',
  runtime: { kind: 'embedded', port: 0 },
  services: [
    { id: 'nginx', module: 'superproject', role: 'core', summary: 'gateway' },
    { id: 'bus-llm', module: 'bus-api-provider-llm', role: 'core', summary: 'LLM' },
    { id: 'bus-task', module: 'bus-integration-task', role: 'skipped', summary: 'tasks' },
  ],
  environment: [
    {
      key: 'BUS_LOCAL_JWT_SECRET',
      secrecy: 'secret',
      default: 'not-a-secret-local-development-hs256-key',
      purpose: 'signs',
    },
    { key: 'BUS_LLM_BILLING_BACKEND', secrecy: 'public', default: 'none', purpose: 'billing of the LLM' },
  ],
  checks: { required: ['gateway-ready'], optional: [] },
});

/** The part of a runtime that a bundle uses; everything else throws. */
export type FakeRuntime = Pick<StackRuntime, 'kind' | 'profile' | 'status' | 'logs' | 'access'>;

/** Makes a runtime of the parts that a bundle may use. Starting, stopping and restarting is none of its business. */
export function asRuntime(parts: FakeRuntime): StackRuntime {
  const never = (): never => {
    throw new Error('a bundle neither plans, starts, stops nor restarts');
  };
  return { plan: never, start: never, restart: never, stop: never, ...parts };
}

/** A runtime whose stack is down. */
export function downRuntime(): StackRuntime {
  return asRuntime({
    kind: 'embedded',
    profile: PROFILE,
    status: async () => ({ running: false, ready: false, services: [], urls: {} }),
    logs: async () => [],
    access: async () => {
      throw new SetupError('ST-NOT-RUNNING');
    },
  });
}

/** A stack that answers over real HTTP, with the logs given. */
export interface FakeStack {
  readonly runtime: StackRuntime;
  readonly server: Server;
  close(): Promise<void>;
}

/** Starts a gateway on a free loopback port. */
export async function fakeStack(
  secrets: SecretRegistry,
  logs: Readonly<Record<string, readonly string[]>>,
  token = signed(),
): Promise<FakeStack> {
  const server = createServer((request, response) => {
    const models = { object: 'list', data: [LOCAL_MODEL] };
    if (request.url === '/readyz') return response.end('{"ok":true,"stack":"bus-local-ai-platform"}\n');
    if (request.url === '/portal/local-dev/v1/healthz') return response.end('{"ok":true}');
    const authorized = request.headers.authorization === `Bearer ${token}`;
    if (request.url === '/v1/models' && authorized) return response.end(JSON.stringify(models));
    response.statusCode = authorized ? 404 : 401;
    return response.end(`{"error":{"type":"invalid_auth","message":"${request.headers.authorization}"}}`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const gatewayUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const runtime = asRuntime({
    kind: 'embedded',
    profile: PROFILE,
    status: async () => ({
      running: true,
      ready: true,
      services: [
        { service: 'nginx', state: 'healthy' },
        { service: 'bus-llm', state: 'running', detail: 'up 3 minutes' },
      ],
      urls: { portal: `${gatewayUrl}/portal/local-dev/`, gateway: gatewayUrl },
      pid: 4242,
    }),
    logs: async (service) => logs[service] ?? [],
    access: async () => ({
      gatewayUrl,
      portalToken: 'local-dev',
      accountId: '00000000-0000-4000-8000-000000000001',
      token: async ({ name }) => secrets.secret(name, token),
    }),
  });
  return {
    runtime,
    server,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

/** A token that nobody signed. */
function signed(): string {
  return ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJ0ZXN0In0', 'c2lnbmF0dXJlLW9mLWEtdGVzdA'].join('.');
}
