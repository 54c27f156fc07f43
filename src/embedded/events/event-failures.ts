/** The Events API did not do what was asked; nothing is known of the outcome beyond that. */
export class EventsUnavailableError extends Error {
  override readonly name = 'EventsUnavailableError';
}

/** The Events API refused: a bad name or a missing scope. Trying again does not help. */
export class EventsRefusedError extends Error {
  override readonly name = 'EventsRefusedError';
  /** HTTP status of the refusal. */
  readonly status: number;

  constructor(status: number, what: string) {
    super(`${what} refused with ${status}`);
    this.status = status;
  }
}

/** Nobody answered a request event in time. */
export class EventTimeoutError extends Error {
  override readonly name = 'EventTimeoutError';
}

/** A worker answered a request event with an error. */
export class EventReplyError extends Error {
  override readonly name = 'EventReplyError';
  /** Error type of the reply, e.g. `billing_unavailable`. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
