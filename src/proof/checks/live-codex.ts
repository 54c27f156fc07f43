import {
  type ChatCompletionResponse,
  chatCompletionResponse,
  LIVE_CODEX,
  LOCAL_MODEL,
  STATIC_MODEL,
} from '../../contract/llm.ts';
import type { Secret } from '../../redact/secret.ts';
import type { Check, CheckContext, CheckOutcome } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { thenPutBack } from '../clean-up.ts';
import { CODEX_REFUSALS, codexRefusal } from '../codex-refusal.ts';
import { traceTurn } from '../codex-turn.ts';
import { altered, granted } from '../grants.ts';
import { liveCodexHindrance } from '../live-codex-hindrance.ts';
import { plain, shown } from '../plain-text.ts';
import { changeSubscription } from '../subscription.ts';

const TURN_MS = 150_000;
const BILLING_REQUIRED = 402;
const SCOPE = 'llm:proxy';

/** One real answer of Codex, only when the operator asked for it: it costs quota. */
export const liveCodex: Check = {
  id: 'live-codex',
  title: 'Live Codex answer (opt-in, costs quota)',
  group: 'llm',
  service: 'bus-codex',
  uses: ['bus-llm', 'bus-events', 'bus-billing-worker', 'bus-usage-worker'],
  proves:
    'A chat completion travels through the whole stack to Codex, its answer comes back, and the usage of it is recorded.',
  doesNotProve:
    'That every model, or long work, succeeds with these credentials. It uses quota of the Codex account.',
  route: 'llm.chat-completions',
  needs: ['models'],
  deadlineMs: TURN_MS + 30_000,
  async run(context) {
    const hindrance = await liveCodexHindrance(context);
    if (hindrance !== undefined) return { status: 'SKIP', ...hindrance };
    const own = await granted(context, 'BUS_API_TOKEN');
    const first = await ask(context, own, context.access.accountId);
    return first ?? (await asPayingAccount(context, own));
  },
};

/** Where calls are billed and the operator's account is not paid for, an account of the proof is, for this one call. */
async function asPayingAccount(context: CheckContext, publisher: Secret): Promise<CheckOutcome> {
  const { http, host, marker } = context;
  const account = http.variable('PROOF_OTHER_SUBJECT', host.uuid());
  const token = await altered(context, 'BUS_API_TOKEN', { name: 'BUS_OTHER_API_TOKEN', subject: account });
  const change = async (at: CheckContext, status: 'active' | 'canceled') =>
    await changeSubscription(at, {
      purpose: status === 'active' ? 'to pay for the proof’s account' : 'to end that again',
      token: publisher,
      account,
      status,
      eventId: `proof-${marker}-live-${status}`,
      features: [SCOPE],
      correlationId: `${marker}-live-${status}`,
    });
  const work = async () => {
    await change(context, 'active');
    const outcome = await ask(context, token, account);
    if (outcome !== undefined) return outcome;
    throw new CheckFailure('PR-BILLING-REQUIRED', 'an account with an active subscription was refused');
  };
  return await thenPutBack(context, work, async (last) => {
    await change(last, 'canceled');
  });
}

/** @returns undefined when billing refuses the account */
async function ask(context: CheckContext, token: Secret, account: string): Promise<CheckOutcome | undefined> {
  const { http, host, marker } = context;
  const startedAt = host.now();
  const answer = await http.call({
    purpose: 'to Codex',
    target: 'llm.chat-completions',
    token,
    body: { model: LOCAL_MODEL.id, messages: [{ role: 'user', content: LIVE_CODEX.prompt }], user: marker },
    status: [200, BILLING_REQUIRED, ...CODEX_REFUSALS],
    timeoutMs: TURN_MS,
    main: true,
  });
  const endedAt = host.now();
  if (answer.status === BILLING_REQUIRED) return undefined;
  if (answer.status !== 200) throw await codexRefusal(context, answer);
  const said = answer.json(chatCompletionResponse, 'CX-ANSWER-SHAPE');
  if (said.model === STATIC_MODEL) {
    return { status: 'SKIP', reason: 'CX-STATIC-PROVIDER', detail: 'the answer says that no model wrote it' };
  }
  mustHoldMarker(said);
  const owner = await granted(context, 'BUS_API_TOKEN');
  const trace = await traceTurn(context, { token: owner, account, user: marker, startedAt, endedAt });
  if (trace.usage === undefined && context.runtime.kind !== 'attach') {
    throw new CheckFailure('CX-USAGE-UNSEEN', 'no usage_recorded or usage_missing for this account');
  }
  const facts = [
    `${LOCAL_MODEL.id} was executed by ${plain(said.model ?? 'a model that is not told', 80)}`,
    `by the route llm.chat-completions; answer ${LIVE_CODEX.marker}`,
    tokensOf(said),
    `usage event ${trace.usage ?? 'not seen'}`,
  ];
  return { status: 'PASS', observed: `${facts.join('; ')}.`, hops: trace.hops };
}

function mustHoldMarker(answer: ChatCompletionResponse): void {
  const said = answer.choices[0]?.message.content ?? '';
  // An echo of the question holds the marker as well.
  if (!said.includes(LIVE_CODEX.marker) || said.includes(LIVE_CODEX.prompt)) {
    throw new CheckFailure('CX-WRONG-MARKER', `expected ${LIVE_CODEX.marker} only, got ${shown(said, 80)}`);
  }
}

function tokensOf({ usage }: ChatCompletionResponse): string {
  if (usage === null || usage === undefined) return 'tokens not told';
  return `${usage.prompt_tokens} tokens in, ${usage.completion_tokens} out`;
}
