import type { ReasonId } from '../../../src/reasons/catalog.ts';
import type { Asked, Lie, Told } from '../lying-gateway.ts';

/** A lie, and how it must be caught. */
export interface ToldLie extends Lie {
  readonly name: string;
  /** Check that must fail. */
  readonly check: string;
  readonly reason: ReasonId;
  /** How the check ends; it fails unless stated. A required check that is skipped is no green run either. */
  readonly verdict?: 'SKIP';
  /** True for one that is caught because something never comes, where its reason does not say so. */
  readonly silent?: true;
}

/** A JSON object whose members a lie may change. */
export type Json = Record<string, unknown>;
export type Tell = Lie['tell'];

/** An account that no proof has. */
export const STRANGER = '99999999-9999-4999-8999-999999999999';

/** What stands in the text of every lie that attacks a terminal: clear, red, bell, bold as one byte, right to left. */
export const ESCAPES = '\u001b[2J\u001b[31m\u0007\u009b1m\u202e';

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

/** Name of a lie on a command line, e.g. `models/an-empty-list`. */
export function idOf({ check, name }: ToldLie): string {
  const word = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `${check}/${word.replaceAll(/^-|-$/g, '')}`;
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

/** Leaves a member out of the JSON of a success. */
export function without(member: string): Tell {
  return json(({ [member]: _, ...rest }) => rest);
}

/** Changes the list of a success: a bare one, or the first one inside an object. */
export function list(change: (entries: Json[], asked: Asked) => Json[]): Tell {
  return json((value, asked) => {
    if (Array.isArray(value)) return change(value as Json[], asked);
    const [name, entries] = Object.entries(value).find(([, member]) => Array.isArray(member)) ?? [
      'items',
      [],
    ];
    return { ...value, [name]: change(entries as Json[], asked) };
  });
}

/** Changes every text of the JSON of a success, wherever it stands. */
export function texts(change: (text: string) => string): Tell {
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return change(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, deep(member)]));
  };
  return json(deep);
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

/** Changes the payload of every event of a stream. */
export function payload(change: Json): (lines: Json[]) => Json[] {
  return (lines) => lines.map((line) => ({ ...line, payload: { ...(line.payload as Json), ...change } }));
}

/** Every event twice. */
export const twice = (lines: Json[]): Json[] => lines.flatMap((line) => [line, line]);

/** No events. */
export const none = (): Json[] => [];

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

/** Answers with a page. */
export function page(body: string): Tell {
  return (told) => {
    told.headers = { 'content-type': 'text/html' };
    told.body = body;
  };
}

/** Without a token. */
export const noToken = (asked: Asked): boolean => !asked.token;

/** Only the request with this place, counted from 0, among those of its method and path. */
export const nth = (place: number) => (asked: Asked) => asked.nth === place;

/** From the request with this place on. */
export const since = (place: number) => (asked: Asked) => asked.nth >= place;

/** Only requests whose body holds this text. */
export const saying = (text: string) => (asked: Asked) => asked.body.includes(text);

/** Only streams of this event name. */
export const named = (name: string) => (asked: Asked) => asked.query.get('name') === name;
