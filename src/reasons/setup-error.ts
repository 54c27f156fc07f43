import { type ReasonId, reason } from './catalog.ts';
import type { Reason } from './reason.ts';

/**
 * An error that the operator can cause and mend. Every other error is a bug of this program.
 * Its message is safe to show once it has passed the redactor.
 */
export class SetupError extends Error {
  readonly reason: Reason;

  /**
   * @param id id in the reason catalog
   * @param detail what exactly was seen
   * @param options `next` overrides the catalog's next step; `cause` is kept for `--debug`
   */
  constructor(
    id: ReasonId,
    detail?: string,
    options: { readonly next?: string; readonly cause?: unknown } = {},
  ) {
    const made = reason(id, detail, options.next);
    super(`${made.id}: ${made.sentence}${detail === undefined ? '' : ` (${detail})`}`, {
      cause: options.cause,
    });
    this.name = 'SetupError';
    this.reason = made;
  }
}
