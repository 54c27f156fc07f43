import type { ReasonId } from '../reasons/catalog.ts';

/** Thrown by a check: what was expected, what came. */
export class CheckFailure extends Error {
  readonly reasonId: ReasonId;
  readonly detail: string;
  /** Overrides the catalog's next step. */
  readonly next: string | undefined;

  constructor(reasonId: ReasonId, detail: string, next?: string) {
    super(`${reasonId}: ${detail}`);
    this.name = 'CheckFailure';
    this.reasonId = reasonId;
    this.detail = detail;
    this.next = next;
  }
}

/** Thrown by a check, or by what it calls, when it cannot be judged here. */
export class CheckSkip extends Error {
  readonly reasonId: ReasonId;
  readonly detail: string;

  constructor(reasonId: ReasonId, detail: string) {
    super(`${reasonId}: ${detail}`);
    this.name = 'CheckSkip';
    this.reasonId = reasonId;
    this.detail = detail;
  }
}

/** Thrown when a check ended early, and what it had changed could not be put back either. Neither may hide the other. */
export class CleanUpFailure extends AggregateError {
  /** What ended the check. */
  readonly first: unknown;
  /** What went wrong when it was put back. */
  readonly second: unknown;

  constructor(first: unknown, second: unknown) {
    super([first, second], 'what the check changed could not be put back');
    this.name = 'CleanUpFailure';
    this.first = first;
    this.second = second;
  }
}
