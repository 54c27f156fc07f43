import type { Exchange } from '../steps/run-state.ts';
import { checkOf } from './entries.ts';
import { type Model, screenOf } from './model.ts';

/** One call of a check that is looked at. */
export interface OpenCall {
  readonly exchange: Exchange;
  /** Its place, from 0. */
  readonly index: number;
  readonly of: number;
}

/** The calls of a check of the screen that shows; none when it made none. */
export function callsOf(model: Model, id: string): readonly Exchange[] {
  return (
    checkOf(model.run, screenOf(model) === 'preflight' ? 'preflight' : 'proof', id)?.result?.exchanges ?? []
  );
}

/** The call that lies over the screen; undefined when none does. */
export function openCall(model: Model): OpenCall | undefined {
  const top = model.view.overlays.at(-1);
  if (top?.kind !== 'call') return undefined;
  const calls = callsOf(model, top.id);
  const exchange = calls[top.index];
  return exchange === undefined ? undefined : { exchange, index: top.index, of: calls.length };
}

/**
 * The call to look at first: the one that ended a check that failed is its last, else the one that stands for the check.
 */
export function firstCall(model: Model, id: string): number {
  const calls = callsOf(model, id);
  const result = checkOf(model.run, 'proof', id)?.result;
  if (result?.status === 'FAIL') return Math.max(0, calls.length - 1);
  return Math.max(
    0,
    calls.findIndex(({ command }) => command === result?.command),
  );
}
