import { DEV_TASK_EVENTS } from '../../../contract/event-names.ts';
import { DEV_TASK_RECIPIENT, DEV_TASK_WORKER_GROUP } from '../../../contract/tasks.ts';
import { durationMs } from '../../duration.ts';
import { EventsClient } from '../../events-client.ts';
import type { ServiceDefinition } from '../../service.ts';
import { readTaskCommand } from './task-command.ts';
import { TaskStore } from './task-store.ts';
import { TaskWorker } from './task-worker.ts';

const DEFAULT_TIMEOUT_MS = 30 * 60 * 1000;

/** The dev-task worker: each open task goes to one worker of the group, whichever comes first. */
export const busIntegrationTask: ServiceDefinition = {
  id: 'bus-integration-task',
  dependsOn: ['bus-events', 'bus-containers', 'bus-container-router', 'bus-docker'],
  async start(context) {
    const events = new EventsClient(context);
    const worker = new TaskWorker({
      context,
      events,
      tasks: await TaskStore.open(context.database),
      recipient: context.env.BUS_DEV_TASK_RECIPIENT || DEV_TASK_RECIPIENT,
      workerId: context.serviceId,
      command: readTaskCommand(context.env.BUS_DEV_TASK_COMMAND_JSON),
      timeoutMs: durationMs(context.env.BUS_DEV_TASK_TIMEOUT, DEFAULT_TIMEOUT_MS),
    });
    const resumed = worker.resume().catch((error: unknown) => {
      if (!context.signal.aborted)
        context.log(`could not resume: ${error instanceof Error ? error.message : ''}`);
    });
    await events.subscribe(DEV_TASK_EVENTS.open, { group: DEV_TASK_WORKER_GROUP }, (event) =>
      worker.take(event),
    );
    return {
      async stop() {
        await events.close();
        await resumed;
      },
    };
  },
};
