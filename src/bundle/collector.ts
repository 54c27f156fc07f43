import type { Host } from '../host/host.ts';
import type { CheckResult } from '../proof/verdict.ts';
import type { Reason } from '../reasons/reason.ts';
import type { Profile } from '../stack/profile-schema.ts';
import type { StackRuntime } from '../stack/runtime.ts';

/** One file as a collector found it: not redacted yet. */
export interface CollectedFile {
  /** Path inside the bundle, `[A-Za-z0-9._/-]`; a volatile file gets `volatile/` in front of it. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** True for facts that differ between two bundles of the same state (times, process ids). */
  readonly volatile?: boolean;
  /** Why it is in the bundle, one clause for the person who looks through it. */
  readonly why: string;
  /** What was kept of a text whose beginning was left out, e.g. `the last 256 KiB`; only a volatile file is cut. */
  readonly cut?: string;
  /** Absolute path of the file it was read from, when there is one. It is checked and never written. */
  readonly source?: string;
}

/** One file that should have been there and is not. */
export interface MissingFile {
  /** Path that it would have had inside the bundle. */
  readonly path: string;
  readonly volatile?: boolean;
  readonly reason: Reason;
}

/** What a collector may look at. */
export interface CollectorContext {
  readonly host: Host;
  readonly runtime: StackRuntime;
  /** Absolute path of the run folder. */
  readonly folder: string;
  /** Results of the proof, when one ran. */
  readonly results: readonly CheckResult[];
  /** Log lines and events that are older are not wanted. */
  readonly since?: Date;
  /** Version of this program, e.g. `1.2.0`. */
  readonly toolVersion: string;
  /** Aborted at the collector's deadline or when the run is cancelled. */
  readonly signal: AbortSignal;
}

/**
 * One source of files. It must not fail the bundle: what it throws becomes its reason in the manifest, and what it
 * could not get beside the rest is a {@link MissingFile}.
 */
export interface Collector {
  readonly id: string;
  readonly title: string;
  /** Milliseconds. */
  readonly deadlineMs: number;
  /** Most bytes of one of its files, before redaction. What may be cut is cut by the collector at a line border. */
  readonly capBytes: number;
  /** Every path, without `volatile/`, that it may bring: what `--include` and `--exclude` can mean. */
  paths(profile: Pick<Profile, 'services'>): readonly string[];
  collect(context: CollectorContext): Promise<readonly (CollectedFile | MissingFile)[]>;
}
