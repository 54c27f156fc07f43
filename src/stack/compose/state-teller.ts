import type { ServiceStatus, StackObserver } from '../runtime.ts';

/** Tells an observer of each service whose state has changed, and of nothing else. */
export class StateTeller {
  readonly #observer: StackObserver;
  readonly #told = new Map<string, string>();

  constructor(observer: StackObserver) {
    this.#observer = observer;
  }

  tell(states: readonly ServiceStatus[]): void {
    for (const status of states) {
      const key = `${status.state} ${status.detail ?? ''}`;
      if (this.#told.get(status.service) === key) continue;
      this.#told.set(status.service, key);
      this.#observer.serviceChanged(status);
    }
  }
}
