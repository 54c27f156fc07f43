import type { RouteId } from '../contract/routes.ts';
import type { Host } from '../host/host.ts';
import type { ReasonId } from '../reasons/catalog.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import type { StackAccess, StackRuntime, StackTransport } from '../stack/runtime.ts';
import type { Hop } from './hops.ts';
import type { ProofClient } from './proof-client.ts';
import type { Story } from './story.ts';

/** Connections to somebody who is no part of the stack. */
export interface Elsewhere {
  /** For calls with a target that names its base. */
  readonly http: ProofClient;
  /** Ends the connections. */
  close(): Promise<void>;
}

/** What a check is given. */
export interface CheckContext {
  readonly host: Host;
  readonly runtime: StackRuntime;
  readonly access: StackAccess;
  /** Records every call as evidence; bounded, never follows a redirect, never throws on a status. */
  readonly http: ProofClient;
  /** Tells a reader what is asked and answered, step by step; a check need not. */
  readonly story: Story;
  /** Values minted or received by a check are registered here before they are used. */
  readonly secrets: SecretRegistry;
  /** Aborted at the check's deadline or when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Unique per run and check: for addresses, event ids, note texts, so that runs never meet. */
  readonly marker: string;
  /** Text that a buyer chose: it goes through the stack, and what comes back is the check's `echo`. */
  readonly challenge?: string;
  /**
   * Opens connections to somebody who is no part of the stack. Its calls stand among those of the check, and what the
   * stack must be spared does not hold for them.
   * @param transport proxies, where it is reached through some
   */
  elsewhere(transport: StackTransport | undefined): Elsewhere;
  /** Tells that `done` of `of` parts are finished, and what happens now. */
  progress(done: number, of: number, note: string): void;
}

/** What a check found. Anything it throws beside a `CheckFailure` is FAIL too, never PASS. */
export type CheckOutcome =
  | {
      readonly status: 'PASS';
      /** The evidence, one sentence. */
      readonly observed: string;
      /** The challenge as the stack gave it back, taken from its answer and never from what was sent. */
      readonly echo?: string;
      /** How long each stretch of the way took, where the check followed one request. */
      readonly hops?: readonly Hop[];
    }
  | { readonly status: 'SKIP'; readonly reason: ReasonId; readonly detail?: string; readonly next?: string };

/** One check of the proof: a small experiment with a positive case and the negative one that gives it meaning. */
export interface Check {
  /** Stable id, lowercase with hyphens. */
  readonly id: string;
  /** What it shows, a short clause. */
  readonly title: string;
  /** Column in reports, e.g. `auth`, `billing`. */
  readonly group: string;
  /** Service of the profile it is about. */
  readonly service: string;
  readonly proves: string;
  readonly doesNotProve: string;
  /** What it leaves in the stack, because the contract has no way to remove it; one sentence. */
  readonly leaves?: string;
  /** Route id in the catalog of the call that stands for the check in reports. */
  readonly route: RouteId;
  /** Shell line that stands for the check when it made no call; default: that of its route. */
  readonly command?: string;
  /** Checks that must have passed before this one has a meaning. */
  readonly needs?: readonly string[];
  /** Further services that it talks to. */
  readonly uses?: readonly string[];
  /** Services that it restarts: no check about or with them runs at the same time. */
  readonly disturbs?: readonly string[];
  /** Things of the stack that it changes as a whole and puts back: no two checks have one at the same time. */
  readonly holds?: readonly string[];
  /** Milliseconds; the default is 60,000. */
  readonly deadlineMs?: number;
  run(context: CheckContext): Promise<CheckOutcome>;
}
