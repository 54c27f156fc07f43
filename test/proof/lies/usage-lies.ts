import {
  ESCAPES,
  events,
  type Json,
  json,
  lie,
  list,
  named,
  none,
  STRANGER,
  saying,
  set,
  type Tell,
  type ToldLie,
  without,
} from './lie.ts';

const USAGE = '/api/internal/usage-events';
const EVENTS_OR_USAGE = /^\/api\/(v1\/events|internal\/usage-events)$/;
const PUBLISH = '/api/v1/events';
const STREAM = '/api/v1/events/stream';
const ANSWER = named('bus.usage.record.response');
const ofProof = (row: Json) => String(row.event_id).startsWith('proof-');
const change = (members: Json) =>
  list((rows) => rows.map((row) => (ofProof(row) ? { ...row, ...members } : row)));

/** Changes the row of a record from the moment on at which that record was sent again. */
function afterRepeat(change: (row: Json) => Json[]): Tell {
  const repeated = new Set<string>();
  const altered = list((rows) =>
    rows.flatMap((row) => (repeated.has(String(row.event_id)) ? change(row) : [row])),
  );
  return (told, asked) => {
    if (asked.method !== 'POST') return altered(told, asked);
    const [, marker] = /"correlationId":"(\w+)-again"/.exec(asked.body) ?? [];
    if (marker !== undefined) repeated.add(`proof-${marker}`);
  };
}

/** Lies about usage. */
export const USAGE_LIES: readonly ToldLie[] = [
  lie(
    'usage-ingest',
    'a row too many',
    'PR-USAGE-STRAY',
    USAGE,
    list((rows) =>
      rows
        .flatMap((row) => [row, { ...row, id: Number(row.id) + 0.5 }].slice(0, 1))
        .concat(rows.slice(-1).map((row) => ({ ...row, id: Number(row.id) + 1, event_id: 'x' }))),
    ),
  ),
  lie(
    'usage-ingest',
    'the repeat counts',
    'PR-USAGE-TWICE',
    EVENTS_OR_USAGE,
    afterRepeat((row) => [row, { ...row, id: Number(row.id) + 1 }]),
  ),
  lie(
    'usage-ingest',
    'another amount',
    'PR-USAGE-ALTERED',
    USAGE,
    list((rows) => rows.map((row) => ({ ...row, data: { ...(row.data as Json), total_tokens: 8 } }))),
  ),
  lie(
    'usage-ingest',
    'another account',
    'PR-USAGE-ALTERED',
    USAGE,
    list((rows) => rows.map((row) => ({ ...row, account_id: STRANGER }))),
  ),
  lie(
    'usage-ingest',
    'always empty',
    'PR-USAGE-LOST',
    USAGE,
    list(() => []),
  ),
  lie('usage-ingest', 'always more', 'PR-USAGE-ENDLESS', USAGE, (told, asked) => {
    json((value) => ({ ...value, items: [], has_more: true, page: Number(asked.query.get('page')) }))(
      told,
      asked,
    );
  }),
  lie('usage-ingest', 'another page', 'PR-USAGE-SHAPE', USAGE, set({ page: 2 })),
  lie(
    'usage-ingest',
    'upside down',
    'PR-USAGE-ORDER',
    USAGE,
    list((rows) => rows.map((row) => ({ ...row, occurred_at: '2030-01-01T00:00:00Z' }))),
  ),
  lie('usage-ingest', 'no answer to the repeat', 'PR-USAGE-SILENT', STREAM, events(none), {
    when: named('bus.usage.record.response'),
  }),
  lie('usage-ingest', 'another type', 'PR-USAGE-ALTERED', USAGE, change({ event_type: 'request_failed' })),
  lie('usage-ingest', 'data left out', 'PR-USAGE-ALTERED', USAGE, change({ data: null })),
  lie(
    'usage-ingest',
    'more data than was sent',
    'PR-USAGE-ALTERED',
    USAGE,
    change({ data: { total_tokens: 7, proof: 'x', cost: 1 } }),
  ),
  lie(
    'usage-ingest',
    'an amount as a text',
    'PR-USAGE-ALTERED',
    USAGE,
    list((rows) =>
      rows.map((row) =>
        ofProof(row) ? { ...row, data: { ...(row.data as Json), total_tokens: '7' } } : row,
      ),
    ),
  ),
  lie(
    'usage-ingest',
    'the repeat wins',
    'PR-USAGE-ALTERED',
    EVENTS_OR_USAGE,
    afterRepeat((row) => [{ ...row, data: { ...(row.data as Json), total_tokens: 8 } }]),
  ),
  lie('usage-ingest', 'an id beyond counting', 'PR-USAGE-SHAPE', USAGE, (told) => {
    told.body = told.body.replaceAll(/"id":\d+/g, '"id":9007199254740993');
  }),
  lie('usage-ingest', 'a time that is none', 'PR-USAGE-SHAPE', USAGE, change({ occurred_at: 'yesterday' })),
  lie('usage-ingest', 'another page size', 'PR-USAGE-SHAPE', USAGE, set({ page_size: 10 })),
  lie('usage-ingest', 'another moment', 'PR-USAGE-SHAPE', USAGE, set({ before: '2001-01-01T00:00:00Z' })),
  lie('usage-ingest', 'no end told', 'PR-USAGE-SHAPE', USAGE, without('has_more')),
  lie(
    'usage-ingest',
    'types with escapes',
    'PR-USAGE-ALTERED',
    USAGE,
    list((rows) => rows.map((row) => ({ ...row, event_type: `${row.event_type}${ESCAPES}` }))),
  ),
  lie('usage-ingest', 'not accepted', 'PR-EVENTS-NOT-ACCEPTED', PUBLISH, set({ accepted: false }), {
    method: 'POST',
    when: saying('bus.usage.record'),
  }),
  lie(
    'usage-ingest',
    'the repeat is an error',
    'PR-WORKER-ERROR',
    STREAM,
    events((all) => all.map((line) => ({ ...line, error: { type: 'conflict', message: 'twice' } }))),
    { when: ANSWER },
  ),
  lie(
    'usage-ingest',
    'the unknown counts',
    'PR-USAGE-STRAY',
    USAGE,
    list((rows) =>
      rows.flatMap((row) =>
        ofProof(row)
          ? [
              row,
              {
                ...row,
                id: Number(row.id) + 1,
                event_id: `${row.event_id}-unknown`,
                event_type: 'no_such_event_type',
              },
            ]
          : [row],
      ),
    ),
  ),
];
