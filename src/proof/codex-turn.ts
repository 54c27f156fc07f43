import { LLM_EVENTS, USAGE_EVENTS } from '../contract/event-names.ts';
import type { StreamLine } from '../contract/events.ts';
import { llmExecutionRequest } from '../contract/llm.ts';
import { usageRecordPayload } from '../contract/usage.ts';
import type { Secret } from '../redact/secret.ts';
import type { CheckContext } from './check.ts';
import { codexHops } from './codex-hops.ts';
import type { Hop } from './hops.ts';

/** A live request that was answered. */
export interface LiveTurn {
  /** Token of the events' owner. */
  readonly token: Secret;
  /** Account the request was made for. */
  readonly account: string;
  /** What stood in `user` of the request: it tells its event from all others. */
  readonly user: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/** What the events tell of a turn. */
export interface TurnTrace {
  /** The way from the gateway to Codex and back. */
  readonly hops: readonly Hop[];
  /** The usage event that the turn caused, e.g. `usage_recorded`; undefined when none is seen. */
  readonly usage: string | undefined;
}

/** Follows a turn through the events that carried it. */
export async function traceTurn(context: CheckContext, turn: LiveTurn): Promise<TurnTrace> {
  const [request] = await lines(context, turn, LLM_EVENTS.chatCompletionsRequest, ({ payload }) => {
    const parsed = llmExecutionRequest.safeParse(payload);
    return parsed.success && parsed.data.body.user === turn.user;
  });
  const answers =
    request?.correlationId === undefined
      ? []
      : await lines(
          context,
          turn,
          LLM_EVENTS.chatCompletionsResponse,
          ({ correlationId }) => correlationId === request.correlationId,
        );
  const records = (await lines(context, turn, USAGE_EVENTS.recordRequest, () => true)).flatMap(
    ({ payload }) => {
      const { data } = usageRecordPayload.safeParse(payload);
      const ofTurn =
        data?.account_id === turn.account && Date.parse(data.occurred_at ?? '') >= turn.startedAt.getTime();
      return ofTurn ? [{ type: data.event_type, at: Date.parse(data.occurred_at ?? '') }] : [];
    },
  );
  return {
    usage: records.findLast(({ type }) => /^usage_(?:recorded|missing)$/.test(type))?.type,
    hops: codexHops({
      sent: turn.startedAt.getTime(),
      taken: records.find(({ type }) => type === 'request_started')?.at,
      asked: timeOf(request),
      answered: timeOf(answers[0]),
      received: turn.endedAt.getTime(),
      oneClock: context.runtime.kind !== 'attach',
    }),
  };
}

function timeOf(line: StreamLine | undefined): number | undefined {
  const time = Date.parse(line?.occurred_at ?? '');
  return Number.isNaN(time) ? undefined : time;
}

async function lines(
  { http, access }: CheckContext,
  { token }: LiveTurn,
  name: string,
  keep: (line: StreamLine) => boolean,
): Promise<readonly StreamLine[]> {
  return await http.replay({
    purpose: `to follow the turn (${name})`,
    name,
    token,
    owner: access.accountId,
    keep,
  });
}
