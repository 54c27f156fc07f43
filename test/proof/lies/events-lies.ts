import type { Asked } from '../lying-gateway.ts';
import { bearerOf } from './bearer.ts';
import {
  ESCAPES,
  events,
  type Json,
  lie,
  named,
  noToken,
  nth,
  pardon,
  payload,
  STRANGER,
  saying,
  set,
  type ToldLie,
  twice,
  without,
  yes,
} from './lie.ts';

const PUBLISH = '/api/v1/events';
const STREAM = '/api/v1/events/stream';
const OWN = (asked: Asked) => (asked.query.get('name') ?? '').startsWith('example.proof.');
const first = (change: (line: Json) => Json) => events(([line = {}, ...rest]) => [change(line), ...rest]);
const inPayload = (change: Json) =>
  first((line) => ({ ...line, payload: { ...(line.payload as Json), ...change } }));

/** Lies about events. */
export const EVENTS_LIES: readonly ToldLie[] = [
  lie('events-replay', 'not accepted', 'PR-EVENTS-NOT-ACCEPTED', PUBLISH, set({ accepted: false })),
  lie(
    'events-replay',
    'accepted and forgotten',
    'PR-EVENTS-LOST',
    PUBLISH,
    (told, asked) =>
      yes({ accepted: true, id: 'evt_forgotten', name: (JSON.parse(asked.body) as Json).name })(told, asked),
    { instead: true, when: nth(1) },
  ),
  lie('events-replay', 'one id for all', 'PR-EVENTS-ID-REPEATED', PUBLISH, set({ id: 'evt_1' })),
  lie('events-replay', 'altered', 'PR-EVENTS-ALTERED', STREAM, events(payload({ text: 'paatos' })), {
    when: OWN,
  }),
  lie(
    'events-replay',
    'a rounded number',
    'PR-EVENTS-ALTERED',
    STREAM,
    (told) => {
      told.body = told.body.replace('9007199254740993', '9007199254740992');
    },
    { when: OWN },
  ),
  lie(
    'events-replay',
    'another order',
    'PR-EVENTS-ORDER',
    STREAM,
    events((all) => all.toReversed()),
    { when: OWN },
  ),
  lie(
    'events-replay',
    'one lost',
    'PR-EVENTS-LOST',
    STREAM,
    events((all) => all.slice(1)),
    { when: OWN },
  ),
  lie('events-replay', 'one twice', 'PR-EVENTS-REPEATED', STREAM, events(twice), { when: OWN }),
  lie(
    'events-replay',
    'owned by whom the body names',
    'PR-STREAM-FOREIGN',
    STREAM,
    events((all) => all.map((line) => ({ ...line, identity_id: STRANGER }))),
    { when: OWN },
  ),
  lie('events-replay', 'wildcards work', 'PR-EVENTS-OPEN', STREAM, pardon([]), { when: named('*') }),
  lie('events-replay', 'no token needed', 'PR-EVENTS-OPEN', STREAM, pardon([]), { when: noToken }),
  lie('events-replay', 'protected names are not', 'PR-EVENTS-OPEN', PUBLISH, pardon({ accepted: true }), {
    when: saying('bus.usage.record.request'),
  }),
  lie(
    'events-replay',
    'text normalised',
    'PR-EVENTS-ALTERED',
    STREAM,
    (told) => {
      told.body = told.body.normalize('NFC');
    },
    { when: OWN },
  ),
  lie(
    'events-replay',
    'null left out',
    'PR-EVENTS-ALTERED',
    STREAM,
    first((line) => {
      const { none: _, ...rest } = line.payload as Json;
      return { ...line, payload: rest };
    }),
    { when: OWN },
  ),
  lie('events-replay', 'nothing for an empty text', 'PR-EVENTS-ALTERED', STREAM, inPayload({ empty: null }), {
    when: OWN,
  }),
  lie('events-replay', 'one for true', 'PR-EVENTS-ALTERED', STREAM, inPayload({ yes: 1 }), { when: OWN }),
  lie('events-replay', 'a member more', 'PR-EVENTS-ALTERED', STREAM, inPayload({ seen: true }), {
    when: OWN,
  }),
  lie(
    'events-replay',
    'digits for a number',
    'PR-EVENTS-ALTERED',
    STREAM,
    (told) => {
      told.body = told.body.replace('"0012"', '12');
    },
    { when: OWN },
  ),
  lie(
    'events-replay',
    'a date put right',
    'PR-EVENTS-ALTERED',
    STREAM,
    (told) => {
      told.body = told.body.replace('2026-02-30', '2026-03-02');
    },
    { when: OWN },
  ),
  lie(
    'events-replay',
    'a payload wrapped',
    'PR-EVENTS-ALTERED',
    STREAM,
    (told) => {
      told.body = told.body.replace(/"payload":("[^"]*, a payload that is a text")/, '"payload":{"text":$1}');
    },
    { when: OWN },
  ),
  lie(
    'events-replay',
    'another correlation',
    'PR-EVENTS-ALTERED',
    STREAM,
    first((line) => ({ ...line, correlationId: 'x' })),
    { when: OWN },
  ),
  lie(
    'events-replay',
    'an error on top',
    'PR-EVENTS-ALTERED',
    STREAM,
    first((line) => ({ ...line, error: 'late' })),
    { when: OWN },
  ),
  lie(
    'events-replay',
    'under another name',
    'PR-STREAM-NAME',
    STREAM,
    first((line) => ({ ...line, name: 'example.other' })),
    { when: OWN },
  ),
  lie(
    'events-replay',
    'without an owner',
    'PR-STREAM-LINE',
    STREAM,
    first(({ identity_id: _, ...line }) => line),
    { when: OWN },
  ),
  lie(
    'events-replay',
    'an id with escapes',
    'PR-EVENTS-ORDER',
    STREAM,
    first((line) => ({ ...line, id: `${line.id}${ESCAPES}` })),
    { when: OWN },
  ),
  lie(
    'events-replay',
    'a key twice in a line',
    'PR-STREAM-LINE',
    STREAM,
    (told) => {
      told.body = told.body.replace('"payload":', '"payload":1,"payload":');
    },
    { when: OWN },
  ),
  lie(
    'events-replay',
    'cut off in a line',
    'PR-STREAM-CUT',
    STREAM,
    (told) => {
      told.body = told.body.trimEnd();
    },
    { when: OWN },
  ),
  lie(
    'events-replay',
    'JSON for a stream',
    'PR-ANSWER-TYPE',
    STREAM,
    (told) => {
      told.headers['content-type'] = 'application/json';
    },
    { when: OWN },
  ),
  lie(
    'events-replay',
    'the neighbour sees all',
    'PR-STREAM-FOREIGN',
    STREAM,
    events((all) => [
      ...all,
      { ...all[0], id: 'evt_0', identity_id: '00000000-0000-4000-8000-000000000001' },
    ]),
    { when: (asked) => OWN(asked) && bearerOf(asked)?.subject !== '00000000-0000-4000-8000-000000000001' },
  ),
  lie(
    'events-replay',
    'the neighbour sees nothing',
    'PR-EVENTS-ALTERED',
    STREAM,
    events(() => []),
    { when: (asked) => OWN(asked) && bearerOf(asked)?.subject !== '00000000-0000-4000-8000-000000000001' },
  ),
  lie(
    'events-replay',
    'accepted under another name',
    'PR-EVENTS-NOT-ACCEPTED',
    PUBLISH,
    set({ name: 'example.other' }),
    { method: 'POST' },
  ),
  lie('events-replay', 'accepted without an id', 'PR-EVENTS-ACCEPT-SHAPE', PUBLISH, without('id'), {
    method: 'POST',
  }),
  lie('events-replay', 'a wildcard of bus works', 'PR-EVENTS-OPEN', STREAM, pardon([]), {
    when: named('bus.*'),
  }),
  lie('events-replay', 'a wildcard may be published', 'PR-EVENTS-OPEN', PUBLISH, pardon({ accepted: true }), {
    when: saying('"example.*"'),
  }),
  lie('events-replay', 'protected names may be read', 'PR-EVENTS-OPEN', STREAM, pardon([]), {
    when: named('bus.usage.record.response'),
  }),
];
