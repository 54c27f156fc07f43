import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceDatabase } from '../../src/embedded/store/database.ts';
import { openSqliteStore } from '../../src/embedded/store/sqlite-store.ts';

/** A store that lives as long as one test. */
export interface ScratchStore {
  readonly database: ServiceDatabase;
  /** Closes and removes it. */
  end(): Promise<void>;
}

/** Opens an empty store in a folder of its own. */
export async function scratchStore(): Promise<ScratchStore> {
  const folder = await mkdtemp(join(tmpdir(), 'bus-setup-store-'));
  const database = openSqliteStore(join(folder, 'stack.sqlite')).open();
  return {
    database,
    async end() {
      await database.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
