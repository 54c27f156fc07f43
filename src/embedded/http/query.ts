import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/**
 * Reads the query of a request strictly: each parameter once, none unknown where the schema is strict.
 * @returns what the schema gives
 * @throws ApiError 400 `bad_request`; the message names a parameter that is wrong and never repeats what was sent
 */
export function readQuery<T extends z.ZodType>(request: Request, schema: T): z.output<T> {
  const { searchParams } = new URL(request.url);
  if (new Set(searchParams.keys()).size !== searchParams.size) {
    throw new ApiError('bad_request', 'a query parameter is repeated');
  }
  const parsed = schema.safeParse(Object.fromEntries(searchParams));
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0] ?? '');
  throw new ApiError(
    'bad_request',
    /^\w{1,64}$/.test(name)
      ? `query parameter ${name} is not valid`
      : 'the query has not the expected parameters',
  );
}
