import type { Results } from '../../proof/report/results.ts';
import { type ReasonId, reason } from '../../reasons/catalog.ts';
import type { Reason } from '../../reasons/reason.ts';

/** The four levels of what a buyer can establish; `docs/evidence.md` explains them. */
export const LEVELS = {
  V1: 'integrity',
  V2: 'origin',
  V3: 'fresh',
  V4: 'repeated',
} as const;
/** A level. */
export type LevelId = keyof typeof LEVELS;

/** What a verification looks at, in the order in which it is told. */
export const POINTS = [
  'integrity',
  'origin',
  'fresh',
  'repeated',
  'verdict',
  'completeness',
  'reports',
  'statement',
  'ledger',
  'secrets',
] as const;
/** Name of one thing that a verification looks at. */
export type PointId = (typeof POINTS)[number];

/** One thing that was looked at. */
export interface Point {
  readonly id: PointId;
  /** The level that holds when this point holds. */
  readonly level?: LevelId;
  /** `open`: nobody can tell from what was given; that is not an error, and nothing is established by it. */
  readonly status: 'holds' | 'broken' | 'open';
  /** What is established, or what is not and why: one sentence. */
  readonly says: string;
  /** What is wrong, when it is broken. */
  readonly problems: readonly Reason[];
}

/** What was found about an evidence set or a bundle. */
export interface Verification {
  readonly v: 1;
  readonly kind: 'evidence' | 'bundle';
  /** True when nothing is broken. It says nothing of what is open. */
  readonly sound: boolean;
  /** Verdict of the proof as recorded; absent when there are no readable results. */
  readonly verdict?: Results['verdict'];
  readonly points: readonly Point[];
  /** What a person may want to compare or write down. */
  readonly facts: VerificationFacts;
}

/** Facts of what was verified. */
export interface VerificationFacts {
  readonly run?: string;
  readonly startedAt?: string;
  readonly profile?: string;
  readonly tier?: string;
  readonly verdictDigest?: string;
  readonly counts?: Results['counts'];
  readonly challenge?: string;
  /** Fingerprint of the key that signed. */
  readonly fingerprint?: string;
  readonly proofCode?: string;
  /** SHA-256 of `manifest-sha256.txt`, or of the manifest of a bundle. */
  readonly manifestSha256?: string;
  /** SHA-256 of the uncompressed tar, when it was an archive. */
  readonly tarSha256?: string;
}

/** Most problems that a point tells one by one. */
const MOST_PROBLEMS = 50;

/** Collects what is wrong with one point. */
export class Problems {
  readonly #reasons: Reason[] = [];
  #more = 0;

  /** @param detail what exactly; a path or a name, never a content */
  add(id: ReasonId, detail: string): void {
    if (this.#reasons.length < MOST_PROBLEMS) this.#reasons.push(reason(id, detail));
    else this.#more += 1;
  }

  /** True when nothing was added. */
  get none(): boolean {
    return this.#reasons.length === 0;
  }

  /**
   * The finished point: broken with problems, else what `otherwise` says.
   * @param broken what is not established when there are problems, one sentence
   */
  point(
    facts: { readonly id: PointId; readonly level?: LevelId; readonly broken: string },
    otherwise: { readonly status: 'holds' | 'open'; readonly says: string },
  ): Point {
    const { id, level, broken } = facts;
    const place = { id, ...(level === undefined ? {} : { level }) };
    if (this.none) return { ...place, ...otherwise, problems: [] };
    const says = this.#more === 0 ? broken : `${broken} There are ${this.#more} more problems like these.`;
    return { ...place, status: 'broken', says, problems: [...this.#reasons] };
  }
}

/** Whether a level was established. */
export function establishes(verification: Verification, level: LevelId): boolean {
  return verification.points.some((point) => point.level === level && point.status === 'holds');
}
