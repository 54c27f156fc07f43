import { LLM_EVENTS, USAGE_EVENTS } from '../contract/event-names.ts';
import type { StreamLine } from '../contract/events.ts';
import { llmExecutionRequest } from '../contract/llm.ts';
import { usageRecordPayload } from '../contract/usage.ts';
import type { Secret } from '../redact/secret.ts';
import type { CheckContext } from './check.ts';

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
  /** Milliseconds by hop, e.g. `gateway and LLM 12 ms`, in the order of the way; empty where events carry no times. */
  readonly hops: readonly string[];
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
  const records = await lines(context, turn, USAGE_EVENTS.recordRequest, ({ payload }) => {
    const parsed = usageRecordPayload.safeParse(payload);
    return (
      parsed.success &&
      parsed.data.account_id === turn.account &&
      /^usage_(?:recorded|missing)$/.test(parsed.data.event_type) &&
      Date.parse(parsed.data.occurred_at ?? '') >= turn.startedAt.getTime()
    );
  });
  const usage = usageRecordPayload.safeParse(records.at(-1)?.payload).data?.event_type;
  return { hops: hops(turn, timeOf(request), timeOf(answers[0])), usage };
}

/** The way out, Codex, and the way back. Only the middle one is of one clock; the others are left out when they cannot be. */
function hops(turn: LiveTurn, asked: number | undefined, answered: number | undefined): readonly string[] {
  if (asked === undefined || answered === undefined) return [];
  const parts: readonly (readonly [string, number])[] = [
    ['gateway, LLM and billing', asked - turn.startedAt.getTime()],
    ['Events and Codex', answered - asked],
    ['usage and back', turn.endedAt.getTime() - answered],
  ];
  return parts.filter(([, ms]) => ms >= 0).map(([name, ms]) => `${name} ${ms} ms`);
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
