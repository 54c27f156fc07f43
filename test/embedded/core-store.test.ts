import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/embedded/store/sqlite-store.ts';
import { isStorageFailure } from '../../src/embedded/store/storage-failure.ts';
import { Turns } from '../../src/embedded/store/turns.ts';

type Tables = { counter: { name: string; n: number }; detail: { id: string; counter: string } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bus-setup-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function opened() {
  const store = openSqliteStore(join(folder, 'stack.sqlite'));
  const connections = [store.open(), store.open()].map((database) => database.$extendTables<Tables>());
  const [first, second] = connections;
  if (first === undefined || second === undefined) throw new Error('unreachable');
  await first.schema
    .createTable('counter')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('n', 'integer', (column) => column.notNull())
    .execute();
  await first.schema
    .createTable('detail')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('counter', 'text', (column) => column.notNull().references('counter.name'))
    .execute();
  await first.insertInto('counter').values({ name: 'a', n: 0 }).execute();
  return { first, second, end: () => Promise.all(connections.map((connection) => connection.destroy())) };
}

describe('the SQLite store', () => {
  it('lets transactions of two connections take turns instead of blocking the thread', async () => {
    const { first, second, end } = await opened();
    const add = (db: typeof first) =>
      db.transaction().execute(async (trx) => {
        const { n } = await trx.selectFrom('counter').select('n').executeTakeFirstOrThrow();
        await new Promise((resolve) => setImmediate(resolve));
        await trx
          .updateTable('counter')
          .set({ n: n + 1 })
          .execute();
      });
    await Promise.all(Array.from({ length: 40 }, (_, n) => add(n % 2 === 0 ? first : second)));
    const { n } = await first.selectFrom('counter').select('n').executeTakeFirstOrThrow();
    expect(n).toBe(40);
    await end();
  });

  it('goes on after a transaction that failed, and keeps nothing of it', async () => {
    const { first, second, end } = await opened();
    const failing = first.transaction().execute(async (trx) => {
      await trx.updateTable('counter').set({ n: 99 }).execute();
      throw new Error('failed on purpose');
    });
    await expect(failing).rejects.toThrow('failed on purpose');
    const { n } = await second.selectFrom('counter').select('n').executeTakeFirstOrThrow();
    expect(n).toBe(0);
    await end();
  });

  it('keeps references whole, and knows that such an error is not the store’s', async () => {
    const { first, end } = await opened();
    const error: unknown = await first
      .insertInto('detail')
      .values({ id: '1', counter: 'nobody' })
      .execute()
      .catch((reason: unknown) => reason);
    expect(String(error)).toContain('FOREIGN KEY');
    expect(isStorageFailure(error)).toBe(false);
    await end();
  });

  it('gives returned rows and counts', async () => {
    const { first, end } = await opened();
    const upserted = await first
      .insertInto('counter')
      .values({ name: 'a', n: 7 })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ n: 8 }))
      .returning('n')
      .executeTakeFirst();
    expect(upserted).toEqual({ n: 8 });
    expect((await first.deleteFrom('counter').executeTakeFirst()).numDeletedRows).toBe(1n);
    await end();
  });

  it('follows no link', async () => {
    await symlink(join(folder, 'elsewhere'), join(folder, 'link.sqlite'));
    expect(() => openSqliteStore(join(folder, 'link.sqlite'))).toThrow(/ELOOP/);
  });
});

describe('turns', () => {
  it('are passed on by whoever could not wait for them', async () => {
    const turns = new Turns();
    const endFirst = await turns.take();
    const impatient = turns.take(5).catch((error: unknown) => error);
    const patient = turns.take();
    const error = await impatient;
    expect(isStorageFailure(error)).toBe(true);
    endFirst();
    (await patient)();
  });

  it('come in the order they were asked for', async () => {
    const turns = new Turns();
    const order: number[] = [];
    await Promise.all(
      [0, 1, 2, 3].map(async (n) => {
        const end = await turns.take(1000);
        order.push(n);
        end();
      }),
    );
    expect(order).toEqual([0, 1, 2, 3]);
  });
});
