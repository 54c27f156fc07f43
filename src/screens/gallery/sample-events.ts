import {
  EVENT_VERSION,
  type RunEvent,
  type RunEventBody,
  runEvent,
  type StepId,
} from '../../steps/events.ts';
import { atEnd, gateAfter } from '../../steps/gates.ts';
import { reduce } from '../../steps/reduce.ts';
import { type CheckResult, EMPTY_RUN, type RunState } from '../../steps/run-state.ts';
import type { StepOutcome } from '../../steps/step.ts';
import { STEP_IDS } from '../../steps/step-id.ts';

const RUN_ID = '6c9f1c8e-6a53-4c0e-9d0b-2f6b1c1d7a10';
const NOON = Date.UTC(2025, 0, 15, 12);

/** Gives event bodies their envelope and holds each against the published schema. */
export function recorder(): (t: number, body: RunEventBody) => RunEvent {
  let seq = 0;
  return (t, body) => {
    seq += 1;
    const at = new Date(NOON + t).toISOString();
    return runEvent.parse({ v: EVENT_VERSION, run: RUN_ID, seq, t, at, ...body });
  };
}

/** Folds events with the reducer of the program. */
export function fold(events: readonly RunEvent[], from: RunState = EMPTY_RUN): RunState {
  return events.reduce(reduce, from);
}

/** How the run of every story begins. */
export const runStarted: Extract<RunEventBody, { type: 'run.started' }> = {
  type: 'run.started',
  profile: 'embedded',
  profileTitle: 'Embedded stack',
  tier: 'local',
  runtime: 'embedded',
  version: '0.1.0',
  node: '24.21.0',
  platform: 'linux-x64',
  folder: '/home/op/stack/bus-setup-runs/2025-01-15T12-00-00',
  steps: ['preflight', 'start', 'proof', 'bundle'],
};

/** The question that the engine asks after a step that went well. */
export function asked(step: StepId, failure?: CheckResult['reason']): RunEventBody {
  const order: readonly StepId[] = ['preflight', 'start', 'proof', 'bundle'];
  const outcome =
    failure === undefined
      ? ({ status: 'ok' } as const)
      : ({ status: 'failed', reason: failure, exitCode: 3 } as const);
  const next = order[order.indexOf(step) + 1];
  const question = gateAfter(step, outcome, { next, bundleAhead: next !== undefined });
  return { type: 'question.asked', question };
}

/** The question that the engine asks at the end of a run of all steps, whose proof may have failed. */
export function askedAtEnd(failure?: CheckResult['reason']): RunEventBody {
  const outcomes = new Map<StepId, StepOutcome>(STEP_IDS.map((id) => [id, { status: 'ok' }]));
  if (failure !== undefined) outcomes.set('proof', { status: 'failed', reason: failure, exitCode: 3 });
  return { type: 'question.asked', question: atEnd(STEP_IDS, outcomes) };
}

/** SHA-256 of every artifact in the stories. */
export const DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
/** The run folder of every story. */
export const FOLDER = runStarted.folder;

/** Checks as a step announces them; only the live one is optional. */
export function planned(list: readonly (readonly [string, string])[]) {
  return list.map(([id, title]) => ({ id, title, required: id !== 'live-codex' }));
}

/** A result as a check gives it; what a test does not care about is filled in. */
export function result(
  id: string,
  title: string,
  overrides: Partial<CheckResult> = {},
): Extract<RunEventBody, { type: 'check.finished' }>['result'] {
  return {
    id,
    title,
    group: 'stack',
    status: 'PASS',
    required: true,
    observed: `${title}, as documented.`,
    proves: `That ${title}.`,
    doesNotProve: 'That it holds under load.',
    service: 'bus-llm',
    module: 'bus-api-provider-llm',
    command: `curl -sS -H "Authorization: Bearer $BUS_API_TOKEN" http://127.0.0.1:18080/v1/${id}`,
    url: `http://127.0.0.1:18080/v1/${id}`,
    latencyMs: 12,
    exchanges: [
      {
        purpose: 'with a token',
        method: 'GET',
        url: `http://127.0.0.1:18080/v1/${id}`,
        status: 200,
        headers: { 'content-type': 'application/json', server: 'nginx' },
        answer: `{"object":"${id}","data":[{"id":"codex-chatgpt"}]}`,
        latencyMs: 4.2,
        command: `curl -sS http://127.0.0.1:18080/v1/${id}`,
      },
      {
        purpose: 'without a token',
        method: 'GET',
        url: `http://127.0.0.1:18080/v1/${id}`,
        status: 401,
        headers: { 'content-type': 'application/json', server: 'nginx' },
        answer: '{"error":{"type":"invalid_auth","message":"a bearer token is needed"}}',
        latencyMs: 1.1,
        command: `curl -sS http://127.0.0.1:18080/v1/${id}`,
      },
    ],
    ...overrides,
  };
}
