import type { BundleChoices } from '../bundle/bundle-choices.ts';
import type { Host } from '../host/host.ts';
import type { Reason } from '../reasons/reason.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { SecretRegistry } from '../redact/secret.ts';
import type { LoadedProfile } from '../stack/profile-parser.ts';
import type { StackRuntime } from '../stack/runtime.ts';
import type { BundlePreview } from './bundle-preview.ts';
import type { RunEventBody, StepId } from './events.ts';
import type { Question } from './question.ts';
import type { RunFolder } from './run-folder.ts';
import type { RunState } from './run-state.ts';

/** Exit codes of the program; `docs/headless.md` has the same table. */
export const EXIT = {
  proven: 0,
  bug: 1,
  usage: 2,
  notProven: 3,
  notReady: 4,
  refused: 5,
  bundleRefused: 6,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** Which checks the operator wants. */
export interface Selection {
  /** Only these, and what they need; undefined means all of the profile. */
  readonly only?: readonly string[];
  /** Not these; a required check that is left out makes the run not proven. */
  readonly skip?: readonly string[];
}

/** What a step works with. */
export interface StepContext {
  readonly host: Host;
  readonly loaded: LoadedProfile;
  readonly runtime: StackRuntime;
  readonly secrets: SecretRegistry;
  readonly redactor: Redactor;
  readonly folder: RunFolder;
  readonly selection: Selection;
  /** Text that a buyer chose; it goes through the stack. */
  readonly challenge?: string;
  /** True when a wizard draws on the terminal: no child of the run may ask or write there. */
  readonly interactive: boolean;
  /** Public key file of the operator, with whose private half `ssh-keygen` signs the evidence. */
  readonly signWith?: string;
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
  /** The state of the run now; what earlier steps found is read from here. */
  state(): RunState;
  emit(body: RunEventBody): void;
  /** Hands a question to the operator; a headless run answers by its default. Rejects when the run is cancelled. */
  ask(question: Question): Promise<string>;
  /** What the operator said of the bundle. */
  readonly bundleChoices: BundleChoices;
  /** HMAC key of the placeholders' tags. */
  readonly redactionKey: Uint8Array;
  /** Lets faces look through the bundle that waits for its seal; undefined when there is none. */
  offerPreview(preview: BundlePreview | undefined): void;
}

/** How a step ended. */
export type StepOutcome =
  | { readonly status: 'ok' }
  /** The operator did not want it. */
  | { readonly status: 'skipped'; readonly reason: Reason }
  /** The operator left it for the bundle. */
  | { readonly status: 'cancelled'; readonly reason: Reason }
  | {
      readonly status: 'failed';
      readonly reason: Reason;
      readonly exitCode: number;
      /** True when nothing failed, and required checks were left out by the operator. */
      readonly partial?: boolean;
    };

/** A run of a step: the first one, everything again, only what did not pass, or one check with what it needs. */
export type StepPass = 'first' | 'all-again' | 'failed-again' | { readonly only: string };

/** One step of a run. It emits its own `step.started`; the engine emits `step.finished`. */
export interface Step {
  readonly id: StepId;
  /**
   * @throws SetupError for what the operator can mend; anything else is a bug. An abort of the signal ends it with
   * the signal's reason.
   */
  run(context: StepContext, pass: StepPass): Promise<StepOutcome>;
}
