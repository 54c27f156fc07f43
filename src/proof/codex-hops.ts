import type { Hop } from './hops.ts';

/** Moments of one live request, milliseconds since 1970; undefined where nothing told. */
export interface CodexMoments {
  /** This program sent it. */
  readonly sent: number;
  /** bus-llm wrote down that it has begun (`request_started`). */
  readonly taken: number | undefined;
  /** Events took the request for the worker. */
  readonly asked: number | undefined;
  /** Events took the worker's answer. */
  readonly answered: number | undefined;
  /** The last byte came back. */
  readonly received: number;
  /** True when this program and the stack share a clock. */
  readonly oneClock: boolean;
}

/** Why a hop has no time. */
const NO_EVENT = 'no event with a time was seen';
const TWO_CLOCKS = 'the clocks of this machine and of the stack are two';
const BACKWARDS = 'the clocks disagree';

/**
 * The way of a live request: each stretch between two moments that something has written down. Codex and its provider
 * are one stretch with the waiting for them, for no event tells when the worker took the request.
 */
export function codexHops(moments: CodexMoments): readonly Hop[] {
  const { sent, taken, asked, answered, received, oneClock } = moments;
  const outer = oneClock ? undefined : TWO_CLOCKS;
  return [
    stretch('gateway to bus-llm', sent, taken, outer),
    stretch('bus-llm (billing, usage) to bus-events', taken, asked),
    stretch('bus-events to bus-codex, Codex, and back', asked, answered),
    { hop: 'of it, bus-codex alone', unmeasured: 'no event tells when the worker took the request' },
    stretch('bus-events to bus-llm (usage), gateway, here', answered, received, outer),
  ];
}

function stretch(hop: string, from: number | undefined, to: number | undefined, never?: string): Hop {
  if (never !== undefined) return { hop, unmeasured: never };
  if (from === undefined || to === undefined) return { hop, unmeasured: NO_EVENT };
  return to < from ? { hop, unmeasured: BACKWARDS } : { hop, ms: to - from };
}
