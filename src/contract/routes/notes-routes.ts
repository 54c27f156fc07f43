import {
  noteCreateRequest,
  noteDeletedResponse,
  noteListQuery,
  noteListResponse,
  noteResponse,
  noteSearchQuery,
} from '../notes.ts';
import { AUDIENCES } from '../tokens.ts';
import type { RouteSpec } from './route-spec.ts';

const NOTES = {
  auth: 'bearer',
  audience: AUDIENCES.api,
  localOnly: false,
  assumed: true,
  note: 'the contract states the prefix /api/v1/notes only; method, path, body and scope are assumed',
} as const;
const BEARER = '-H "Authorization: Bearer $BUS_API_TOKEN"';

/** Routes of the notes module, all of them assumed (bus-api-provider-notes page). */
export const NOTES_ROUTES = [
  {
    ...NOTES,
    id: 'notes.create',
    method: 'POST',
    path: '/api/v1/notes',
    summary: 'writes a note',
    scopes: ['notes.write'],
    successStatus: [201, 200],
    proofCommand: `curl -fsS -X POST ${BEARER} -H 'Content-Type: application/json' -d '{"title":"proof note","body":"written by a proof","tags":["proof"]}' "$BUS_BASE_URL/api/v1/notes"`,
    request: noteCreateRequest,
    response: noteResponse,
  },
  {
    ...NOTES,
    id: 'notes.list',
    method: 'GET',
    path: '/api/v1/notes',
    summary: "the caller's notes, newest first",
    scopes: ['notes.read'],
    successStatus: [200],
    proofCommand: `curl -fsS ${BEARER} "$BUS_BASE_URL/api/v1/notes"`,
    query: noteListQuery,
    response: noteListResponse,
  },
  {
    ...NOTES,
    id: 'notes.search',
    method: 'GET',
    path: '/api/v1/notes/search',
    summary: 'notes that contain a text',
    scopes: ['notes.search'],
    successStatus: [200],
    proofCommand: `curl -fsS ${BEARER} "$BUS_BASE_URL/api/v1/notes/search?q=proof"`,
    query: noteSearchQuery,
    response: noteListResponse,
  },
  {
    ...NOTES,
    id: 'notes.get',
    method: 'GET',
    path: '/api/v1/notes/{note_id}',
    summary: 'one note',
    scopes: ['notes.read'],
    successStatus: [200],
    proofCommand: `curl -fsS ${BEARER} "$BUS_BASE_URL/api/v1/notes/$BUS_NOTE_ID"`,
    response: noteResponse,
  },
  {
    ...NOTES,
    id: 'notes.delete',
    method: 'DELETE',
    path: '/api/v1/notes/{note_id}',
    summary: 'deletes a note',
    scopes: ['notes.delete'],
    successStatus: [200],
    proofCommand: `curl -fsS -X DELETE ${BEARER} "$BUS_BASE_URL/api/v1/notes/$BUS_NOTE_ID"`,
    response: noteDeletedResponse,
  },
] as const satisfies readonly RouteSpec[];
