/** Which kind of trouble a reason is, so that nobody reads a missing key as a broken product or the reverse. */
export type ReasonClass =
  /** a credential is missing, unreadable, expired or rejected */
  | 'credential'
  /** the stack or this program misbehaved */
  | 'platform'
  /** settings, profile, files or tools of the operator's machine */
  | 'configuration'
  /** no answer in time */
  | 'timeout'
  /** declined on purpose: unsafe input, or a guard that fails closed */
  | 'refused'
  /** does not apply to this profile or was not asked for */
  | 'not-applicable';

/** One entry of the reason catalog. `bus-setup explain <id>` prints it. */
export interface ReasonEntry {
  readonly class: ReasonClass;
  /** What happened, one sentence. */
  readonly sentence: string;
  /** The one thing to do next, for the operator. A shell command where there is one. */
  readonly next: string;
}

/** A reason as it stands in an event or a report: the catalog entry, made specific. */
export interface Reason {
  /** Stable id, e.g. `PF-DOCKER-DOWN`. */
  readonly id: string;
  readonly class: ReasonClass;
  /** One sentence. */
  readonly sentence: string;
  /** What exactly was seen, e.g. `expected status 401, got 200`. */
  readonly detail?: string;
  /** The next step. */
  readonly next: string;
}
