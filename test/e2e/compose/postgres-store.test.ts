import { randomBytes } from 'node:crypto';
import { execa } from 'execa';
import { sql } from 'kysely';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import type { ServiceDatabase } from '../../../src/embedded/store/database.ts';
import { openPostgresStore } from '../../../src/embedded/store/postgres-store.ts';
import { isStorageFailure } from '../../../src/embedded/store/storage-failure.ts';
import { freePorts } from './free-ports.ts';
import { missingEngine } from './open-checkout.ts';

/** A PostgreSQL server in a container of its own, removed when the test ends. */
async function server() {
  const engine = inject('engine');
  if ('missing' in engine) throw new Error(engine.missing);
  const name = `bus-fixture-postgres-${randomBytes(4).toString('hex')}`;
  const [port = 0] = await freePorts(1);
  const settings = ['POSTGRES_DB=bus_local', 'POSTGRES_USER=bus', 'POSTGRES_PASSWORD=bus'];
  const options = settings.flatMap((setting) => ['--env', setting]);
  onTestFinished(async () => {
    await execa('docker', ['rm', '--force', '--volumes', name]);
  });
  const published = `127.0.0.1:${port}:5432`;
  await execa('docker', [
    'run',
    '--detach',
    '--name',
    name,
    ...options,
    '--publish',
    published,
    engine.images.postgres,
  ]);
  const open = (schema: string): ServiceDatabase => {
    const connectionString = `postgres://bus:bus@127.0.0.1:${port}/bus_local?sslmode=disable`;
    const database = openPostgresStore({ connectionString, applicationName: 'test', schema }).open();
    onTestFinished(() => database.destroy());
    return database;
  };
  return { open, restart: () => execa('docker', ['restart', '--time', '5', name]) };
}

/** Runs a statement until the server takes it; every refusal until then must be one of the store and not of the statement. */
async function untilTaken<T>(statement: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await statement();
    } catch (error) {
      expect([isStorageFailure(error), error]).toEqual([true, error]);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

describe.skipIf(missingEngine() !== undefined)('the store on PostgreSQL', () => {
  it('takes services that make the same table at once, and a server that is restarted', async () => {
    const { open, restart } = await server();
    await untilTaken(() => sql`select 1`.execute(open('public')));
    const services = Array.from({ length: 8 }, () => open('bus_usage'));
    const make = (database: ServiceDatabase, table: string) =>
      database.schema
        .createTable(table)
        .ifNotExists()
        .addColumn('id', 'bigint', (column) => column.primaryKey())
        .execute();
    // Many times: which of its errors the server gives to the later one is a matter of moments.
    for (let round = 0; round < 100; round++) {
      await Promise.all(services.map((service) => make(service, `records_${round}`)));
    }
    await Promise.all(services.map((service) => make(service, 'records')));

    const [first, second] = services.map((service) => service.$extendTables<{ records: { id: number } }>());
    if (first === undefined || second === undefined) throw new Error('no services');
    await first.insertInto('records').values({ id: 7 }).execute();
    expect(await second.selectFrom('records').selectAll().execute()).toEqual([{ id: 7 }]);
    const elsewhere = open('bus_notes').$extendTables<{ records: { id: number } }>();
    await expect(elsewhere.selectFrom('records').selectAll().execute()).rejects.toMatchObject({
      code: '42P01',
    });

    await restart();
    expect(await untilTaken(() => first.selectFrom('records').selectAll().execute())).toEqual([{ id: 7 }]);
  });

  it('runs one transaction of a service at a time', async () => {
    const { open } = await server();
    const database = open('bus_notes').$extendTables<{ counter: { value: number } }>();
    await untilTaken(() => sql`select 1`.execute(database));
    await database.schema.createTable('counter').addColumn('value', 'bigint').execute();
    await database.insertInto('counter').values({ value: 0 }).execute();
    const grow = () =>
      database.transaction().execute(async (transaction) => {
        const { value } = await transaction.selectFrom('counter').selectAll().executeTakeFirstOrThrow();
        await transaction
          .updateTable('counter')
          .set({ value: value + 1 })
          .execute();
      });
    await Promise.all(Array.from({ length: 20 }, grow));
    expect(await database.selectFrom('counter').selectAll().executeTakeFirst()).toEqual({ value: 20 });
  });
});
