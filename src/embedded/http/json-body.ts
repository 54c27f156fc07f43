import type { z } from 'zod';
import { ApiError } from './api-error.ts';
import { parseJson, parseJsonExactly } from './json-text.ts';

/** Greatest body of a route that names no limit of its own, in bytes. */
const DEFAULT_BODY_LIMIT_BYTES = 1024 * 1024;

/** How a body is read. */
export interface JsonBodyOptions {
  /** Most bytes that are read; the rest is refused with 413. Default {@link DEFAULT_BODY_LIMIT_BYTES}. */
  readonly limitBytes?: number;
  /** Keeps numbers as they were written (see `parseJsonExactly`). */
  readonly exactNumbers?: boolean;
  /** Gives `{}` for a request without a body. */
  readonly emptyIsObject?: boolean;
}

/**
 * Reads a JSON body strictly: one UTF-8 document, the right content type, nothing after it, nothing unknown where the
 * schema is strict.
 * @returns what the schema gives
 * @throws ApiError 413 `request_body_too_large`, 400 `bad_request`; the message names the first field that is wrong and
 * never repeats what was sent
 */
export async function readJsonBody<T extends z.ZodType>(
  request: Request,
  schema: T,
  options: JsonBodyOptions = {},
): Promise<z.output<T>> {
  const bytes = await readBytes(request, options.limitBytes ?? DEFAULT_BODY_LIMIT_BYTES);
  if (bytes.length === 0 && options.emptyIsObject === true) return checked(schema, {});
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new ApiError('bad_request', 'content type must be application/json');
  }
  return checked(schema, parsed(bytes, options.exactNumbers === true));
}

/**
 * Reads a raw body, e.g. one whose signature is checked.
 * @param limitBytes most bytes that are read
 * @throws ApiError 413 `request_body_too_large`
 */
export async function readBytes(request: Request, limitBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    new ApiError('request_body_too_large', `the body is larger than ${limitBytes} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge();
  if (request.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parsed(bytes: Buffer, exactNumbers: boolean): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return exactNumbers ? parseJsonExactly(text) : parseJson(text);
  } catch {
    throw new ApiError('bad_request', 'the body is not one JSON document');
  }
}

function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path
    .filter((part) => typeof part === 'number' || /^\w{1,64}$/.test(String(part)))
    .join('.');
  throw new ApiError(
    'bad_request',
    field ? `field ${field} is not valid` : 'the body has not the expected fields',
  );
}
