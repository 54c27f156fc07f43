import type { Reason } from '../reasons/reason.ts';
import type { Collector } from './collector.ts';
import type { SafeCollection } from './redact-files.ts';

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
}

/** Tells a collection to an observer. Of several missing files the first gives the reason; the rest are counted. */
export function finishedOf({ collector, files, missing, reason: failed }: SafeCollection): CollectorFinished {
  const first = failed ?? firstMissing(missing);
  return {
    collector: collector.id,
    files: files.map(({ path, bytes, findings, why }) => ({
      path,
      bytes: bytes.byteLength,
      redactions: findings.length,
      why,
    })),
    ...(first === undefined ? {} : { reason: first }),
  };
}

function firstMissing(missing: SafeCollection['missing']): Reason | undefined {
  const [first] = missing;
  if (first === undefined) return undefined;
  const { detail } = first.reason;
  const where = missing.length === 1 ? first.path : `${first.path} and ${missing.length - 1} more`;
  return { ...first.reason, detail: detail === undefined ? where : `${where}: ${detail}` };
}
