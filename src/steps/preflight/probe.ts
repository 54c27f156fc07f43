import type { Host } from '../../host/host.ts';
import type { ReasonId } from '../../reasons/catalog.ts';
import type { SecretRegistry } from '../../redact/secret.ts';
import type { LoadedProfile } from '../../stack/profile-parser.ts';
import type { StackRuntime } from '../../stack/runtime.ts';
import type { RunFolder } from '../run-folder.ts';

/** What a probe may look at. */
export interface ProbeContext {
  readonly host: Host;
  readonly loaded: LoadedProfile;
  readonly runtime: StackRuntime;
  readonly secrets: SecretRegistry;
  readonly folder: RunFolder;
  /** Absolute path of the folder whose `.env` and tracked files belong to the stack. */
  readonly workspace: string;
  /** Aborted at the probe's deadline or when the run is cancelled. */
  readonly signal: AbortSignal;
}

/** What a probe found. No text in it may hold a value that could be secret. */
export type ProbeOutcome =
  | { readonly status: 'PASS' /** the evidence, one sentence */; readonly observed: string }
  | {
      readonly status: 'SKIP' | 'FAIL';
      readonly reason: ReasonId;
      /** What exactly was seen. */
      readonly detail?: string;
      /** Overrides the catalog's next step. */
      readonly next?: string;
    };

/** One look at the machine before anything is started. It changes nothing. */
export interface Probe {
  /** Stable id, lowercase with hyphens. */
  readonly id: string;
  /** What it looks at, a short clause. */
  readonly title: string;
  /** A FAIL of it refuses the run. A SKIP never does: a probe skips only what does not apply or was not asked for. */
  readonly required: boolean;
  readonly proves: string;
  readonly doesNotProve: string;
  /** Milliseconds; the default is 5,000. */
  readonly deadlineMs?: number;
  /** A shell line that shows the same, where there is one. */
  readonly command?: (context: ProbeContext) => string;
  run(context: ProbeContext): Promise<ProbeOutcome>;
}
