/** State of a service, in the words of the runtimes' `ServiceStateName`. */
export type UnitState = 'starting' | 'healthy' | 'restarting' | 'exited';

/** A service has changed its state. */
export interface ServiceMessage {
  readonly type: 'service';
  readonly service: string;
  readonly state: UnitState;
  /** Why, when that is not plain. */
  readonly detail?: string;
}

/** Every service has started and every listener listens on 127.0.0.1. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly gatewayPort: number;
  readonly mailPort: number;
  readonly controlPort: number;
}

/** The stack could not start; the process ends. */
export interface FailedMessage {
  readonly type: 'failed';
  /** `EADDRINUSE`, `EACCES`, another system code, `BAD_CONFIG` or `SERVICE_FAILED`. */
  readonly code: string;
  readonly message: string;
}

/** What the process tells its parent over IPC. */
export type ParentMessage = ServiceMessage | ReadyMessage | FailedMessage;

/**
 * Tells the parent, when there still is one.
 * @param message dropped silently once the parent has gone
 */
export function tellParent(message: ParentMessage): void {
  if (process.send === undefined || !process.connected) return;
  process.send(message, () => undefined);
}
