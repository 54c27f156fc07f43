import type { OpenedPage } from '../host/open-page.ts';
import type { FilePage } from './bundle-preview.ts';
import type { RunEvent } from './events.ts';
import type { RunState } from './run-state.ts';
import type { StepId } from './step-id.ts';

/** A profile that the operator can choose. */
export interface ProfileChoice {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

/** How a run begins. */
export type BeginHow = 'fresh' | 'resume' | 'bundle';

/** An unfinished run as a face offers it. */
export interface UnfinishedChoice {
  /** As `begin` takes it. */
  readonly profile: string;
  /** First step that had not come to its end. */
  readonly step: StepId;
  /** Place of that step, from 1, and how many there are. */
  readonly number: number;
  readonly of: number;
  /** Start of the run, and its last sign, RFC 3339. */
  readonly startedAt: string;
  readonly lastAt: string;
  readonly folder: string;
}

/** What a face may do with a run. The wizard and the headless faces use nothing else. */
export interface RunPort {
  /** Profiles to choose from; the first is the default. */
  readonly profiles: readonly ProfileChoice[];
  /** The profile of the last time, when it still exists. */
  readonly rememberedProfile: string | undefined;
  /** The state now, with commands for this stack and this shell in its reasons. A new object after each event. */
  state(): RunState;
  /**
   * Calls `listener` after each event, with the event.
   * @returns the function that ends it
   */
  subscribe(listener: (event: RunEvent) => void): () => void;
  /** A run of the same output folder that did not come to its end; it can be gone on with. */
  readonly unfinished?: UnfinishedChoice;
  /** True once it was started: the command line may have said how, so that nobody is asked. */
  readonly begun: boolean;
  /**
   * Starts the run with a profile. Called once.
   * @param how anew, on from where the unfinished run stopped, or with a bundle of it alone; default: as the command line
   * says, else anew
   */
  begin(profile: string, how?: BeginHow): void;
  /**
   * Answers the question that the state shows. An answer to another question is ignored.
   * @param subject what it is about, for a choice that says so
   */
  answer(question: string, value: string, subject?: string): void;
  /** Stops the step that runs, and goes on with the bundle. Ignored while the bundle is written or nothing runs. */
  exportBundle(): void;
  /** Shows the report in the operator's browser, without waiting for it. */
  openReport(): Promise<OpenedPage>;
  /**
   * The first call cancels gracefully: what runs is ended, the run finishes with its last event. A second call ends
   * the run at once.
   * @param signal what ends the run; default `SIGINT`
   */
  cancel(signal?: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void;
  /**
   * The last lines of a service's log, oldest first, redacted.
   * @param lines most lines that are returned
   */
  serviceLog(service: string, lines: number): Promise<readonly string[]>;
  /** Puts a file of the bundle that waits for its seal in or out; ignored when none waits. */
  selectFile(path: string, included: boolean): void;
  /**
   * A part of a file of the bundle that waits for its seal, as it would be published.
   * @param path in the bundle
   * @param offset in bytes, where a page begins
   * @returns undefined when no bundle waits, or it has no such file
   */
  bundleFile(path: string, offset: number): FilePage | undefined;
}
