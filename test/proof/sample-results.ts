import { makeResults, type ResultsInput } from '../../src/proof/report/make-results.ts';
import type { Results } from '../../src/proof/report/results.ts';
import type { CheckResult, Exchange } from '../../src/proof/verdict.ts';
import { type ReasonId, reason } from '../../src/reasons/catalog.ts';

const CALL: Exchange = {
  purpose: 'with a token',
  method: 'GET',
  url: 'http://127.0.0.1:8080/v1/models?x=1',
  status: 200,
  headers: { 'content-type': 'application/json', server: 'nginx', 'content-length': '1234' },
  latencyMs: 3.456,
  command: 'curl -sS -H "authorization: Bearer $BUS_API_TOKEN" "$BUS_BASE_URL/v1/models"',
};

/** A check that passed. */
export function passed(id: string, change: Partial<CheckResult> = {}): CheckResult {
  return {
    id,
    title: `Title of ${id}`,
    group: 'llm',
    status: 'PASS',
    required: true,
    observed: 'Seen as documented.',
    proves: 'One thing.',
    doesNotProve: 'Another thing.',
    service: 'bus-llm',
    module: 'bus-api-provider-llm',
    command: CALL.command,
    url: CALL.url,
    latencyMs: 12.3456,
    exchanges: [CALL],
    ...change,
  };
}

/** A check that did not pass. */
export function notPassed(
  id: string,
  status: 'FAIL' | 'SKIP',
  why: ReasonId,
  change: Partial<CheckResult> = {},
): CheckResult {
  const { observed: _observed, ...rest } = passed(id);
  return { ...rest, status, reason: reason(why, 'what was seen'), ...change };
}

/** Results of a run with these checks. */
export function resultsOf(checks: readonly CheckResult[], change: Partial<ResultsInput> = {}): Results {
  return makeResults({
    version: '0.1.0',
    node: '24.21.0',
    platform: 'linux',
    profile: {
      id: 'embedded',
      title: 'Embedded',
      tier: 'local',
      runtime: 'embedded',
      services: [
        { service: 'nginx', module: 'superproject', role: 'core', summary: 'gateway' },
        { service: 'mailhog', module: 'third party', role: 'demo', summary: 'mail sink' },
        {
          service: 'bus-codex',
          module: 'bus-integration-codex',
          role: 'needs-credentials',
          summary: 'Codex',
        },
      ],
    },
    environment: [
      { key: 'BUS_LOCAL_JWT_SECRET', secrecy: 'secret', present: false, publicDefault: true },
      { key: 'BUS_STRIPE_SECRET_KEY', secrecy: 'secret', present: true, publicDefault: false },
    ],
    urls: { portal: 'http://127.0.0.1:8080/portal/local-dev/', gateway: 'http://127.0.0.1:8080' },
    selection: {},
    checks,
    preflight: [passed('node-version', { exchanges: [] })],
    run: '11111111-1111-4111-8111-111111111111',
    startedAt: new Date('2026-01-02T03:04:05.678Z'),
    writtenAt: new Date('2026-01-02T03:04:09.000Z'),
    ...change,
  });
}
