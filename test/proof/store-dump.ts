import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StackUnderProof } from './stack-under-proof.ts';

/** Every row of every table of a stack's store, as text by table. */
export type StoreDump = ReadonlyMap<string, readonly string[]>;

/** Reads the whole store of a running embedded stack. */
export function dumpStore({ host }: StackUnderProof): StoreDump {
  const database = new DatabaseSync(join(host.cwd, 'stack/data/stack.sqlite'), { readOnly: true });
  try {
    const tables = database
      .prepare("select name from sqlite_master where type = 'table' order by name")
      .all();
    return new Map(
      tables.map(({ name }) => {
        const rows = database.prepare(`select * from "${name}"`).all();
        return [String(name), rows.map((row) => JSON.stringify(row)).sort()];
      }),
    );
  } finally {
    database.close();
  }
}

/** What is in the second dump and was not in the first, and the reverse, by table. */
export function difference(before: StoreDump, after: StoreDump) {
  const only = (of: StoreDump, other: StoreDump) =>
    new Map(
      [...of].flatMap(([table, rows]) => {
        const known = new Set(other.get(table));
        const fresh = rows.filter((row) => !known.has(row));
        return fresh.length === 0 ? [] : [[table, fresh] as const];
      }),
    );
  return { added: only(after, before), gone: only(before, after) };
}
