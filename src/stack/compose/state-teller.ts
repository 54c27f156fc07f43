import type { ServiceStatus, StackObserver } from '../runtime.ts';

/** A service of which nothing has been told yet is thought not to be there. */
const NOT_THERE = 'absent ';

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
      const before = this.#told.get(status.service) ?? NOT_THERE;
      this.#told.set(status.service, key);
      if (before !== key) this.#observer.serviceChanged(status);
    }
  }
}
