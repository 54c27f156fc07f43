import { ALPHABETS, type RunReader } from './leak-alphabets.ts';

/**
 * Reads the rest of a shape.
 * @param at the place behind its needle
 * @returns where the shape ends, or undefined when it is none
 */
export type ShapeReader = (text: RunReader, at: number) => number | undefined;

const { alphanumeric, dashed, dotted, plus, bearer, user, password, host, label, digit, upper, lower } =
  ALPHABETS;

const DOT = 0x2e;
const SLASH = 0x2f;
const COLON = 0x3a;
const AT = 0x40;
const DASH = 0x2d;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Header, payload and signature of a JSON web token; header and payload begin with `{"`, which is `eyJ` in base64. */
export function jwtEnd(text: RunReader, at: number): number | undefined {
  const header = text.endOf(dashed, at);
  if (header - at < 10 || text.bytes[header] !== DOT || !startsWith(text.bytes, header + 1, 'eyJ')) return;
  const payload = text.endOf(dashed, header + 4);
  if (payload - header < 8 || text.bytes[payload] !== DOT) return;
  return text.endOf(dashed, payload + 1);
}

/** Two runs with a dot between them: `SG.` 22 letters `.` 43 letters. */
export function sendgridEnd(text: RunReader, at: number): number | undefined {
  const first = text.endOf(dashed, at);
  if (first - at < 20 || first - at > 24 || text.bytes[first] !== DOT) return;
  const second = text.endOf(dashed, first + 1);
  return second - first > 40 ? second : undefined;
}

/** `T…/B…/…` */
export function hookEnd(text: RunReader, at: number): number | undefined {
  const team = text.endOf(alphanumeric, at);
  const bot = text.endOf(alphanumeric, team + 1);
  const end = text.endOf(alphanumeric, bot + 1);
  const { bytes } = text;
  const isHook =
    bytes[at] === 0x54 && bytes[team] === SLASH && bytes[team + 1] === 0x42 && bytes[bot] === SLASH;
  return isHook && team - at > 6 && bot - team > 7 && end - bot > 16 ? end : undefined;
}

/** Letters of a PEM label, letters of a key that make it one, and white space between the two. */
const LONGEST_LABEL = 62;
const LEAST_KEY = 16;
const MOST_SPACE = 32;
const HEADERS = ['Proc-Type: ', 'Version: ', 'Comment: '];

/** A label with the words PRIVATE KEY, five dashes, and the beginning of a key, or of the headers before it. */
export function privateKeyEnd(text: RunReader, at: number): number | undefined {
  const { bytes } = text;
  let end = at;
  while (end - at < LONGEST_LABEL && label[bytes[end] as number] === 1) end++;
  if (bytes[end] !== DASH || !holds(bytes, at, end, 'PRIVATE KEY')) return;
  if (!startsWith(bytes, end, '-----')) return;
  let body = end + 5;
  while (body - end < MOST_SPACE && spaceAt(bytes, body) > 0) body += spaceAt(bytes, body);
  for (const header of HEADERS) if (startsWith(bytes, body, header)) return body;
  const key = text.endOf(plus, body);
  return key - body >= LEAST_KEY ? key : undefined;
}

/** Bytes of white space at a place, also of a line break that is written `\n`, behind however many backslashes. */
function spaceAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === SPACE || (byte !== undefined && byte >= 0x09 && byte <= 0x0d)) return 1;
  let letter = at;
  while (letter - at < 8 && bytes[letter] === BACKSLASH) letter++;
  return letter > at && (bytes[letter] === 0x6e || bytes[letter] === 0x72) ? letter + 1 - at : 0;
}

const LONGEST_USER = 64;
const SHORTEST_PASSWORD = 6;
const LONGEST_PASSWORD = 128;
/** What a reference to a value, or a mark in its place, begins with. */
const NO_PASSWORD = new Set(Buffer.from('$*<{['));

/** `user:password@host` behind `://`. */
export function urlPasswordEnd({ bytes }: RunReader, at: number): number | undefined {
  let colon = at;
  while (colon - at < LONGEST_USER && user[bytes[colon] as number] === 1) colon++;
  if (bytes[colon] !== COLON || NO_PASSWORD.has(bytes[colon + 1] ?? 0)) return;
  let end = colon + 1;
  while (end - colon <= LONGEST_PASSWORD && password[bytes[end] as number] === 1) end++;
  if (end - colon <= SHORTEST_PASSWORD || bytes[end] !== AT) return;
  return host[bytes[end + 1] as number] === 1 ? end : undefined;
}

const SHORTEST_BEARER = 32;

/** The token of an Authorization header. */
export function bearerEnd(text: RunReader, at: number): number | undefined {
  let start = at;
  while (text.bytes[start] === SPACE) start++;
  const end = text.endOf(bearer, start);
  return end - start >= SHORTEST_BEARER ? end : undefined;
}

const LEAST_ACCESS = 40;
/** Letters and digits of a token that stand together; a name with dashes has no such word of all three kinds. */
const LEAST_TOGETHER = 12;

/** `at-` and a random token: what begins so may also be a name with dashes. */
export function accessTokenEnd(text: RunReader, at: number): number | undefined {
  const end = text.endOf(dotted, at);
  if (end - at < LEAST_ACCESS) return;
  for (let from = at; from < end; ) {
    const to = text.endOf(alphanumeric, from);
    if (to - from >= LEAST_TOGETHER && [digit, upper, lower].every((kind) => text.has(kind, from, to)))
      return end;
    from = Math.max(to, from) + 1;
  }
  return;
}

const AWS_SECRET = 40;
const BETWEEN = new Set(Buffer.from(' \t"\':=\\,'));
const MOST_BETWEEN = 12;

/** The secret half of an AWS key behind its name: forty letters, no more and no fewer. */
export function awsSecretEnd(text: RunReader, at: number): number | undefined {
  let start = at;
  while (start - at < MOST_BETWEEN && BETWEEN.has(text.bytes[start] ?? 0)) start++;
  const end = text.endOf(plus, start);
  if (start === at || end - start !== AWS_SECRET) return;
  return [digit, upper, lower].every((kind) => text.has(kind, start, end)) ? end : undefined;
}

const LEAST_AUTH = 12;
const MOST_AUTH = 400;

/** `"auth": "…"` of a Docker configuration: user, colon and password in base64. */
export function registryAuthEnd(text: RunReader, at: number): number | undefined {
  let start = at;
  while (start - at < 4 && (text.bytes[start] === COLON || text.bytes[start] === SPACE)) start++;
  if (start === at || text.bytes[start] !== QUOTE) return;
  const end = text.endOf(plus, start + 1);
  if (end - start < LEAST_AUTH || end - start > MOST_AUTH) return;
  const pair = Buffer.from(text.bytes.toString('latin1', start + 1, end), 'base64').toString('latin1');
  return /^[\x20-\x7e]{1,100}:[\x20-\x7e]{6,}$/.test(pair) ? end : undefined;
}

function startsWith(bytes: Buffer, at: number, letters: string): boolean {
  for (let i = 0; i < letters.length; i++) if (bytes[at + i] !== letters.charCodeAt(i)) return false;
  return true;
}

function holds(bytes: Buffer, from: number, to: number, letters: string): boolean {
  for (let at = from; at + letters.length <= to; at++) if (startsWith(bytes, at, letters)) return true;
  return false;
}
