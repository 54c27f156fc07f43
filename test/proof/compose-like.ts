import type { StackRuntime } from '../../src/stack/runtime.ts';

/**
 * A runtime that works like the given one and says that it runs containers: it has neither the control of the embedded
 * stack nor the payloads that only that one is known to speak.
 */
export function composeLike(runtime: StackRuntime): StackRuntime {
  return {
    kind: 'compose',
    profile: runtime.profile,
    plan: (signal) => runtime.plan(signal),
    start: (options) => runtime.start(options),
    status: (signal) => runtime.status(signal),
    logs: (service, lines, signal) => runtime.logs(service, lines, signal),
    restart: (service, signal) => runtime.restart(service, signal),
    stop: (options) => runtime.stop(options),
    access: (signal) => runtime.access(signal),
  };
}
