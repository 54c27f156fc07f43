import { systemHost } from '../../src/host/host.ts';
import { checksOf } from '../../src/proof/checks/catalog.ts';
import { makeResults, resultsJson } from '../../src/proof/report/make-results.ts';
import type { Results } from '../../src/proof/report/results.ts';
import type { CheckResult } from '../../src/proof/verdict.ts';
import { reason } from '../../src/reasons/catalog.ts';
import { loadProfile } from '../../src/stack/profile-loader.ts';
import { VERSION } from '../../src/version.ts';

const { profile } = await loadProfile('embedded', systemHost());
const PLANNED = checksOf(profile);

/** How many checks the sample has: required ones, which passed, and optional ones, which were skipped. */
export const SAMPLE = {
  checks: PLANNED.length,
  required: PLANNED.filter(({ required }) => required).length,
  optional: PLANNED.filter(({ required }) => !required).length,
} as const;

/** Results of a whole proof of the embedded profile, as a run writes them; `change` edits the checks first. */
export function sampleResults(
  options: {
    readonly challenge?: string;
    readonly change?: (check: CheckResult) => CheckResult | undefined;
    readonly startedAt?: Date;
  } = {},
): Results {
  const startedAt = options.startedAt ?? new Date('2026-03-01T10:00:00.000Z');
  return makeResults({
    version: VERSION,
    node: '24.0.0',
    platform: 'linux-x64',
    profile: {
      id: 'embedded',
      title: 'Embedded stack',
      tier: 'local',
      runtime: 'embedded',
      services: [
        {
          service: 'bus-llm',
          module: 'bus-api-provider-llm',
          role: 'core',
          summary: 'OpenAI-compatible API',
        },
        { service: 'mailhog', module: 'third-party', role: 'demo', summary: 'Catches mails' },
      ],
    },
    environment: [{ key: 'BUS_LOCAL_JWT_SECRET', secrecy: 'secret', present: false, publicDefault: true }],
    urls: { gateway: 'http://127.0.0.1:18080' },
    selection: {},
    challenge: options.challenge,
    checks: sampleChecks(options.challenge).flatMap(
      (check) => options.change?.(check) ?? (options.change ? [] : check),
    ),
    preflight: [],
    run: 'a0000000-0000-4000-8000-000000000001',
    startedAt,
    writtenAt: new Date(startedAt.getTime() + 4_000),
  });
}

/** The bytes of `results.json`. */
export function bytesOf(results: Results): Buffer {
  return Buffer.from(resultsJson(results));
}

/** A check that failed, with a reason that quotes the stack. */
export function failing(check: CheckResult, detail: string): CheckResult {
  const { observed: _observed, ...rest } = check;
  return { ...rest, status: 'FAIL', reason: reason('PR-UNEXPECTED', detail) };
}

function sampleChecks(challenge: string | undefined): readonly CheckResult[] {
  return PLANNED.map(({ check, required }): CheckResult => {
    const optional = !required;
    const command = `curl -sS -H "authorization: Bearer $BUS_API_TOKEN" "$BUS_BASE_URL/v1/${check.id}"`;
    const url = `http://127.0.0.1:18080/v1/${check.id}`;
    const echoes = challenge !== undefined && ['events-replay', 'notes-persistence'].includes(check.id);
    return {
      id: check.id,
      title: check.title,
      group: check.group,
      status: optional ? 'SKIP' : 'PASS',
      required: !optional,
      ...(optional ? { reason: reason('PR-NOT-SELECTED', 'not asked for') } : { observed: 'As documented.' }),
      ...(echoes ? { echo: challenge } : {}),
      proves: check.proves,
      doesNotProve: check.doesNotProve,
      service: check.service,
      module: `module-of-${check.service}`,
      command,
      url,
      latencyMs: 12.34,
      exchanges: [
        {
          purpose: 'with a token',
          method: 'GET',
          url,
          status: 200,
          headers: { 'content-type': 'application/json', server: 'nginx', 'content-length': '17' },
          latencyMs: 4.5,
          command,
        },
        {
          purpose: 'without a token',
          method: 'GET',
          url: `${url}?name=value`,
          status: 401,
          latencyMs: 1.5,
          command: `curl -sS "$BUS_BASE_URL/v1/${check.id}"`,
        },
      ],
    };
  });
}
