import type { ReasonId } from '../../../src/reasons/catalog.ts';
import type { Asked, Lie, Told } from '../lying-gateway.ts';

/** A lie, and how it must be caught. */
export interface ToldLie extends Lie {
  readonly name: string;
  /** Check that must fail. */
  readonly check: string;
  readonly reason: ReasonId;
}

/** A JSON object whose members a lie may change. */
export type Json = Record<string, unknown>;
export type Tell = Lie['tell'];

/** An account that no proof has. */
export const STRANGER = '99999999-9999-4999-8999-999999999999';

/** Writes a lie down. */
export function lie(
  check: string,
  name: string,
  reason: ReasonId,
  path: string | RegExp,
  tell: Tell,
  more: Pick<Lie, 'method' | 'when' | 'instead'> = {},
): ToldLie {
  return { check, name, reason, path, tell, ...more };
}

/** Changes the JSON of a success. */
export function json(change: (value: Json, asked: Asked) => unknown): Tell {
  return (told, asked) => {
    if (told.status >= 300 || told.body === '') return;
    told.body = JSON.stringify(change(JSON.parse(told.body) as Json, asked));
  };
}

/** Sets members of the JSON of a success. */
export function set(members: Json): Tell {
  return json((value) => ({ ...value, ...members }));
}

/** Changes the list of a success: a bare one, or the first one inside an object. */
export function list(change: (entries: Json[]) => Json[]): Tell {
  return json((value) => {
    if (Array.isArray(value)) return change(value as Json[]);
    const [name, entries] = Object.entries(value).find(([, member]) => Array.isArray(member)) ?? [
      'items',
      [],
    ];
    return { ...value, [name]: change(entries as Json[]) };
  });
}

/** Changes the events of a stream. */
export function events(change: (lines: Json[], asked: Asked) => Json[]): Tell {
  return (told, asked) => {
    if (told.status !== 200) return;
    const lines = told.body.split('\n').filter(Boolean);
    const changed = change(
      lines.map((line) => JSON.parse(line) as Json),
      asked,
    );
    told.body = changed.map((line) => `${JSON.stringify(line)}\n`).join('');
  };
}

/** Answers with another status and the same body. */
export function status(code: number): Tell {
  return (told) => {
    told.status = code;
  };
}

/** Says yes with this body, whatever the truth is. */
export function yes(body: unknown): Tell {
  return (told: Told) => {
    told.status = 200;
    told.headers = { 'content-type': 'application/json' };
    told.body = JSON.stringify(body);
  };
}

/** Says yes only where the truth is a refusal. */
export function pardon(body: unknown): Tell {
  return (told, asked) => {
    if (told.status >= 400) yes(body)(told, asked);
  };
}

/** Without a token. */
export const noToken = (asked: Asked): boolean => !asked.token;

/** Only the request with this place, counted from 0, among those of its method and path. */
export const nth = (place: number) => (asked: Asked) => asked.nth === place;

/** Only requests whose body holds this text. */
export const saying = (text: string) => (asked: Asked) => asked.body.includes(text);

/** Only streams of this event name. */
export const named = (name: string) => (asked: Asked) => asked.query.get('name') === name;
