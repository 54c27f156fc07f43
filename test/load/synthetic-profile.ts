import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Check } from '../../src/proof/check.ts';
import { CheckFailure } from '../../src/proof/check-failure.ts';
import type { PlannedCheck } from '../../src/proof/selection.ts';
import { type Profile, profileSchema } from '../../src/stack/profile-schema.ts';

/** Checks between two of which one builds on the one before. */
const CHAIN_EVERY = 25;
/** Checks between two that fail. */
const FAILURE_EVERY = 100;

/** A profile with many services and checks that no product has. */
export function syntheticProfile(services: number, checks: number): Profile {
  return profileSchema.parse({
    schema: 'busdk.setup/profile/v1',
    id: 'synthetic',
    title: 'Synthetic',
    summary: 'As many services and checks as nobody has.',
    tier: 'local',
    runtime: { kind: 'embedded', port: 0 },
    services: Array.from({ length: services }, (_, index) => ({
      id: serviceOf(index),
      module: 'bus-api-provider-llm',
      role: 'core',
      summary: `service number ${index}`,
    })),
    environment: [],
    checks: {
      required: [checkOf(0)],
      optional: Array.from({ length: checks - 1 }, (_, n) => checkOf(n + 1)),
    },
  });
}

/** Its checks: each makes two calls and tells a step; some fail, and some build on the one before. */
export function syntheticChecks(services: number, count: number): readonly PlannedCheck[] {
  return Array.from({ length: count }, (_, index) => ({
    check: syntheticCheck(index, services),
    required: true,
  }));
}

function syntheticCheck(index: number, services: number): Check {
  const chained = index > 0 && index % CHAIN_EVERY === 0;
  return {
    id: checkOf(index),
    title: `What check ${index} shows`,
    group: `group-${index % 10}`,
    service: serviceOf(index % services),
    proves: 'That one call is answered and another one as well.',
    doesNotProve: 'That anybody needs so many checks.',
    route: 'llm.models',
    ...(chained ? { needs: [checkOf(index - 1)] } : {}),
    async run({ http, story, progress }) {
      const call = { target: 'llm.models', status: [200] } as const;
      const asked = { asked: 'Two calls are made.', expected: 'both answered', shows: 'That they are.' };
      await story.tell(
        asked,
        async () => {
          await http.call({ ...call, purpose: 'for the first time' });
          progress(1, 2, 'one call made');
          await http.call({ ...call, purpose: 'once more' });
        },
        () => 'both answered',
      );
      if (index % FAILURE_EVERY === FAILURE_EVERY - 1) {
        throw new CheckFailure('PR-MODELS-SHAPE', `check ${index} fails`);
      }
      return { status: 'PASS', observed: `Both calls of check ${index} were answered.` };
    },
  };
}

/** A gateway that answers everything with the same small document. */
export async function smallGateway(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serviceOf(index: number): string {
  return `service-${index}`;
}

function checkOf(index: number): string {
  return `check-${index}`;
}
