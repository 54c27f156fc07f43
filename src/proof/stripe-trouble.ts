import { z } from 'zod';
import type { ReasonId } from '../reasons/catalog.ts';
import { shaped } from './answer.ts';
import { CheckFailure, CheckSkip } from './check-failure.ts';

/** What is read of an error of the library. Its message is Stripe's, may hold a part of the key, and is never repeated. */
const libraryError = z.object({
  statusCode: z.int().optional(),
  /** `invalid_request_error` and so on, as Stripe wrote it. */
  rawType: z.string().optional(),
  code: z.string().optional(),
  headers: z.record(z.string(), z.unknown()).optional(),
});

/** A word of Stripe's documentation; anything else in its place is not shown. */
const WORD = /^[a-z][a-z_]{0,60}$/;

/** Reasons of the wire, in the words of a buyer of whom Stripe is no part of the stack. */
const BY_WIRE_REASON: Readonly<Partial<Record<ReasonId, ReasonId>>> = {
  'PR-ANSWER-TIMEOUT': 'PY-TIMEOUT',
  'PR-STATUS': 'PY-ANSWER-SHAPE',
  'PR-REDIRECT': 'PY-ANSWER-SHAPE',
  'PR-ANSWER-TYPE': 'PY-ANSWER-SHAPE',
  'PR-ANSWER-NOT-JSON': 'PY-ANSWER-SHAPE',
  'PR-ANSWER-NOT-UTF8': 'PY-ANSWER-SHAPE',
  'PR-ANSWER-AMBIGUOUS': 'PY-ANSWER-SHAPE',
  'PR-ANSWER-ENCODED': 'PY-ANSWER-SHAPE',
  'PR-ANSWER-TOO-LARGE': 'PY-ANSWER-SHAPE',
  'PR-HEADERS-TOO-LARGE': 'PY-ANSWER-SHAPE',
  'PR-HTTP-BROKEN': 'PY-ANSWER-SHAPE',
  'PR-CONNECTION-LOST': 'PY-PROVIDER-FAILED',
  'PR-TLS-REFUSED': 'PY-UNREACHABLE',
};

/** A failure that may pass when the same is asked again. */
class Passing extends CheckFailure {
  /** What `Retry-After` asked for; 0 when it did not. */
  readonly seconds: number;

  constructor(reasonId: ReasonId, detail: string, seconds: number) {
    super(reasonId, detail);
    this.seconds = seconds;
  }
}

/** Why one call to Stripe did not succeed: the library hides what the wire threw, so it is kept here. */
export class StripeTrouble {
  /** Status of the answer, when one came. */
  status: number | undefined;
  #thrown: unknown;

  /** Runs a part of the call and keeps what it throws. */
  async watch<T>(part: () => Promise<T>): Promise<T> {
    try {
      return await part();
    } catch (error) {
      this.#thrown ??= error;
      throw error;
    }
  }

  /**
   * Holds an answer against what is read of it.
   * @throws CheckFailure `PY-ANSWER-SHAPE`
   */
  shaped<T extends z.ZodType>(schema: T, value: unknown, purpose: string): z.output<T> {
    return shaped(schema, value, 'PY-ANSWER-SHAPE', `the answer ${purpose}`);
  }

  /**
   * @param ofLibrary whether it is an error that the library speaks of
   * @returns what the check throws instead of what the library threw
   */
  explain(error: unknown, ofLibrary: boolean): unknown {
    if (this.status !== undefined && this.status >= 400) return this.#ofAnswer(this.status, error);
    const thrown = this.#thrown ?? error;
    if (!(thrown instanceof CheckFailure)) {
      const success = 'a success that holds an error';
      return ofLibrary ? new CheckFailure('PY-ANSWER-SHAPE', success) : thrown;
    }
    if (thrown.reasonId === 'PR-UNREACHABLE') return new CheckSkip('PY-UNREACHABLE', thrown.detail);
    const known = BY_WIRE_REASON[thrown.reasonId];
    return known === undefined ? thrown : new CheckFailure(known, thrown.detail);
  }

  #ofAnswer(status: number, error: unknown): CheckFailure {
    const { code, rawType, headers } = libraryError.safeParse(error).data ?? {};
    const words = [rawType, code].filter((word) => word !== undefined && WORD.test(word));
    const detail = [`Stripe answered ${status}`, ...words].join(', ');
    const wait = Number(headers?.['retry-after'] ?? 0);
    const seconds = Number.isFinite(wait) && wait > 0 ? wait : 0;
    if (status === 401) return new CheckFailure('PY-KEY-REJECTED', detail);
    if (status === 403) return new CheckFailure('PY-KEY-RESTRICTED', detail);
    if (status === 429) return new Passing('PY-RATE-LIMITED', detail, seconds);
    if (status >= 500) return new Passing('PY-PROVIDER-FAILED', detail, seconds);
    if (status === 409) return new Passing('PY-REQUEST-REFUSED', detail, seconds);
    return new CheckFailure('PY-REQUEST-REFUSED', detail);
  }

  /** @returns seconds after which the same may be asked again; undefined when that would not help */
  static retryAfter(error: unknown): number | undefined {
    return error instanceof Passing ? error.seconds : undefined;
  }
}
