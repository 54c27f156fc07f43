import { Hono } from 'hono';
import type { ServiceContext } from '../service.ts';
import { isStorageFailure } from '../store/storage-failure.ts';
import { ApiError } from './api-error.ts';

const LOGGED_CHARACTERS = 300;

/**
 * An HTTP app whose errors are the common envelope: refusals as they were thrown, an unreachable store 503
 * `storage_unavailable`, an unknown route 404 `not_found`, anything else 500 `internal_error` without details.
 * @param context where the unexpected is logged
 */
export function serviceApp(context: Pick<ServiceContext, 'log'>): Hono {
  const app = new Hono();
  app.notFound(() => new ApiError('not_found', 'no such route').toResponse());
  app.onError((error) => {
    if (error instanceof ApiError) return error.toResponse();
    context.log(`unexpected ${error.name}: ${error.message.slice(0, LOGGED_CHARACTERS)}`);
    if (isStorageFailure(error)) {
      return new ApiError('storage_unavailable', 'storage is unavailable').toResponse();
    }
    return new ApiError('internal_error', 'internal error').toResponse();
  });
  return app;
}
