import { routeById } from '../contract/routes.ts';
import { SERVICES } from '../contract/services.ts';
import { type ReasonId, reason } from '../reasons/catalog.ts';
import type { Reason } from '../reasons/reason.ts';
import { SetupError } from '../reasons/setup-error.ts';
import type { Profile } from '../stack/profile-schema.ts';
import type { CheckOutcome } from './check.ts';
import { CheckFailure, CheckSkip, CleanUpFailure } from './check-failure.ts';
import type { ExchangeLog } from './exchange-log.ts';
import type { Hop } from './hops.ts';
import { plain } from './plain-text.ts';
import type { PlannedCheck } from './selection.ts';
import type { Story } from './story.ts';
import type { CheckResult } from './verdict.ts';

/** How a check ended, before it is written down. */
export type Ending =
  | {
      readonly status: 'PASS';
      readonly observed: string;
      readonly echo?: string;
      readonly hops?: readonly Hop[];
    }
  | { readonly status: 'SKIP' | 'FAIL'; readonly reason: Reason };

/** A check that was not run. */
export function skipped(id: ReasonId, detail?: string): Ending {
  return { status: 'SKIP', reason: reason(id, detail) };
}

/** A check that failed. */
export function failed(id: ReasonId, detail: string): Ending {
  return { status: 'FAIL', reason: reason(id, detail) };
}

/**
 * Reads what a check returned. The type says that there is no third way; a check is code all the same.
 * @returns PASS only for a PASS that says what was observed
 */
export function endingOf(outcome: CheckOutcome): Ending {
  if (outcome?.status === 'PASS' && typeof outcome.observed === 'string' && outcome.observed !== '') {
    const echo = outcome.echo === undefined ? {} : { echo: plain(outcome.echo, 200) };
    const hops = outcome.hops === undefined ? {} : { hops: outcome.hops };
    return { status: 'PASS', observed: plain(outcome.observed, 4_000), ...echo, ...hops };
  }
  if (outcome?.status === 'SKIP') {
    return { status: 'SKIP', reason: reason(outcome.reason, detailOf(outcome.detail ?? ''), outcome.next) };
  }
  return failed('PR-UNEXPECTED', 'the check ended without a verdict');
}

/** Reads what a check threw: never a PASS, and a SKIP only when it says so itself. */
export function endingOfError(error: unknown): Ending {
  if (error instanceof CheckFailure) {
    return { status: 'FAIL', reason: reason(error.reasonId, detailOf(error.detail), error.next) };
  }
  if (error instanceof CheckSkip) return skipped(error.reasonId, detailOf(error.detail));
  if (error instanceof SetupError) return { status: 'FAIL', reason: error.reason };
  if (error instanceof CleanUpFailure)
    return endingOfBoth(endingOfError(error.first), endingOfError(error.second));
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return failed('PR-UNEXPECTED', detailOf(text));
}

/** The first is the cause, and leads; only a check that could not be judged fails for what it left behind. */
function endingOfBoth(first: Ending, second: Ending): Ending {
  if (first.status === 'PASS') return second;
  if (second.status === 'PASS') return first;
  const [leading, other, between] =
    first.status === 'SKIP'
      ? [second.reason, first.reason, 'before that']
      : [first.reason, second.reason, 'what it had changed could not be put back either'];
  const detail = detailOf(`${toldOf(leading)}; ${between}: ${other.id}, ${toldOf(other)}`);
  return { status: 'FAIL', reason: { ...leading, detail } };
}

function toldOf({ detail, sentence }: Reason): string {
  return detail === undefined || detail === '' ? sentence : detail;
}

/**
 * Writes a result down.
 * @param latencyMs milliseconds from the check's start to its verdict
 * @param told the calls and the story of the check; absent when it was not run
 */
export function resultOf(
  { check, required }: PlannedCheck,
  profile: Profile,
  ending: Ending,
  latencyMs: number,
  told?: { readonly log: ExchangeLog; readonly story: Story },
): CheckResult {
  const main = told?.log.standFor(check.route);
  const story = told?.story.all() ?? [];
  return {
    id: check.id,
    title: check.title,
    group: check.group,
    status: ending.status,
    required,
    ...(ending.status === 'PASS'
      ? {
          observed: ending.observed,
          ...(ending.echo === undefined ? {} : { echo: ending.echo }),
          ...(ending.hops === undefined ? {} : { hops: [...ending.hops] }),
        }
      : { reason: pointedAt(check.service, ending.reason) }),
    proves: check.proves,
    doesNotProve: check.doesNotProve,
    ...(check.leaves === undefined || told === undefined ? {} : { leaves: check.leaves }),
    ...(story.length === 0 ? {} : { story: [...story] }),
    service: check.service,
    module: moduleOf(check.service, profile),
    command: main?.command ?? check.command ?? routeById(check.route).proofCommand,
    ...(main === undefined ? {} : { url: main.url }),
    latencyMs: Math.max(0, latencyMs),
    exchanges: told?.log.all() ?? [],
  };
}

/** A next step of the catalog cannot know which service the check is about; it says `SERVICE` instead. */
function pointedAt(service: string, why: Reason): Reason {
  return { ...why, next: why.next.replaceAll(/\bSERVICE\b/g, service) };
}

function moduleOf(service: string, profile: Profile): string {
  const listed = profile.services.find(({ id }) => id === service)?.module;
  if (listed !== undefined) return listed;
  return Object.entries(SERVICES).find(([id]) => id === service)?.[1].module ?? 'third party';
}

function detailOf(text: string): string {
  return plain(text, 4_000);
}
