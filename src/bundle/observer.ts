import type { Reason } from '../reasons/reason.ts';
import type { Collector } from './collector.ts';
import { REDACTED_BEFORE } from './placeholder-places.ts';
import type { SafeCollection } from './redact-files.ts';
import { type Absence, isLoss } from './run-collectors.ts';

/** How one collector ended, in the words of the event `collector.finished`. */
export interface CollectorFinished {
  /** Id of the collector. */
  readonly collector: string;
  /** Its files as they stand in the bundle, after redaction. */
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly redactions: number;
    readonly why: string;
  }[];
  /** Why all of it or a part of it is missing. */
  readonly reason?: Reason;
}

/** Where a bundle tells what it does. */
export interface BundleObserver {
  collectorStarted?(collector: Collector): void;
  /** Called once for each collector, when its files have been redacted. */
  collectorFinished(finished: CollectorFinished): void;
  /** Called as the work goes on. */
  progress?(stage: BundleStage, done: number, of: number): void;
}

/** The stages of a bundle, in their order. */
export type BundleStage = 'collecting' | 'redacting' | 'packing' | 'scanning' | 'writing';

/**
 * Tells a collection to an observer. Of several missing files the first gives the reason, and the others are counted.
 * What does not apply to this run is not missing, as long as there is anything else; what had to go for its size is.
 */
export function finishedOf({ collector, files, missing, reason: failed }: SafeCollection): CollectorFinished {
  const reported =
    files.length === 0
      ? missing
      : missing.filter((absence) => isLoss(absence) || absence.reason.id === 'BN-OVER-SIZE');
  const first = failed ?? firstMissing(reported);
  return {
    collector: collector.id,
    files: files.map(({ path, bytes, findings, why, cut }) => ({
      path,
      bytes: bytes.byteLength,
      redactions: findings.filter(({ rule }) => rule !== REDACTED_BEFORE).length,
      why: cut === undefined ? why : `${why}; cut: ${cut}`,
    })),
    ...(first === undefined ? {} : { reason: first }),
  };
}

function firstMissing(missing: readonly Absence[]): Reason | undefined {
  const [first] = missing;
  if (first === undefined) return undefined;
  const { detail } = first.reason;
  const where = missing.length === 1 ? first.path : `${first.path} and ${missing.length - 1} more`;
  return { ...first.reason, detail: detail === undefined ? where : `${where}: ${detail}` };
}
