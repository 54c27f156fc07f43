import { type Kysely, type Selectable, sql } from 'kysely';
import type { Note, NoteCreateRequest, NoteListQuery } from '../../../contract/notes.ts';
import type { ServiceDatabase } from '../../store/database.ts';

type NoteRow = {
  id: string;
  /** `sub` of the token that wrote it. */
  owner: string;
  /** Order of writing, greater is newer. */
  position: number;
  title: string;
  body: string;
  author_id: string;
  module: string | null;
  task: string | null;
  /** JSON array. */
  tags: string;
  /** Title, body and task as search sees them. */
  search_text: string;
  created_at: string;
};

type NoteTables = {
  bus_integration_notes_notes: NoteRow;
  bus_integration_notes_tags: { note_id: string; tag: string };
};

/** Notes in the store, each seen by its owner only. */
export class NoteStore {
  readonly #database: Kysely<NoteTables>;

  private constructor(database: Kysely<NoteTables>) {
    this.#database = database;
  }

  /**
   * Opens the store and makes the tables that are missing.
   * @throws the store's own error when it cannot be written
   */
  static async open(connection: ServiceDatabase): Promise<NoteStore> {
    const database = connection.$extendTables<NoteTables>();
    await createTables(database);
    return new NoteStore(database);
  }

  /**
   * Writes a note.
   * @param owner `sub` of the writer; also the author unless the note names one
   * @param id of the new note
   */
  async create(owner: string, id: string, request: NoteCreateRequest, now: Date): Promise<Note> {
    const { title, body, task = null, module = null, author_id = owner } = request;
    const tags = [...new Set(request.tags)];
    return await this.#database.transaction().execute(async (transaction) => {
      const { newest } = await transaction
        .selectFrom('bus_integration_notes_notes')
        .select((select) => select.fn.max('position').as('newest'))
        .executeTakeFirstOrThrow();
      const row: NoteRow = {
        id,
        owner,
        position: Number(newest ?? 0) + 1,
        title,
        body,
        author_id,
        module,
        task,
        tags: JSON.stringify(tags),
        search_text: searchable([title, body, task ?? ''].join('\n')),
        created_at: now.toISOString(),
      };
      await transaction.insertInto('bus_integration_notes_notes').values(row).execute();
      if (tags.length > 0) {
        const rows = tags.map((tag) => ({ note_id: id, tag }));
        await transaction.insertInto('bus_integration_notes_tags').values(rows).execute();
      }
      return noteOf(row);
    });
  }

  /** Lists an owner's notes, newest first. */
  async list(owner: string, { module, task, tag, limit }: NoteListQuery): Promise<Note[]> {
    let query = this.#owned(owner).limit(limit);
    if (module !== undefined) query = query.where('module', '=', module);
    if (task !== undefined) query = query.where('task', '=', task);
    if (tag !== undefined) {
      query = query.where('id', 'in', (select) =>
        select.selectFrom('bus_integration_notes_tags').select('note_id').where('tag', '=', tag),
      );
    }
    return (await query.execute()).map(noteOf);
  }

  /** Finds an owner's notes that hold a text in title, body or task, without regard to case, newest first. */
  async search(owner: string, text: string, limit: number): Promise<Note[]> {
    const pattern = `%${searchable(text).replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.#owned(owner)
      .where(sql<boolean>`search_text like ${pattern} escape '\\'`)
      .limit(limit)
      .execute();
    return rows.map(noteOf);
  }

  /** Gives one of an owner's notes; `undefined` when the owner has none with this id. */
  async find(owner: string, id: string): Promise<Note | undefined> {
    const row = await this.#owned(owner).where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : noteOf(row);
  }

  /** Deletes one of an owner's notes; false when the owner has none with this id. */
  async delete(owner: string, id: string): Promise<boolean> {
    return await this.#database.transaction().execute(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('bus_integration_notes_notes')
        .where('owner', '=', owner)
        .where('id', '=', id)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return false;
      await transaction.deleteFrom('bus_integration_notes_tags').where('note_id', '=', id).execute();
      return true;
    });
  }

  #owned(owner: string) {
    return this.#database
      .selectFrom('bus_integration_notes_notes')
      .selectAll()
      .where('owner', '=', owner)
      .orderBy('position', 'desc');
  }
}

/** Folded here and not in SQL, because databases fold only some letters. */
function searchable(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function noteOf(row: Selectable<NoteRow>): Note {
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    author_id: row.author_id,
    ...(row.module === null ? {} : { module: row.module }),
    ...(row.task === null ? {} : { task: row.task }),
    tags: JSON.parse(row.tags) as string[],
    created_at: row.created_at,
    updated_at: row.created_at,
  };
}

async function createTables(database: Kysely<NoteTables>): Promise<void> {
  await database.schema
    .createTable('bus_integration_notes_notes')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('author_id', 'text', (column) => column.notNull())
    .addColumn('module', 'text')
    .addColumn('task', 'text')
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('search_text', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createIndex('bus_integration_notes_order')
    .ifNotExists()
    .on('bus_integration_notes_notes')
    .columns(['owner', 'position'])
    .execute();
  await database.schema
    .createTable('bus_integration_notes_tags')
    .ifNotExists()
    .addColumn('note_id', 'text', (column) => column.notNull())
    .addColumn('tag', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('bus_integration_notes_tags_key', ['note_id', 'tag'])
    .execute();
}
