import type { Host } from '../host/host.ts';
import type { CheckResult } from '../proof/verdict.ts';
import type { StackRuntime } from '../stack/runtime.ts';

/** One file as a collector found it: not redacted yet. */
export interface CollectedFile {
  /** Path inside the bundle, `[A-Za-z0-9._/-]`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** True for facts that differ between two bundles of the same state (times, process ids). */
  readonly volatile?: boolean;
  /** Why it is in the bundle, one clause for the person who looks through it. */
  readonly why: string;
}

/** What a collector may look at. */
export interface CollectorContext {
  readonly host: Host;
  readonly runtime: StackRuntime;
  /** Absolute path of the run folder. */
  readonly folder: string;
  /** Results of the proof, when one ran. */
  readonly results: readonly CheckResult[];
  /** Aborted at the collector's deadline or when the run is cancelled. */
  readonly signal: AbortSignal;
}

/** One source of files. It must not fail the bundle: what it throws becomes its reason in the manifest. */
export interface Collector {
  readonly id: string;
  readonly title: string;
  /** Milliseconds. */
  readonly deadlineMs: number;
  collect(context: CollectorContext): Promise<readonly CollectedFile[]>;
}
