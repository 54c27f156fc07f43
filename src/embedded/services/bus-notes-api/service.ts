import { noteCreateRequest, noteListQuery, noteSearchQuery } from '../../../contract/notes.ts';
import { REFUSALS } from '../../../contract/refusals.ts';
import { AUDIENCES } from '../../../contract/tokens.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import { bearerGuard } from '../../http/bearer-guard.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { readQuery } from '../../http/query.ts';
import { serviceApp } from '../../http/service-app.ts';
import type { ServiceContext, ServiceDefinition } from '../../service.ts';
import { NoteStore } from './note-store.ts';

/** The host's capability path and the provider's own alias; the doubled `v1` is what the two make together. */
const HOST = '/local-dev/v1';
const NOTES = `${HOST}/v1/notes`;

/** The notes API. Its routes are this project's choice; the documentation names their prefix only. */
export const busNotesApi: ServiceDefinition = {
  id: 'bus-notes-api',
  dependsOn: [],
  async start(context) {
    const app = notesApp(context, await NoteStore.open(context.database));
    return { handle: async (request) => app.fetch(request), stop: async () => undefined };
  },
};

function notesApp(context: ServiceContext, notes: NoteStore) {
  const app = serviceApp(context);
  const guard = bearerGuard(context, {
    secretSetting: 'BUS_API_JWT_SECRET',
    audience: AUDIENCES.api,
    refusals: REFUSALS.notes,
  });
  const noSuchNote = () => new ApiError('not_found', 'no such note');

  app.get(`${HOST}/healthz`, () => jsonResponse({ ok: true }));

  app.post(NOTES, async ({ req }) => {
    const { subject } = await guard(req.raw, 'notes.write');
    const request = await readJsonBody(req.raw, noteCreateRequest);
    return jsonResponse(await notes.create(subject, `note-${context.uuid()}`, request, context.now()), 201);
  });

  app.get(NOTES, async ({ req }) => {
    const { subject } = await guard(req.raw, 'notes.read');
    return jsonResponse({ items: await notes.list(subject, readQuery(req.raw, noteListQuery)) });
  });

  app.get(`${NOTES}/search`, async ({ req }) => {
    const { subject } = await guard(req.raw, 'notes.search');
    const { q, limit } = readQuery(req.raw, noteSearchQuery);
    return jsonResponse({ items: await notes.search(subject, q, limit) });
  });

  app.get(`${NOTES}/:note`, async ({ req }) => {
    const { subject } = await guard(req.raw, 'notes.read');
    const note = await notes.find(subject, req.param('note'));
    if (note === undefined) throw noSuchNote();
    return jsonResponse(note);
  });

  app.delete(`${NOTES}/:note`, async ({ req }) => {
    const { subject } = await guard(req.raw, 'notes.delete');
    const id = req.param('note');
    if (!(await notes.delete(subject, id))) throw noSuchNote();
    return jsonResponse({ deleted: true, id });
  });

  return app;
}
