import type { Kysely } from 'kysely';
import type { ContainerRunResult, ContainersStatusResponse } from '../../../contract/containers.ts';
import type { ServiceDatabase } from '../../store/database.ts';
import { STATIC_RUNTIME } from './static-runner.ts';

type RunTables = {
  bus_docker_runs: {
    run_id: string;
    owner_identity_id: string;
    image: string;
    exit_code: number;
    finished_at: string;
  };
  bus_docker_runner: { id: string; state: string };
};

/** States of the shared runner. */
export type RunnerState = 'ready' | 'stopped';

const THE_RUNNER = 'shared';

/** Most runs of one owner that are listed, newest first. */
const LISTED_RUNS = 1000;

/** Finished runs and the runner's state. What a run printed is not kept. */
export class RunStore {
  readonly #database: Kysely<RunTables>;

  private constructor(database: Kysely<RunTables>) {
    this.#database = database;
  }

  /**
   * Opens the store and makes the tables that are missing.
   * @throws the store's own error when it cannot be written
   */
  static async open(connection: ServiceDatabase): Promise<RunStore> {
    const database = connection.$extendTables<RunTables>();
    await database.schema
      .createTable('bus_docker_runs')
      .ifNotExists()
      .addColumn('run_id', 'text', (column) => column.primaryKey())
      .addColumn('owner_identity_id', 'text', (column) => column.notNull())
      .addColumn('image', 'text', (column) => column.notNull())
      .addColumn('exit_code', 'integer', (column) => column.notNull())
      .addColumn('finished_at', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('bus_docker_runner')
      .ifNotExists()
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .execute();
    return new RunStore(database);
  }

  /** Keeps a finished run. */
  async keep(run: ContainerRunResult, finishedAt: Date): Promise<void> {
    const { run_id, owner_identity_id, image, exit_code } = run;
    const finished_at = finishedAt.toISOString();
    await this.#database
      .insertInto('bus_docker_runs')
      .values({ run_id, owner_identity_id, image, exit_code, finished_at })
      .execute();
  }

  /** Lists an owner's runs, newest first. */
  async list(owner: string): Promise<ContainersStatusResponse> {
    const rows = await this.#database
      .selectFrom('bus_docker_runs')
      .selectAll()
      .where('owner_identity_id', '=', owner)
      .orderBy('finished_at', 'desc')
      .orderBy('run_id')
      .limit(LISTED_RUNS)
      .execute();
    return {
      items: rows.map((row) => ({
        id: row.run_id,
        state: 'exited',
        owner_identity_id: row.owner_identity_id,
        details: {
          image: row.image,
          exit_code: row.exit_code,
          finished_at: row.finished_at,
          runtime: STATIC_RUNTIME,
        },
      })),
    };
  }

  /** Deletes one of an owner's runs; false when the owner has none with this id. */
  async delete(owner: string, runId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database
      .deleteFrom('bus_docker_runs')
      .where('run_id', '=', runId)
      .where('owner_identity_id', '=', owner)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Gives the runner's state; one that was never touched is ready. */
  async runnerState(): Promise<RunnerState> {
    const row = await this.#database
      .selectFrom('bus_docker_runner')
      .select('state')
      .where('id', '=', THE_RUNNER)
      .executeTakeFirst();
    return row?.state === 'stopped' ? 'stopped' : 'ready';
  }

  /** Sets the runner's state. */
  async setRunnerState(state: RunnerState): Promise<void> {
    await this.#database
      .insertInto('bus_docker_runner')
      .values({ id: THE_RUNNER, state })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ state }))
      .execute();
  }
}
