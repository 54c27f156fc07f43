import { ALNUM, BYTE, byteSet, DIGIT } from '../byte-classes.ts';
import { BytesCache } from '../bytes-cache.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue } from '../value-shape.ts';
import { startOfScheme } from './address-scheme.ts';
import { decodePercent } from './decode-value.ts';
import { isPlainSecret } from './plain-value.ts';
import { startsWith } from './quote.ts';
import type { Found, Rule } from './rule.ts';

/** Ends a URL in a text. An apostrophe or a bracket may be in a password; these may not. */
const DELIMITER = byteSet(' \t\r\n\f\v"<>`\\|');
const AUTHORITY_END = byteSet('/?#');
const HOST = byteSet('A-Za-z0-9.,:[]_-%');
/** Schemes whose addresses are written by hand with any password in them, slashes and question marks included. */
const STORE_SCHEME =
  /^(?:jdbc:)?(?:postgres(?:ql)?|pgx|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|valkeys?|amqps?|nats|kafka|clickhouse|mssql|sqlserver|oracle|cockroachdb|ldaps?|smtps?|memcached|cassandra|couchbase|neo4j|bolt|influxdb|mqtts?|stomp|tcp)(?:\+[a-z0-9]+)?$/i;
/** A user without password that is long is a token (`https://<token>@host`). */
const SHORTEST_TOKEN_USER = 20;

/** What is remembered of the address that was looked at last: `://` may stand many times in one word. */
interface AddressMemo {
  from: number;
  delimiter: number;
  lastAt: number;
  /** True for the scheme of a store. */
  readonly schemes: BytesCache<boolean>;
  readonly passwords: BytesCache<Password>;
}

interface Password {
  readonly decoded: string;
  readonly isReadable: boolean;
}

/** Passwords in addresses: up to the last `@` before a delimiter; scheme, user, host and database stay readable. */
export function urlCredentialsRule(): Rule {
  const caches = { schemes: new BytesCache<boolean>(), passwords: new BytesCache<Password>() };
  // An address that is percent-encoded inside of another ends elsewhere than the one around it.
  const plain: AddressMemo = { from: 0, delimiter: 0, lastAt: -1, ...caches };
  const inQuery: AddressMemo = { from: 0, delimiter: 0, lastAt: -1, ...caches };
  const read: ReadBack = { from: 0, to: -1 };
  return {
    id: 'url-credentials',
    anchors: [
      '://',
      '%3a%2f%2f',
      ':\\/\\/',
      '@tcp(',
      '@unix(',
      '%40tcp(',
      '%40tcp%28',
      '%40unix(',
      '%40unix%28',
    ],
    reset() {
      plain.from = plain.delimiter = inQuery.from = inQuery.delimiter = 0;
      read.to = -1;
    },
    inspect(window, start, end, anchor, found) {
      if (anchor >= 3) return inspectGoDsn(window, start, found, read);
      if (end < found.shapeEnd) return;
      const encoded = anchor === 1;
      const memo = encoded ? inQuery : plain;
      lookAhead(window, end, memo, encoded);
      if (memo.lastAt >= end) inspectAddress(window, start, end, memo, encoded, found);
    },
  };
}

function lookAhead(window: TextWindow, from: number, memo: AddressMemo, encoded: boolean): void {
  if (from >= memo.from && from < memo.delimiter && memo.delimiter > 0) return;
  const { bytes, end } = window;
  let i = from;
  let lastAt = -1;
  while (i < end && DELIMITER[bytes[i] as number] === 0) {
    if (encoded && bytes[i] === BYTE.ampersand) break;
    if (bytes[i] === BYTE.at) lastAt = i;
    if (encoded && bytes[i] === BYTE.percent && bytes[i + 1] === 0x34 && bytes[i + 2] === BYTE.zero)
      lastAt = i;
    i++;
  }
  memo.from = from;
  memo.delimiter = i;
  memo.lastAt = lastAt;
}

function inspectAddress(
  window: TextWindow,
  start: number,
  from: number,
  memo: AddressMemo,
  encoded: boolean,
  found: Found,
): void {
  const { bytes } = window;
  const schemeStart = startOfScheme(bytes, start, window.start);
  const isStore = memo.schemes.of(bytes, schemeStart, start, 0, isStoreScheme);
  const at = encoded ? memo.lastAt : userinfoEnd(window, isStore, from, memo);
  if (at === undefined) return;
  const colon = encoded ? indexOfEncodedColon(bytes, from, at) : indexOf(bytes, BYTE.colon, from, at);
  const passwordStart = colon === undefined ? tokenUser(from, at) : colon.next;
  if (passwordStart === undefined || passwordStart >= at) return;
  if (startsWith(bytes, from, at, '[redacted:')) return;
  const isAsWritten = isPlainSecret(bytes, passwordStart, at);
  const password = isAsWritten ? undefined : memo.passwords.of(bytes, passwordStart, at, 0, readPassword);
  if (password?.isReadable === true) return;
  const open = memo.delimiter === window.end && !window.complete;
  found.add({
    start: passwordStart,
    end: at,
    contextStart: schemeStart,
    rule: 'url-credentials',
    kind: 'url-password',
    layer: LAYER.shape,
    canonical: password?.decoded,
    isAsWritten,
    quote: undefined,
    // The last `@` may still come: cut before the address rather than inside of it.
    findEnd: open ? resumeAddress : undefined,
  });
}

function isStoreScheme(scheme: string): boolean {
  return STORE_SCHEME.test(scheme);
}

function readPassword(raw: string): Password {
  const decoded = decodePercent(raw);
  return { decoded, isReadable: isReadableValue(decoded) };
}

function resumeAddress(bytes: Buffer, from: number, end: number): number {
  for (let i = from; i < end; i++) if (DELIMITER[bytes[i] as number] === 1) return i;
  return -1;
}

/** Position of the `@` that ends user and password, or undefined when the address has none. */
function userinfoEnd(
  window: TextWindow,
  isStore: boolean,
  from: number,
  memo: AddressMemo,
): number | undefined {
  const { bytes } = window;
  let authorityEnd = from;
  while (authorityEnd < memo.delimiter && AUTHORITY_END[bytes[authorityEnd] as number] === 0) authorityEnd++;
  if (isStore) return lastHostMark(bytes, from, memo);
  const inAuthority = lastIndexOf(bytes, BYTE.at, from, authorityEnd);
  if (inAuthority !== undefined) return inAuthority;
  // `host:8080/path/@scope` has no user; `user:pa#ss@host` has.
  const colon = indexOf(bytes, BYTE.colon, from, authorityEnd);
  if (colon === undefined || isPort(bytes, colon.next, authorityEnd)) return undefined;
  return memo.lastAt;
}

/** In an address of a store the last `@` that a host follows, so that a parameter with an `@` does not count. */
function lastHostMark(bytes: Buffer, from: number, memo: AddressMemo): number | undefined {
  const last = memo.lastAt;
  let query = -1;
  for (let i = from; i < last; i++)
    if (bytes[i] === BYTE.question && isParameter(bytes, i + 1, last)) query = i;
  if (query < 0) return last;
  return lastIndexOf(bytes, BYTE.at, from, query) ?? last;
}

function isParameter(bytes: Buffer, from: number, end: number): boolean {
  let i = from;
  while (i < end && (ALNUM[bytes[i] as number] === 1 || bytes[i] === BYTE.underscore)) i++;
  return i > from && i < end && bytes[i] === BYTE.equals;
}

function isPort(bytes: Buffer, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    // A list of hosts (`a:1,b:2`) and a placeholder for the port are ports too.
    if (DIGIT[bytes[i] as number] === 0 && HOST[bytes[i] as number] === 0 && bytes[i] !== BYTE.dollar)
      return false;
    if (
      DIGIT[bytes[i] as number] === 0 &&
      i === from &&
      bytes[i] !== BYTE.dollar &&
      bytes[i] !== BYTE.openBracket
    )
      return false;
  }
  return end - from <= 5 || bytes[from] === BYTE.dollar;
}

function tokenUser(from: number, at: number): number | undefined {
  return at - from >= SHORTEST_TOKEN_USER ? from : undefined;
}

function indexOf(bytes: Buffer, byte: number, from: number, end: number): { next: number } | undefined {
  for (let i = from; i < end; i++) if (bytes[i] === byte) return { next: i + 1 };
  return undefined;
}

function indexOfEncodedColon(bytes: Buffer, from: number, end: number): { next: number } | undefined {
  for (let i = from; i + 2 < end; i++) {
    if (bytes[i] === BYTE.colon) return { next: i + 1 };
    if (bytes[i] === BYTE.percent && bytes[i + 1] === 0x33 && ((bytes[i + 2] as number) | 0x20) === 0x61)
      return { next: i + 3 };
  }
  return undefined;
}

function lastIndexOf(bytes: Buffer, byte: number, from: number, end: number): number | undefined {
  for (let i = end - 1; i >= from; i--) if (bytes[i] === byte) return i;
  return undefined;
}

/** Bytes before the last sign that hold no colon: they are not read again for the next one. */
interface ReadBack {
  from: number;
  to: number;
}

/** `user:password@tcp(host:3306)/db`, as Go's MySQL driver writes it. */
function inspectGoDsn(window: TextWindow, at: number, found: Found, read: ReadBack): void {
  const { bytes } = window;
  const limit = Math.max(window.start, at - 512);
  let start = at;
  // The signs of a query may be in the password, and stand before the user.
  let hasColon = false;
  for (; start > limit && DELIMITER[bytes[start - 1] as number] === 0; start--) {
    if (start === read.to && !hasColon) {
      start = Math.max(limit, read.from);
      break;
    }
    const byte = bytes[start - 1];
    if (hasColon && (byte === BYTE.equals || byte === BYTE.ampersand)) break;
    hasColon ||= byte === BYTE.colon || (byte === 0x33 && bytes[start - 2] === BYTE.percent);
  }
  if (!hasColon) {
    read.from = start;
    read.to = at;
    return;
  }
  const colon = indexOfEncodedColon(bytes, start, at);
  if (colon === undefined || colon.next >= at) return;
  const value = decodePercent(bytes.toString('utf8', colon.next, at));
  if (isReadableValue(value)) return;
  found.add({
    start: colon.next,
    end: at,
    contextStart: start,
    rule: 'url-credentials',
    kind: 'url-password',
    layer: LAYER.shape,
    canonical: value,
  });
}
