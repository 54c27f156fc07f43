import type { Asked } from '../lying-gateway.ts';
import { bearerOf } from './bearer.ts';
import {
  ESCAPES,
  json,
  lie,
  list,
  noToken,
  nth,
  pardon,
  set,
  since,
  status,
  type ToldLie,
  without,
  yes,
} from './lie.ts';

const NOTES = '/api/v1/notes';
const SEARCH = '/api/v1/notes/search';
const NOTE = /^\/api\/v1\/notes\/(?!search$)[^/]+$/;
const OWNER = '00000000-0000-4000-8000-000000000001';
const byOthers = (asked: Asked) => asked.token && bearerOf(asked)?.subject !== OWNER;
const text = (members: object) => json((value) => ({ ...value, ...members }));

/** Lies about notes. */
export const NOTES_LIES: readonly ToldLie[] = [
  lie('notes-persistence', 'lost', 'PR-NOTES-LOST', NOTE, status(404), {
    method: 'GET',
    when: ({ nth: n, token }) => token && n > 2,
  }),
  lie('notes-persistence', 'altered', 'PR-NOTES-ALTERED', NOTE, set({ body: 'something else' }), {
    method: 'GET',
  }),
  lie(
    'notes-persistence',
    'not found by its text',
    'PR-NOTES-UNFINDABLE',
    SEARCH,
    list(() => []),
  ),
  lie(
    'notes-persistence',
    'found by every text',
    'PR-NOTES-SEARCH',
    SEARCH,
    list(() => [{ id: 'n', title: 't' }]),
    { when: nth(1) },
  ),
  lie('notes-persistence', 'read by others', 'PR-NOTES-FOREIGN', NOTE, pardon({ id: 'n', title: 't' }), {
    method: 'GET',
  }),
  lie(
    'notes-persistence',
    'deleted by others',
    'PR-NOTES-FOREIGN',
    NOTE,
    pardon({ deleted: true, id: 'n' }),
    { method: 'DELETE' },
  ),
  lie(
    'notes-persistence',
    'not deleted',
    'PR-NOTES-UNDELETED',
    NOTE,
    (told, { path }) => yes({ deleted: true, id: path.split('/').at(-1) })(told, {} as Asked),
    { method: 'DELETE', instead: true, when: nth(2) },
  ),
  lie('notes-persistence', 'created without an id', 'PR-NOTES-SHAPE', NOTES, without('id'), {
    method: 'POST',
  }),
  lie(
    'notes-persistence',
    'created with another title',
    'PR-NOTES-ALTERED',
    NOTES,
    text({ title: 'Untitled' }),
    { method: 'POST' },
  ),
  lie(
    'notes-persistence',
    'accepted and stored nowhere',
    'PR-NOTES-LOST',
    NOTES,
    (told, { body }) => {
      yes({ id: 'note-1', ...(JSON.parse(body) as object) })(told, {} as Asked);
    },
    { method: 'POST', instead: true },
  ),
  lie('notes-persistence', 'another note', 'PR-NOTES-ALTERED', NOTE, set({ id: 'another' }), {
    method: 'GET',
  }),
  lie(
    'notes-persistence',
    'a line lost',
    'PR-NOTES-ALTERED',
    NOTE,
    json((note) => ({ ...note, body: String(note.body).split('\n')[0] })),
    { method: 'GET' },
  ),
  lie('notes-persistence', 'tags lost', 'PR-NOTES-ALTERED', NOTE, set({ tags: [] }), { method: 'GET' }),
  lie(
    'notes-persistence',
    'a title with escapes',
    'PR-NOTES-ALTERED',
    NOTE,
    json((note) => ({ ...note, title: `${note.title}${ESCAPES}` })),
    { method: 'GET' },
  ),
  lie(
    'notes-persistence',
    'altered by the restart',
    'PR-NOTES-ALTERED',
    NOTE,
    json((note) => ({ ...note, body: `${note.body} ` })),
    { method: 'GET', when: since(3) },
  ),
  lie(
    'notes-persistence',
    'not found after the restart',
    'PR-NOTES-UNFINDABLE',
    SEARCH,
    list(() => []),
    { when: since(3) },
  ),
  lie(
    'notes-persistence',
    'found twice',
    'PR-NOTES-SEARCH',
    SEARCH,
    list((all) => [...all, ...all]),
  ),
  lie(
    'notes-persistence',
    'another text in the search',
    'PR-NOTES-ALTERED',
    SEARCH,
    list((all) => all.map((note) => ({ ...note, title: 'x' }))),
  ),
  lie(
    'notes-persistence',
    'others find it',
    'PR-NOTES-FOREIGN',
    SEARCH,
    list(() => [{ id: 'n', title: 't' }]),
    { when: byOthers },
  ),
  lie('notes-persistence', 'public', 'PR-NOTES-PUBLIC', NOTE, pardon({ id: 'n', title: 't' }), {
    method: 'GET',
    when: noToken,
  }),
  lie('notes-persistence', 'another one deleted', 'PR-NOTES-SHAPE', NOTE, set({ id: 'another' }), {
    method: 'DELETE',
  }),
  lie(
    'notes-persistence',
    'deleted, and still found',
    'PR-NOTES-UNDELETED',
    SEARCH,
    list(() => [{ id: 'n', title: 't' }]),
    { when: nth(6) },
  ),
  lie('notes-persistence', 'not deleted, as a text', 'PR-NOTES-SHAPE', NOTE, set({ deleted: 'true' }), {
    method: 'DELETE',
  }),
  lie('notes-persistence', 'down after the restart', 'PR-BACKEND-DOWN', NOTE, status(502), {
    method: 'GET',
    when: ({ nth: n, token }) => token && n > 2,
  }),
];
