import type { BundleChoices } from '../bundle/bundle-choices.ts';
import type { StackChoices } from '../stack/stack-choices.ts';
import type { Selection } from './step.ts';
import type { StepId } from './step-id.ts';

/** What the operator asked for. */
export interface RunRequest {
  readonly steps: readonly StepId[];
  /** Value of `--profile`: chosen before anybody is asked. */
  readonly profile?: string;
  /** Value of `--output`. */
  readonly output?: string;
  /** What the command line says of the bundle. */
  readonly bundle?: BundleChoices;
  /** What the command line says of the stack. */
  readonly stack?: StackChoices;
  readonly selection: Selection;
  /** Value of `--challenge`, checked. */
  readonly challenge?: string;
  /** Value of `--sign-with`. */
  readonly signWith?: string;
  /** True when there is somebody to ask. */
  readonly interactive: boolean;
  /** Value of `--yes`: questions are answered by their defaults. */
  readonly assumeYes: boolean;
  /** True for a run that adds to the folder of the latest one. */
  readonly reuseLatest?: boolean;
  /** Goes on with the unfinished run of the output folder, or writes a bundle of it. */
  readonly resume?: 'run' | 'bundle';
}
