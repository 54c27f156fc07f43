import { z } from 'zod';
import { filledText, listOf, queryCount, text, timestamp, withSpellings } from './fields.ts';

/*
 * The contract leaves every HTTP detail of notes open (bus-api-provider-notes page). What stands here is this
 * project's choice; a real stack that answers 404 on these paths has refuted nothing.
 */

/** Notes on a page when the caller names no limit. */
export const NOTES_LIMIT_DEFAULT = 100;

/** Greatest number of notes on a page. */
export const NOTES_LIMIT_MAX = 1000;

const tags = z.array(filledText(64)).max(32);

/** Body of `POST /api/v1/notes`. Notes must never hold secrets. */
export const noteCreateRequest = z.strictObject({
  title: filledText(300),
  body: text(65_536),
  author_id: filledText(128).optional(),
  module: filledText(128).optional(),
  task: filledText(256).optional(),
  tags: tags.default([]),
});

/** A note to create. */
export type NoteCreateRequest = z.output<typeof noteCreateRequest>;

const limit = queryCount.pipe(z.int().max(NOTES_LIMIT_MAX)).default(NOTES_LIMIT_DEFAULT);

/** Query of `GET /api/v1/notes`, from strings. */
export const noteListQuery = z.strictObject({
  module: filledText(128).optional(),
  task: filledText(256).optional(),
  tag: filledText(64).optional(),
  limit,
});

/** A parsed list query. */
export type NoteListQuery = z.output<typeof noteListQuery>;

/** Query of `GET /api/v1/notes/search`, from strings: `q` is looked for in title, body and task. */
export const noteSearchQuery = z.strictObject({ q: filledText(256), limit });

/** A parsed search query. */
export type NoteSearchQuery = z.output<typeof noteSearchQuery>;

/**
 * One note. `id` and `title` are what the tests establish; tags may come as a list or as comma-separated
 * text.
 */
export const note = withSpellings(
  {
    author_id: ['author', 'authorId'],
    task: ['task_ref'],
    created_at: ['createdAt'],
    updated_at: ['updatedAt'],
  },
  z.object({
    id: z.union([filledText(256), z.int()]).transform(String),
    title: filledText(4096),
    body: text(1_048_576).optional(),
    author_id: text(256).nullish(),
    module: text(256).nullish(),
    task: text(512).nullish(),
    tags: z
      .union([z.array(text(256)).max(256), text(4096).transform((csv) => csv.split(',').filter(Boolean))])
      .nullish(),
    created_at: timestamp.nullish().catch(undefined),
    updated_at: timestamp.nullish().catch(undefined),
  }),
);

/** A parsed note. */
export type Note = z.output<typeof note>;

/** Answer of `POST /api/v1/notes` and `GET /api/v1/notes/{id}`: the note, bare or under `note`. */
export const noteResponse = z.preprocess((raw) => {
  if (typeof raw !== 'object' || raw === null || Object.hasOwn(raw, 'id')) return raw;
  return Object.hasOwn(raw, 'note') ? (raw as { note: unknown }).note : raw;
}, note);

/** Answer of the list and the search: a bare array or a wrapped one, `{ items }` either way. */
export const noteListResponse = listOf(['notes', 'results', 'data'], note, NOTES_LIMIT_MAX);

/** A parsed list of notes. */
export type NoteListResponse = z.output<typeof noteListResponse>;

/** Answer of `DELETE /api/v1/notes/{id}`. */
export const noteDeletedResponse = z.object({ deleted: z.literal(true), id: filledText(256) });

/** A parsed deletion. */
export type NoteDeletedResponse = z.output<typeof noteDeletedResponse>;
