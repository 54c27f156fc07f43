import type { Hop } from '../proof/hops.ts';
import type { CheckResult, Exchange, Verdict } from '../proof/verdict.ts';
import type { Reason } from '../reasons/reason.ts';
import type { ServiceRole } from '../stack/profile-schema.ts';
import type { RunEvent, StepId } from './events.ts';
import type { Question } from './question.ts';
import type { RunVerdict } from './run-payloads.ts';

export type { CheckResult, Exchange, Hop, Verdict };

/** Most log lines that a state holds; older ones are in the journal. */
export const LOG_TAIL = 200;

/** One check as a face shows it. */
export interface CheckState {
  readonly id: string;
  readonly title: string;
  readonly required: boolean;
  readonly phase: 'waiting' | 'running' | 'finished';
  /** `t` of the event that started it, milliseconds. */
  readonly startedAt?: number;
  readonly progress?: { readonly done: number; readonly of: number; readonly note: string };
  readonly result?: CheckResult;
}

/** One service as a face shows it. */
export interface ServiceState {
  readonly service: string;
  readonly role: ServiceRole;
  readonly summary: string;
  readonly state: Extract<RunEvent, { type: 'service.changed' }>['state'];
  readonly detail?: string;
  /** `t` of its last change, milliseconds. */
  readonly changedAt: number;
}

/** One step as a face shows it. */
export interface StepState {
  readonly id: StepId;
  readonly title: string;
  readonly phase: 'waiting' | 'running' | 'finished';
  readonly status?: 'ok' | 'failed' | 'skipped' | 'cancelled';
  readonly reason?: Reason;
  readonly startedAt?: number;
  /** Milliseconds of all its passes so far; absent until the first has ended. */
  readonly duration?: number;
  /** How often it was started. */
  readonly passes: number;
  readonly checks: readonly CheckState[];
  /** Id of the earlier run that found the results; absent when this one did. */
  readonly keptFrom?: string;
}

/** One collector of the bundle as a face shows it. */
export interface CollectorState {
  readonly id: string;
  readonly title: string;
  readonly finished: boolean;
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly redactions: number;
    readonly why: string;
  }[];
  readonly reason?: Reason;
}

/** A file that the run wrote. */
export type Artifact = Omit<
  Extract<RunEvent, { type: 'artifact.written' }>,
  'type' | 'v' | 'run' | 'seq' | 't' | 'at'
>;

/** Everything a face can show: a fold over the events of one run. */
export interface RunState {
  /** How the operator calls this program, for the commands that are shown; absent: `bus-setup`. */
  readonly program?: string;
  /** Folder where the program was started, for the same; absent: where the run was. Absolute. */
  readonly cwd?: string;
  readonly run?: Extract<RunEvent, { type: 'run.started' }>;
  readonly facts?: Extract<RunEvent, { type: 'run.facts' }>;
  /** `t` of the last event, milliseconds. */
  readonly t: number;
  readonly current?: StepId;
  readonly steps: readonly StepState[];
  readonly services: readonly ServiceState[];
  readonly collectors: readonly CollectorState[];
  /** How far the bundle is. */
  readonly bundling?: Pick<Extract<RunEvent, { type: 'bundle.progress' }>, 'stage' | 'done' | 'of'>;
  /** Paths that the operator does not want in the bundle. */
  readonly leftOut: readonly string[];
  readonly urls: Readonly<Record<string, string>>;
  /** Names the start of the stack that the run works with. */
  readonly instance?: string;
  readonly resumed?: Extract<RunEvent, { type: 'run.resumed' }>;
  readonly log: readonly { readonly source: string; readonly line: string }[];
  readonly question?: Question;
  readonly artifacts: readonly Artifact[];
  readonly compared?: Extract<RunEvent, { type: 'run.compared' }>;
  /** What the run amounts to when it is left now; absent once it has gone on. */
  readonly concluded?: Pick<
    Extract<RunEvent, { type: 'run.concluded' }>,
    'verdict' | 'exitCode' | 'counts' | 'reason' | 'supportCode'
  >;
  readonly finished?: {
    readonly verdict: RunVerdict;
    readonly exitCode: number;
    readonly counts: { readonly pass: number; readonly skip: number; readonly fail: number };
    readonly reason?: Reason;
    /** Milliseconds. */
    readonly duration: number;
    /** For support, over the phone. */
    readonly supportCode?: string;
  };
}

/** The state before the first event. */
export const EMPTY_RUN: RunState = {
  t: 0,
  steps: [],
  services: [],
  collectors: [],
  leftOut: [],
  urls: {},
  log: [],
  artifacts: [],
};
