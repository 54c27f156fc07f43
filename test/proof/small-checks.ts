import { systemHost } from '../../src/host/host.ts';
import type { Check, CheckContext, CheckOutcome } from '../../src/proof/check.ts';
import { type ProofObserver, type RunChecksOptions, runChecks } from '../../src/proof/run-checks.ts';
import type { CheckResult } from '../../src/proof/verdict.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { profileSchema } from '../../src/stack/profile-schema.ts';
import type { StackAccess, StackRuntime } from '../../src/stack/runtime.ts';

const PROFILE = profileSchema.parse({
  schema: 'busdk.setup/profile/v1',
  id: 'small',
  title: 'Small',
  summary: 'A stack that is not there.',
  tier: 'local',
  runtime: { kind: 'embedded', port: 0 },
  services: [{ id: 'bus-llm', module: 'bus-api-provider-llm', role: 'core', summary: 'models' }],
  environment: [],
  checks: { required: ['a'], optional: [] },
});

const unused = async () => {
  throw new Error('no stack here');
};

/** A runtime without a stack behind it, for checks that make no call. */
export const NO_STACK: StackRuntime = {
  kind: 'embedded',
  profile: PROFILE,
  plan: unused,
  start: unused,
  status: unused,
  logs: unused,
  restart: unused,
  stop: unused,
  access: unused,
};

/** Access to a gateway that nobody listens on. */
export const NO_ACCESS: StackAccess = {
  gatewayUrl: 'http://127.0.0.1:9',
  portalToken: 'local-dev',
  accountId: '00000000-0000-4000-8000-000000000001',
  token: async () => undefined,
};

/** A check that does what `run` says. */
export function small(
  id: string,
  run: (context: CheckContext) => Promise<CheckOutcome>,
  facts: Partial<Check> = {},
): Check {
  return {
    id,
    title: `Check ${id}`,
    group: 'small',
    service: 'bus-llm',
    proves: 'something',
    doesNotProve: 'something else',
    route: 'llm.models',
    ...facts,
    run,
  };
}

/** The outcome of a check that is content. */
export const PASS: CheckOutcome = { status: 'PASS', observed: 'as it should be' };

/** What a run told its observer, one line a call. */
export interface Heard {
  readonly lines: string[];
  readonly observer: ProofObserver;
}

/** An observer that remembers. */
export function listening(): Heard {
  const lines: string[] = [];
  return {
    lines,
    observer: {
      started: (check) => lines.push(`started ${check}`),
      progress: (check, done, of, note) => lines.push(`progress ${check} ${done}/${of} ${note}`),
      finished: ({ id, status }) => lines.push(`finished ${id} ${status}`),
    },
  };
}

/** Runs checks, all of them required. */
export async function run(
  checks: readonly Check[],
  change: Partial<RunChecksOptions> = {},
): Promise<readonly CheckResult[]> {
  return await runChecks({
    checks: checks.map((check) => ({ check, required: true })),
    host: systemHost(),
    runtime: NO_STACK,
    access: NO_ACCESS,
    secrets: new SecretRegistry(),
    signal: new AbortController().signal,
    observer: listening().observer,
    ...change,
  });
}

/** Id, status and reason id of each result. */
export function briefly(results: readonly CheckResult[]): readonly string[] {
  return results.map(({ id, status, reason }) => [id, status, reason?.id].filter(Boolean).join(' '));
}
