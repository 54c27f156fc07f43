import { CODEX_FAILURES, codexFailureBody, isCodexFailureCode } from '../contract/codex-failures.ts';
import type { ReasonId } from '../reasons/catalog.ts';
import { codexNextStep } from '../stack/codex-login-step.ts';
import type { ServiceStateName } from '../stack/runtime.ts';
import type { Answer } from './answer.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure } from './check-failure.ts';

const REASON = {
  codex_cli_failed: 'CX-CLI-FAILED',
  codex_credentials_missing: 'CX-CREDENTIALS-MISSING',
  codex_credentials_rejected: 'CX-CREDENTIALS-REJECTED',
  codex_credentials_expired: 'CX-CREDENTIALS-EXPIRED',
  codex_rate_limited: 'CX-QUOTA-REACHED',
  codex_request_refused: 'CX-REQUEST-REFUSED',
  codex_provider_failed: 'CX-PROVIDER-FAILED',
  codex_provider_unreachable: 'CX-PROVIDER-UNREACHABLE',
  codex_stream_cut: 'CX-STREAM-CUT',
  codex_timeout: 'CX-TIMEOUT',
  codex_failed: 'CX-LIVE-FAILED',
} as const satisfies Record<keyof typeof CODEX_FAILURES, ReasonId>;

/** Statuses by which a live request may be refused; any other is a surprise. */
export const CODEX_REFUSALS = [429, 500, 502, 503, 504] as const;

/** States of a service that does its work. */
const UP: ReadonlySet<ServiceStateName> = new Set(['running', 'healthy', 'done']);

/** Services between the gateway and Codex. */
const ON_THE_WAY = ['bus-llm', 'bus-events', 'bus-billing-worker', 'bus-usage-worker', 'bus-codex'] as const;

/**
 * Says why a live request was refused. The provider's own words are never repeated.
 * @param answer one with a status of {@link CODEX_REFUSALS}
 */
export async function codexRefusal(context: CheckContext, answer: Answer): Promise<CheckFailure> {
  const code = codeOf(answer);
  if (code !== undefined && isCodexFailureCode(code)) {
    const told = `the stack answered ${answer.status}: ${CODEX_FAILURES[code].message}`;
    // The login of a stack that somebody else runs is not on this machine.
    const own = context.runtime.kind !== 'attach';
    return new CheckFailure(REASON[code], told, own ? codexNextStep(REASON[code], context.host) : undefined);
  }
  if (answer.status === 429) return new CheckFailure('CX-QUOTA-REACHED', 'the stack answered 429');
  const down = await servicesDown(context);
  const where =
    down.length === 0 ? 'every service on the way says that it runs' : `not ready: ${down.join(', ')}`;
  return new CheckFailure('CX-STACK-FAILED', `the stack answered ${answer.status}; ${where}`);
}

function codeOf(answer: Answer): string | undefined {
  try {
    const { error } = answer.json(codexFailureBody, 'CX-ANSWER-SHAPE');
    return error.code ?? undefined;
  } catch {
    // A gateway's page: the status is all there is.
    return undefined;
  }
}

async function servicesDown({ runtime, signal }: CheckContext): Promise<readonly string[]> {
  const { services } = await runtime.status(signal);
  const onTheWay = new Set<string>(ON_THE_WAY);
  return services
    .filter(({ service, state }) => onTheWay.has(service) && !UP.has(state))
    .map(({ service, state }) => `${service} (${state})`);
}
