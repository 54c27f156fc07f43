import type { z } from 'zod';
import type { ReasonId } from '../reasons/catalog.ts';
import { CheckFailure } from './check-failure.ts';
import { plain } from './plain-text.ts';
import { type JsonFault, JsonFaultError, parseStrictJson, strictUtf8 } from './strict-json.ts';
import type { AnswerHead } from './wire.ts';

const JSON_TYPE = /^application\/(?:[a-z0-9.+-]+\+)?json$/;

const REASON_BY_FAULT: Readonly<Record<JsonFault, ReasonId>> = {
  encoding: 'PR-ANSWER-NOT-UTF8',
  syntax: 'PR-ANSWER-NOT-JSON',
  'duplicate-key': 'PR-ANSWER-AMBIGUOUS',
  depth: 'PR-ANSWER-AMBIGUOUS',
};

/** A complete HTTP answer, read strictly. */
export class Answer {
  readonly status: number;
  /** Names in lower case; a header that came twice has two values. */
  readonly headers: AnswerHead['headers'];
  readonly #body: Buffer;
  /** Says which call it was, begins every message, e.g. `GET /v1/models with a token`. */
  readonly #call: string;

  constructor(call: string, head: AnswerHead, body: Buffer) {
    this.status = head.status;
    this.headers = head.headers;
    this.#body = body;
    this.#call = call;
  }

  /** One header's value; undefined when it is absent, the first when it came more than once. */
  header(name: string): string | undefined {
    return this.headers[name.toLowerCase()]?.[0];
  }

  /** Media types of the answer in lower case, without parameters. */
  mediaTypes(): readonly string[] {
    return (this.headers['content-type'] ?? []).map((value) => mediaType(value));
  }

  /**
   * The body as text.
   * @throws CheckFailure when the bytes are not UTF-8, or were compressed although nobody asked for that
   */
  text(): string {
    const encoding = this.header('content-encoding');
    if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
      throw this.#failure('PR-ANSWER-ENCODED', `content-encoding ${plain(encoding, 40)} was not asked for`);
    }
    try {
      return strictUtf8(this.#body);
    } catch (error) {
      throw this.#jsonFailure(error);
    }
  }

  /**
   * The body as JSON of a known shape.
   * @param schema what the contract says of it
   * @param wrongShape reason when it does not say that
   * @param options `anyType` for the one route whose type header the gateway is known to garble
   * @throws CheckFailure
   */
  json<T extends z.ZodType>(
    schema: T,
    wrongShape: ReasonId,
    options: { readonly anyType?: boolean } = {},
  ): z.output<T> {
    const types = this.mediaTypes();
    if (options.anyType !== true && (types.length !== 1 || !JSON_TYPE.test(types[0] ?? ''))) {
      const got = types.length === 0 ? 'no content type' : plain(types.join(', '), 80);
      throw this.#failure('PR-ANSWER-TYPE', `expected application/json, got ${got}`);
    }
    const text = this.text();
    let value: unknown;
    try {
      value = parseStrictJson(text);
    } catch (error) {
      throw this.#jsonFailure(error);
    }
    return shaped(schema, value, wrongShape, this.#call);
  }

  #jsonFailure(error: unknown): unknown {
    if (!(error instanceof JsonFaultError)) return error;
    return this.#failure(REASON_BY_FAULT[error.fault], error.message);
  }

  #failure(reason: ReasonId, detail: string): CheckFailure {
    return new CheckFailure(reason, `${this.#call}: ${detail}`);
  }
}

/**
 * Holds a parsed value against its schema.
 * @param where what the value came from, begins the message
 * @throws CheckFailure with `wrongShape`, naming at most three places and never a value
 */
export function shaped<T extends z.ZodType>(
  schema: T,
  value: unknown,
  wrongShape: ReasonId,
  where: string,
): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 3).map((issue) => {
    const path = issue.path.map(String).join('.');
    return `${path === '' ? 'the document' : path}: ${issue.message}`;
  });
  throw new CheckFailure(wrongShape, `${where}: ${plain(issues.join('; '), 400)}`);
}

/** The media type of a header value, in lower case and without parameters. */
export function mediaType(value: string): string {
  return (value.split(';', 1)[0] ?? '').trim().toLowerCase();
}
