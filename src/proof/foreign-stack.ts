import { routeById } from '../contract/routes.ts';
import type { StackRestrictions } from '../stack/runtime.ts';
import type { CallOptions } from './call.ts';
import { CheckSkip } from './check-failure.ts';

/** Routes that are asked with a body and change nothing. */
const QUESTIONS: ReadonlySet<string> = new Set(['billing.entitlement-check']);

/** Statuses by which a gateway says that it does not publish a route. */
const NOT_PUBLISHED: ReadonlySet<number> = new Set([403, 404, 410, 421]);

/**
 * Keeps a proof from changing a stack that somebody else runs.
 * @throws CheckSkip before the first call of a check that could
 */
export function demandAllowed({ target }: CallOptions, restrictions: StackRestrictions | undefined): void {
  if (restrictions?.readOnly !== true) return;
  const method = typeof target === 'string' ? routeById(target).method : target.method;
  if (method === 'GET' || (typeof target === 'string' && QUESTIONS.has(target))) return;
  throw new CheckSkip('PR-READ-ONLY', `${typeof target === 'string' ? target : method} changes the stack`);
}

/**
 * Tells a route for trusted services that a hosted gateway rightly hides from one that is broken.
 * @param status an answer that was not expected
 * @throws CheckSkip for the first
 */
export function demandExposed(
  { target }: CallOptions,
  status: number,
  restrictions: StackRestrictions | undefined,
): void {
  if (restrictions === undefined || typeof target !== 'string' || !NOT_PUBLISHED.has(status)) return;
  if (routeById(target).exposure === 'internal') {
    throw new CheckSkip('PR-ROUTE-NOT-EXPOSED', `${target} answers ${status}`);
  }
}
