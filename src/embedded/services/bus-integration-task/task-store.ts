import type { Kysely } from 'kysely';
import type { DevTaskOpenPayload, DevTaskStatus } from '../../../contract/tasks.ts';
import type { ServiceDatabase } from '../../store/database.ts';

type TaskTables = {
  bus_dev_tasks: {
    work_ref: string;
    worker_id: string;
    status: DevTaskStatus;
    recipient: string;
    text: string;
    module: string | null;
    correlation_id: string | null;
    claimed_at: string;
  };
};

/** A task that this worker holds. */
export interface HeldTask {
  readonly workRef: string;
  readonly recipient: string;
  readonly text: string;
  readonly module: string | undefined;
  /** Correlation id of the event that opened it; copied to every event about it. */
  readonly correlationId: string | undefined;
  /** True when the stream has been told that work on it began. */
  readonly begun: boolean;
}

/** Claims and progress of dev tasks. A claim in the store is what makes one worker the only one. */
export class TaskStore {
  readonly #database: Kysely<TaskTables>;

  private constructor(database: Kysely<TaskTables>) {
    this.#database = database;
  }

  /**
   * Opens the store and makes its table when it is missing.
   * @throws the store's own error when it cannot be written
   */
  static async open(connection: ServiceDatabase): Promise<TaskStore> {
    const database = connection.$extendTables<TaskTables>();
    await database.schema
      .createTable('bus_dev_tasks')
      .ifNotExists()
      .addColumn('work_ref', 'text', (column) => column.primaryKey())
      .addColumn('worker_id', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('module', 'text')
      .addColumn('correlation_id', 'text')
      .addColumn('claimed_at', 'text', (column) => column.notNull())
      .execute();
    return new TaskStore(database);
  }

  /**
   * Claims a task.
   * @param opened payload of the event that opened it
   * @param correlationId of that event
   * @returns `undefined` when somebody, this worker included, claimed the reference before
   */
  async claim(
    opened: DevTaskOpenPayload,
    correlationId: string | undefined,
    workerId: string,
    now: Date,
  ): Promise<HeldTask | undefined> {
    const { work_ref, recipient, text, module } = opened;
    const claimed = await this.#database
      .insertInto('bus_dev_tasks')
      .values({
        work_ref,
        worker_id: workerId,
        status: 'claimed',
        recipient,
        text,
        module: module ?? null,
        correlation_id: correlationId ?? null,
        claimed_at: now.toISOString(),
      })
      .onConflict((conflict) => conflict.column('work_ref').doNothing())
      .executeTakeFirst();
    if (claimed.numInsertedOrUpdatedRows === 0n) return undefined;
    return { workRef: work_ref, recipient, text, module, correlationId, begun: false };
  }

  /** Keeps how far a task is. */
  async setStatus(workRef: string, status: DevTaskStatus): Promise<void> {
    await this.#database
      .updateTable('bus_dev_tasks')
      .set({ status })
      .where('work_ref', '=', workRef)
      .execute();
  }

  /** Gives the tasks that a worker claimed and did not end, oldest first: what it goes on with after a restart. */
  async unfinished(workerId: string): Promise<HeldTask[]> {
    const rows = await this.#database
      .selectFrom('bus_dev_tasks')
      .selectAll()
      .where('worker_id', '=', workerId)
      .where('status', 'in', ['claimed', 'running'])
      .orderBy('claimed_at')
      .execute();
    return rows.map((row) => ({
      workRef: row.work_ref,
      recipient: row.recipient,
      text: row.text,
      module: row.module ?? undefined,
      correlationId: row.correlation_id ?? undefined,
      begun: row.status === 'running',
    }));
  }
}
