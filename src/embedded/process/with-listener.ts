import type { ServiceDefinition } from '../service.ts';
import type { LoopbackListener } from './loopback-listener.ts';

/**
 * A service that also has a port on 127.0.0.1: open while it runs, and the same one after each restart.
 * @param definition the service
 * @param listener its port
 */
export function withListener(definition: ServiceDefinition, listener: LoopbackListener): ServiceDefinition {
  return {
    ...definition,
    async start(context) {
      const running = await definition.start(context);
      await listener.open();
      return {
        ...running,
        async stop() {
          await Promise.all([listener.close(), running.stop()]);
        },
      };
    },
  };
}
