import { errorEnvelope } from '../contract/errors.ts';
import { LIVE_CODEX, LOCAL_MODEL } from '../contract/llm.ts';
import type { Secret } from '../redact/secret.ts';
import { codexProviderOf } from '../stack/codex-provider.ts';
import type { Answer } from './answer.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure } from './check-failure.ts';
import { shown } from './plain-text.ts';
import { stackSetting } from './stack-setting.ts';

/** Status by which the contract's other services turn away what billing denies. */
const PAYMENT_REQUIRED = 402;
/** What the LLM API may say instead, which has no documented status; then the error's type must say why. */
const OTHER_REFUSALS = [403, 429] as const;
/** No provider can execute this, so asking with it costs nothing whatever the stack decides. */
const NO_REQUEST = '{';
/** What a stack may say to it. */
const NO_REQUEST_STATUSES = [
  PAYMENT_REQUIRED,
  ...OTHER_REFUSALS,
  400,
  404,
  413,
  415,
  422,
  500,
  502,
  503,
  504,
];

/** What is known of whether model calls ask billing first. */
export type CallsAskBilling = 'yes' | 'no' | 'unknown';

/**
 * Finds out whether model calls ask billing, from the stack's own answer to a call that nothing can execute.
 * @param token of an account that billing denies
 * @returns `unknown` when the stack looks at the body first, and its setting says that calls are billed
 */
export async function callsAskBilling(context: CheckContext, token: Secret): Promise<CallsAskBilling> {
  const answer = await context.http.call({
    purpose: 'a model call that nothing can execute, for an account that is denied',
    target: 'llm.chat-completions',
    token,
    rawBody: NO_REQUEST,
    status: NO_REQUEST_STATUSES,
    accepted: 'PR-BILLING-UNHEEDED',
  });
  if (isRefusal(refusalOf(answer), 'billing_required') || isRefusal(refusalOf(answer), 'quota_exceeded'))
    return 'yes';
  return stackSetting(context, 'BUS_LLM_BILLING_BACKEND') === 'events' ? 'unknown' : 'no';
}

/**
 * Shows that billing lets an account through without an answer that costs something: what nothing can execute is still
 * turned away, but no longer by billing.
 * @param token of an account that pays, on a stack that refused the same for want of billing
 * @returns what was observed, a clause
 * @throws CheckFailure `PR-BILLING-UNHEEDED`
 */
export async function letThrough({ http }: CheckContext, token: Secret): Promise<string> {
  const answer = await http.call({
    purpose: 'a model call that nothing can execute, for an account that pays',
    target: 'llm.chat-completions',
    token,
    rawBody: NO_REQUEST,
    status: NO_REQUEST_STATUSES,
    accepted: 'PR-BILLING-UNHEEDED',
    main: true,
  });
  const call = refusalOf(answer);
  const byBilling = isRefusal(call, 'billing_required') || isRefusal(call, 'quota_exceeded');
  if (!byBilling && call.status < 500) return `status ${call.status}, no longer by billing`;
  throw unheeded('with the subscription', 'a refusal that is not of billing', call);
}

/** Whether a served model call costs nobody anything here. Who agrees to a live request agrees to one, not to these. */
export async function callsAreFree({ access, runtime, host }: CheckContext): Promise<boolean> {
  return (access.codexProvider ?? (await codexProviderOf(runtime, host))) === 'static';
}

/** Why billing turns a model call away. */
export type Refusal = 'billing_required' | 'quota_exceeded';

/** How a model call went. */
export interface ModelCall {
  readonly status: number;
  /** Type of the error that came instead of an answer. */
  readonly errorType: string | undefined;
}

/**
 * Makes a model call and tells how it went.
 * @param when completes the purpose `a model call …`
 * @param main true for the call that stands for the check in reports
 */
export async function modelCall(
  context: CheckContext,
  token: Secret,
  when: string,
  main = false,
): Promise<ModelCall> {
  const answer = await context.http.call({
    purpose: `a model call ${when}`,
    target: 'llm.chat-completions',
    token,
    body: { model: LOCAL_MODEL.id, messages: [{ role: 'user', content: LIVE_CODEX.prompt }] },
    status: [200, PAYMENT_REQUIRED, ...OTHER_REFUSALS],
    timeoutMs: 60_000,
    main,
  });
  return refusalOf(answer);
}

/**
 * Makes a model call that must be refused for the reason that billing has.
 * @returns what was observed, a clause
 * @throws CheckFailure `PR-BILLING-UNHEEDED`
 */
export async function refusedCall(
  context: CheckContext,
  token: Secret,
  type: Refusal,
  when: string,
  main = false,
): Promise<string> {
  const call = await modelCall(context, token, when, main);
  if (isRefusal(call, type)) return `status ${call.status}, ${call.errorType ?? 'without an error type'}`;
  throw unheeded(when, `a refusal with ${type}`, call);
}

/**
 * Makes a model call that must be served.
 * @returns what was observed, a clause
 * @throws CheckFailure `PR-BILLING-UNHEEDED`
 */
export async function servedCall(context: CheckContext, token: Secret, when: string): Promise<string> {
  const call = await modelCall(context, token, when);
  if (call.status === 200) return 'status 200, an answer';
  throw unheeded(when, 'status 200', call);
}

/**
 * Tells and demands that an account that has used up its quota is refused where the work is done. Where model calls do
 * not ask billing the step is skipped.
 * @param token of that account
 * @throws CheckFailure `PR-BILLING-UNHEEDED`
 */
export async function limitHoldsForCalls(context: CheckContext, token: Secret): Promise<void> {
  const line = {
    asked: 'The account that has used up its quota calls /v1/chat/completions.',
    expected: 'refused with quota_exceeded',
    shows: 'The limit holds where the work is done, not only in the books.',
  };
  if ((await callsAskBilling(context, token)) !== 'yes') {
    context.story.skip(line, 'model calls are not seen to ask billing here; see billing-enforcement');
    return;
  }
  await context.story.tell(
    line,
    () => refusedCall(context, token, 'quota_exceeded', 'at the limit'),
    (seen) => seen,
  );
}

function unheeded(when: string, expected: string, { status, errorType }: ModelCall): CheckFailure {
  const type = errorType === undefined ? '' : ` ${shown(errorType)}`;
  return new CheckFailure('PR-BILLING-UNHEEDED', `${when}: expected ${expected}, got ${status}${type}`);
}

/** 402 says it by itself, unless its type says something else; any other status needs the type. */
function isRefusal({ status, errorType }: ModelCall, type: Refusal): boolean {
  if (status === PAYMENT_REQUIRED) return errorType === undefined || errorType === type;
  return OTHER_REFUSALS.some((other) => other === status) && errorType === type;
}

function refusalOf(answer: Answer): ModelCall {
  const { status } = answer;
  return { status, errorType: status === 200 ? undefined : errorTypeOf(answer.text()) };
}

function errorTypeOf(text: string): string | undefined {
  try {
    return errorEnvelope.safeParse(JSON.parse(text)).data?.error.type;
  } catch {
    return undefined;
  }
}
