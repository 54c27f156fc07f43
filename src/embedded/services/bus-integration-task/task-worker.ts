import { containerRunResult } from '../../../contract/containers.ts';
import { CONTAINER_EVENTS, DEV_TASK_EVENTS } from '../../../contract/event-names.ts';
import type { StreamLine } from '../../../contract/events.ts';
import { LOCAL_ACCOUNT_ID } from '../../../contract/local-defaults.ts';
import { DEV_TASK_WORKER, devTaskOpenPayload } from '../../../contract/tasks.ts';
import { askWorker } from '../../events/ask-worker.ts';
import type { EventsClient } from '../../events-client.ts';
import { ApiError } from '../../http/api-error.ts';
import type { ServiceContext } from '../../service.ts';
import { taskCommand } from './task-command.ts';
import type { HeldTask, TaskStore } from './task-store.ts';

/** What the worker works with. */
export interface TaskWorkerTools {
  readonly context: ServiceContext;
  readonly events: EventsClient;
  readonly tasks: TaskStore;
  /** Whose tasks it claims. */
  readonly recipient: string;
  readonly workerId: string;
  readonly command: readonly string[];
  /** Milliseconds one task may take. */
  readonly timeoutMs: number;
}

interface TaskEnd {
  readonly status: 'done' | 'failed';
  readonly text: string;
  readonly exitCode?: number;
}

/** Claims dev tasks and works them off in a container run, telling every stage as an event. */
export class TaskWorker {
  readonly #tools: TaskWorkerTools;

  constructor(tools: TaskWorkerTools) {
    this.#tools = tools;
  }

  /**
   * Takes an opened task: ignored when it is malformed, for another recipient, or claimed before.
   * @param event a `bus.dev.task.open`
   */
  async take(event: StreamLine): Promise<void> {
    const { context, tasks, recipient, workerId } = this.#tools;
    const opened = devTaskOpenPayload.safeParse(event.payload);
    if (!opened.success) return context.log(`ignored a task that is not valid (${event.id})`);
    if (opened.data.recipient !== recipient) return;
    const task = await tasks.claim(opened.data, event.correlationId, workerId, context.now());
    if (task !== undefined) await this.#work(task);
  }

  /** Goes on with what was claimed and not ended before a restart. */
  async resume(): Promise<void> {
    for (const task of await this.#tools.tasks.unfinished(this.#tools.workerId)) await this.#work(task);
  }

  async #work(task: HeldTask): Promise<void> {
    const { tasks, workerId, context } = this.#tools;
    const worker = { worker_id: workerId };
    const { recipient } = task;
    if (!task.begun) {
      await this.#tell(task, DEV_TASK_EVENTS.claimed, { recipient, ...worker, status: 'claimed' });
      await this.#tell(task, DEV_TASK_EVENTS.running, { ...worker, status: 'running' });
      await tasks.setStatus(task.workRef, 'running');
    }
    const end = await this.#run(task);
    // A worker that is being stopped ends nothing: the task is still its own, and goes on after the restart.
    if (context.signal.aborted) return;
    await this.#tell(task, DEV_TASK_EVENTS.message, { text: end.text });
    const exit = end.exitCode === undefined ? {} : { exit_code: end.exitCode };
    const name = end.status === 'done' ? DEV_TASK_EVENTS.done : DEV_TASK_EVENTS.failed;
    await this.#tell(task, name, { ...worker, status: end.status, text: end.text, ...exit });
    await tasks.setStatus(task.workRef, end.status);
  }

  async #run(task: HeldTask): Promise<TaskEnd> {
    const { context, events, timeoutMs } = this.#tools;
    const payload = {
      owner_identity_id: context.env.BUS_LOCAL_ACCOUNT_ID || LOCAL_ACCOUNT_ID,
      profile: context.env.BUS_DEV_TASK_CONTAINER_PROFILE || 'codex',
      command: taskCommand(this.#tools.command, task),
    };
    try {
      const run = await askWorker(events, CONTAINER_EVENTS.runRequest, payload, containerRunResult, {
        timeoutMs,
      });
      const done = run.exit_code === 0;
      const text = (done ? run.stdout : run.stderr).trim().slice(0, 65_536);
      return { status: done ? 'done' : 'failed', text, exitCode: run.exit_code };
    } catch (error) {
      if (context.signal.aborted) return { status: 'failed', text: 'stopped' };
      if (!(error instanceof ApiError)) throw error;
      return { status: 'failed', text: error.message };
    }
  }

  async #tell(task: HeldTask, name: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#tools.events.publish({
      name,
      correlationId: task.correlationId,
      payload: { work_ref: task.workRef, source: DEV_TASK_WORKER, ...fields },
      metadata: { 'bus.recipient.id': task.recipient },
    });
  }
}
