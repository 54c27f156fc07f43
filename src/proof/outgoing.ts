import { routeById } from '../contract/routes.ts';
import { Secret } from '../redact/secret.ts';
import type { CallJson, CallOptions, CallText } from './call.ts';
import { named, type ShownPart, shellWord, type Variable } from './shell-word.ts';
import type { WireRequest } from './wire.ts';

/** Variable that stands for the gateway's base URL in every shown command. */
export const BASE_URL_VARIABLE = 'BUS_BASE_URL';

/** A request in pieces: what is sent and what is shown are made from the same ones. */
export interface Outgoing {
  readonly method: string;
  /** Origin, path and query. */
  readonly url: readonly ShownPart[];
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: readonly ShownPart[]])[];
  readonly body?: readonly ShownPart[];
}

/** Marks a secret inside a JSON text until the text is split; private-use characters never stand in our own bodies. */
const HELD = /\u{E000}(\d+)\u{E001}/u;

/** Makes the request of a call. */
export function outgoing(gatewayUrl: string, call: CallOptions): Outgoing {
  const headers: [string, readonly ShownPart[]][] = [];
  if (call.token !== undefined) headers.push(['authorization', ['Bearer ', call.token]]);
  const body = bodyOf(call);
  if (body !== undefined) headers.push(['content-type', [call.contentType ?? 'application/json']]);
  for (const [name, value] of Object.entries(call.headers ?? {})) headers.push([name, [value]]);
  return { ...address(gatewayUrl, call), headers, ...(body === undefined ? {} : { body }) };
}

/** The request as it leaves, with its secrets. */
export function onTheWire(request: Outgoing): WireRequest {
  return {
    method: request.method,
    url: new URL(sent(request.url, encodeURIComponent)),
    headers: Object.fromEntries(request.headers.map(([name, value]) => [name, sent(value, String)])),
    ...(request.body === undefined ? {} : { body: sent(request.body, insideJsonString) }),
  };
}

/** The URL for a report: secrets and fresh values by name. */
export function shownUrl(request: Outgoing, variables: readonly Variable[]): string {
  const fresh = variables.filter(({ name }) => name !== BASE_URL_VARIABLE);
  return request.url
    .map((part) => {
      if (part instanceof Secret)
        return part.publicDefault ? encodeURIComponent(part.reveal()) : `$${part.name}`;
      return named(part, fresh);
    })
    .join('');
}

/**
 * The same call for a POSIX shell.
 * @param variables fresh values that are shown by name
 * @param preparation shell lines in front
 */
export function shownCommand(
  request: Outgoing,
  variables: readonly Variable[],
  preparation?: CallOptions['preparation'],
): string {
  const words = ['curl', '-sS'];
  if (request.method !== (request.body === undefined ? 'GET' : 'POST')) words.push('-X', request.method);
  for (const [name, value] of request.headers) {
    words.push('-H', shellWord([`${name}: `, ...value], variables));
  }
  if (request.body !== undefined) words.push('--data-raw', shellWord(request.body, variables));
  words.push(shellWord(request.url, variables));
  const before = preparation?.((text) => shellWord([text], variables));
  return (before === undefined ? '' : `${before}\n`) + words.join(' ');
}

function address(gatewayUrl: string, call: CallOptions): Pick<Outgoing, 'method' | 'url'> {
  const { base, method, path } = targetOf(gatewayUrl, call);
  const query = queryOf(call.query ?? {});
  const url: ShownPart[] = [base, ...filled(path, call.params ?? {})];
  if (query !== '') url.push(`?${query}`);
  return { method, url };
}

/** Colons stay readable: a query may hold them (RFC 3986, section 3.4). */
function queryOf(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value).replaceAll('%3A', ':')}`)
    .join('&');
}

function targetOf(gatewayUrl: string, call: CallOptions): { base: string; method: string; path: string } {
  if (typeof call.target !== 'string') return call.target;
  const { method, path } = routeById(call.target);
  return { base: gatewayUrl, method, path };
}

function filled(path: string, params: Readonly<Record<string, CallText>>): ShownPart[] {
  return path.split(/(\{[a-z_]+\})/).flatMap((piece): ShownPart[] => {
    if (!piece.startsWith('{')) return piece === '' ? [] : [piece];
    const value = params[piece.slice(1, -1)];
    if (value === undefined) throw new Error(`no value for ${piece} of ${path}`);
    return [value instanceof Secret ? value : encodeURIComponent(value)];
  });
}

function bodyOf(call: CallOptions): readonly ShownPart[] | undefined {
  if (call.rawBody !== undefined) return [call.rawBody];
  return call.body === undefined ? undefined : jsonParts(call.body);
}

function jsonParts(body: CallJson): readonly ShownPart[] {
  const held: Secret[] = [];
  const text = JSON.stringify(body, function hold(this: Record<string, unknown>, key, value: unknown) {
    // `value` has gone through Secret's toJSON already; the holder still has the secret itself.
    const original = this[key];
    if (!(original instanceof Secret)) return value;
    held.push(original);
    return `\u{E000}${held.length - 1}\u{E001}`;
  });
  return text.split(HELD).flatMap((piece, index): ShownPart[] => {
    if (index % 2 === 0) return piece === '' ? [] : [piece];
    const secret = held[Number(piece)];
    return secret === undefined ? [] : [secret];
  });
}

function sent(parts: readonly ShownPart[], encode: (secret: string) => string): string {
  return parts.map((part) => (part instanceof Secret ? encode(part.reveal()) : part)).join('');
}

function insideJsonString(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
