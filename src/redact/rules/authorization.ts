import { BASE64, BEARER, BLANK, BYTE, byteSet, LINE_END } from '../byte-classes.ts';
import { type FindEnd, LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksRandom } from '../value-shape.ts';
import { endOfBare } from './bare-value.ts';
import { readBinding } from './binding.ts';
import { beginsToken, endOfRun, runText } from './boundary.ts';
import { decodeValue } from './decode-value.ts';
import { beginsLine, endOfName, quoteBeforeName, startOfName } from './key-place.ts';
import { quoteAt, skip, startsWith } from './quote.ts';
import type { Found, Rule } from './rule.ts';
import { closesKey, quotedValue } from './value-place.ts';

const SCHEME_NAME = byteSet('A-Za-z0-9-');
/** Schemes with one token after them; all others go to the end of the header. */
const ONE_TOKEN =
  /^(?:bearer|basic|token|negotiate|ntlm|apikey|api-key|jwt|key|dpop|splunk|genie[kK]ey|bot)$/i;
const SCHEME = /^[A-Za-z][A-Za-z0-9-]{1,30}$/;
/** `authorization=none auth_mode=local`: a setting, and no scheme. */
const NO_SCHEME =
  /^(?:none|null|nil|undefined|true|false|enabled|disabled|on|off|optional|required|present|absent|missing|set|unset)$/i;

/** `Authorization`: everything after the scheme, whatever the scheme; the scheme stays readable. */
export function authorizationRule(): Rule {
  return {
    id: 'authorization',
    anchors: ['authorization'],
    inspect(window, start, end, _anchor, found) {
      if (start >= found.coveredTo) inspectHeader(window, start, end, found);
    },
  };
}

function inspectHeader(window: TextWindow, hitStart: number, hitEnd: number, found: Found): void {
  const nameEnd = endOfName(window.bytes, hitEnd, window.end);
  const place = startOfName(window, hitStart);
  if (place === undefined || nameEnd !== hitEnd) return;
  const key = { ...place, end: nameEnd };
  const openedBy = quoteBeforeName(window, key.start);
  const binding = readBinding(window, key, openedBy);
  if (binding === undefined || binding.valueAt >= window.end) return;
  const first = window.bytes[binding.valueAt];
  if (startsWith(window.bytes, binding.valueAt, window.end, '[redacted:')) return;
  // An object's members have names of their own.
  if (first === BYTE.openBrace && binding.keyQuote !== undefined) return;
  const list = first === BYTE.openBracket ? 1 : 0;
  const at = binding.valueAt + list;
  const quote = quoteAt(window.bytes, at, window.end);
  const isEnclosed = openedBy !== undefined && binding.keyQuote === undefined;
  const contextStart = key.start - (openedBy?.length ?? 0);
  if (quote !== undefined && closesKey({ openedBy, binding }, quote)) return;
  if (quote !== undefined) {
    const value = quotedValue(window, at, quote);
    addCredentials(window, { ...value, contextStart, whole: true }, found);
  } else if (isEnclosed) {
    const whole = quotedValue(window, key.start - openedBy.length, openedBy);
    addCredentials(window, { ...whole, start: at, contextStart, whole: true }, found);
  } else {
    const toLineEnd = beginsLine(window, key.start);
    const end = toLineEnd || !hasOneToken(window, at) ? endOfHeader(window, at) : endOfTokens(window, at);
    addCredentials(window, { start: at, end, quote: undefined, contextStart, whole: toLineEnd }, found);
  }
}

interface Credentials {
  readonly start: number;
  readonly end: number;
  readonly quote: Parameters<typeof decodeValue>[1];
  readonly contextStart: number;
  readonly whole: boolean;
  readonly findEnd?: FindEnd;
}

function addCredentials(window: TextWindow, value: Credentials, found: Found): void {
  const { bytes } = window;
  const schemeEnd = skip(bytes, value.start, value.end, SCHEME_NAME, 32);
  const scheme = bytes.toString('latin1', value.start, schemeEnd);
  const tokenStart = skip(bytes, schemeEnd, value.end, BLANK);
  const hasScheme = tokenStart > schemeEnd && tokenStart < value.end && SCHEME.test(scheme);
  if (hasScheme && NO_SCHEME.test(scheme)) return;
  const start = hasScheme ? tokenStart : value.start;
  const text = decodeValue(bytes.toString('utf8', start, value.end), value.quote).trimEnd();
  if (text === '' || isReadableValue(text)) return;
  if (!hasScheme && /^[A-Za-z]{1,20}$/.test(text) && !value.whole) return;
  const open = value.findEnd ?? (value.end === window.end && !window.complete ? resumeHeader : undefined);
  found.add({
    start,
    end: value.end,
    contextStart: value.contextStart,
    rule: 'authorization',
    kind: 'authorization',
    layer: LAYER.key,
    canonical: /^basic$/i.test(scheme) && hasScheme ? Buffer.from(text, 'base64').toString('utf8') : text,
    quote: undefined,
    findEnd: open,
  });
}

function hasOneToken(window: TextWindow, at: number): boolean {
  const schemeEnd = skip(window.bytes, at, window.end, SCHEME_NAME, 32);
  const scheme = window.bytes.toString('latin1', at, schemeEnd);
  return ONE_TOKEN.test(scheme) || BLANK[window.bytes[schemeEnd] ?? 0] === 0;
}

/** Scheme, blank and one token. */
function endOfTokens(window: TextWindow, at: number): number {
  const { bytes, end } = window;
  const first = endOfBare(bytes, at, end, 'word');
  if (first >= end || BLANK[bytes[first] as number] === 0) return first;
  if (!ONE_TOKEN.test(bytes.toString('latin1', at, Math.min(first, at + 40)))) return first;
  return endOfBare(bytes, skip(bytes, first, end, BLANK), end, 'word');
}

const HEADER_END = byteSet('\r\n"\'`\\');

function endOfHeader(window: TextWindow, at: number): number {
  const stop = resumeLine(window.bytes, at, window.end);
  let end = stop < 0 ? window.end : stop;
  while (end > at && BLANK[window.bytes[end - 1] as number] === 1) end--;
  return end;
}

function resumeLine(bytes: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) if (LINE_END[bytes[i] as number] === 1) return i;
  return -1;
}

function resumeHeader(bytes: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) if (HEADER_END[bytes[i] as number] === 1) return i;
  return -1;
}

/** `Bearer …` and `Basic …` wherever they stand, without a header's name. */
export function bearerRule(): Rule {
  return {
    id: 'bearer',
    anchors: ['bearer ', 'basic ', 'bearer%20', 'basic%20', 'bearer+', 'bearer:'],
    inspect(window, start, end, anchor, found) {
      if (start >= found.coveredTo) inspectBearer(window, start, end, anchor % 2 === 1 && anchor < 4, found);
    },
  };
}

/** Shorter words behind a scheme are looked at no further. */
const SHORTEST_CREDENTIALS = 6;

function inspectBearer(window: TextWindow, start: number, end: number, isBasic: boolean, found: Found): void {
  const { bytes } = window;
  if (!beginsToken(bytes, start, window.start)) return;
  const from = skip(bytes, end, window.end, BLANK, 8);
  const stop = endOfRun(bytes, from, window.end, isBasic ? BASE64 : BEARER);
  const isOpen = stop === window.end && !window.complete;
  const valueEnd = isOpen ? stop : withoutPunctuation(bytes, from, stop);
  if (!isOpen && valueEnd - from < SHORTEST_CREDENTIALS) return;
  const token = runText(bytes, from, valueEnd);
  if (!isOpen && !(isBasic ? isPair(token) : isBearer(token))) return;
  if (isTypeOfToken(bytes, start, token)) return;
  found.add({
    start: from,
    end: valueEnd,
    contextStart: start,
    rule: isBasic ? 'basic-auth' : 'bearer',
    kind: isBasic ? 'basic' : 'bearer',
    layer: LAYER.shape,
    canonical: isBasic ? Buffer.from(token, 'base64').toString('utf8') : token,
    quote: undefined,
    findEnd: isOpen ? resumeBearer : undefined,
  });
}

const PARAMETER = /^[a-z][a-z_]{1,30}=[A-Za-z0-9]/;
const TYPE_OF_TOKEN = /token_?type["']?[=:]["']?$/i;
const LONGEST_TYPE_OF_TOKEN = 16;

/** `token_type=Bearer expires_in=3600`: what the token is, and the next parameter. */
function isTypeOfToken(bytes: Buffer, start: number, token: string): boolean {
  if (!PARAMETER.test(token)) return false;
  return TYPE_OF_TOKEN.test(bytes.toString('latin1', Math.max(0, start - LONGEST_TYPE_OF_TOKEN), start));
}

function withoutPunctuation(bytes: Buffer, from: number, end: number): number {
  let i = end;
  while (i > from && (bytes[i - 1] === BYTE.dot || bytes[i - 1] === BYTE.colon)) i--;
  return i;
}

function resumeBearer(bytes: Buffer, from: number, end: number): number {
  const at = endOfRun(bytes, from, end, BEARER);
  return at < end ? at : -1;
}

function isBearer(token: string): boolean {
  if (token.length < 8 || isReadableValue(token)) return false;
  return /\d/.test(token)
    ? /[A-Za-z]/.test(token) || token.length >= 16
    : token.length >= 20 || looksRandom(token, 10);
}

function isPair(token: string): boolean {
  if (token.length < 6) return false;
  return /^[^\s:\x00-\x1f]{0,255}:[\x20-\x7e\x80-\xff]+$/.test(
    Buffer.from(token, 'base64').toString('latin1'),
  );
}
