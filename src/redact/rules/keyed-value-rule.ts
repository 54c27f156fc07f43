import { BYTE, byteSet } from '../byte-classes.ts';
import { BytesCache } from '../bytes-cache.ts';
import { KeyNameMemo } from '../key-name-memo.ts';
import { isInnocentQualifier, isKeyQualifier } from '../key-names.ts';
import type { TextWindow } from '../spans.ts';
import { readBinding } from './binding.ts';
import { cookieSpans } from './cookie-values.ts';
import { endOfName, followsWord, type KeyPlace, quoteBeforeName, startOfName } from './key-place.ts';
import { readDefault, readKeyedValue } from './keyed-value.ts';
import { looseValue } from './loose-value.ts';
import { addPlainBinding } from './plain-binding.ts';
import { indexOfByte, startsWith } from './quote.ts';
import type { Found, Rule } from './rule.ts';
import { standsInSentence } from './sentence.ts';
import { singleColumn } from './single-column.ts';
import { type TableMemo, tableColumns } from './table-columns.ts';
import type { Effort, KeyedPlace } from './value-place.ts';

/** Words that a secret key's name holds. Most places where they stand are sentences, so that the first look is short. */
const KEY_WORDS = [
  'token',
  'secret',
  'passw',
  'passphrase',
  'passcode',
  'pass',
  'pwd',
  'credential',
  'creds',
  'key',
  'auth',
  'jwt',
  'cookie',
  'otp',
  'bearer',
  'signature',
  'sig',
  'hmac',
  'salt',
  'seed',
  'mnemonic',
  'session',
  'sid',
  'webhook',
  'psk',
  '_pw',
  'pw=',
  'pw:',
  'verifier',
  'assertion',
  'license',
  'private',
  'code=',
  'code"',
  'pin=',
  'pin:',
  'pin"',
  'otp_code',
  'sms_code',
  'mfa_code',
  'login_code',
  'recovery_code',
  'verification_code',
  'device_code',
  'auth_code',
  'requirepass',
  'samlresponse',
  'samlart',
  'kennwort',
  'salasana',
  'contrasena',
  'senha',
  'wachtwoord',
] as const;

const OPENING = 0x28;
const CLOSING = 0x29;
/** Bytes that may follow a key's name; after any other the word stands in a sentence. */
const AFTER_NAME = byteSet('"\'`\\:=%[]}<>( \t,?+&!*;|\x1b\r\n');

/** Values that are known by the name of their key. */
export function keyedValueRule(): Rule {
  const names = new KeyNameMemo();
  let namesTo = -1;
  const effort: Effort = {
    spent: 0,
    run: { alphabet: undefined, from: 0, to: -1 },
    values: new BytesCache(),
  };
  const table: TableMemo = { readTo: -1 };

  return {
    id: 'keyed-value',
    anchors: KEY_WORDS,
    findsKeyWords: true,
    reset() {
      namesTo = -1;
      effort.spent = 0;
      effort.run.to = -1;
      table.readTo = -1;
    },
    inspect(window, hitStart, hitEnd, anchor, found) {
      // One name holds several key words (`secret_token_key`), and a value that goes anyway holds names.
      if (hitStart < namesTo || hitStart < found.coveredTo) return;
      const wordEnd = WITH_SIGN.has(anchor) ? hitEnd - 1 : hitEnd;
      const end = endOfName(window.bytes, wordEnd, window.end);
      namesTo = end;
      if (end < window.end && !mayBindValue(window.bytes, hitStart, end)) return;
      const place = startOfName(window, hitStart);
      if (place === undefined || place.start >= end) return;
      namesTo = Math.max(
        namesTo,
        inspectKey(window, { start: place.start, end, flag: place.flag }, names, found, effort, table),
      );
    },
  };
}

/** Any other byte behind the name binds nothing. */
function mayBindValue(bytes: Buffer, hitStart: number, nameEnd: number): boolean {
  const next = bytes[nameEnd] as number;
  // `${API_TOKEN-${OTHER}}`: the sign of a default may stand in a name.
  if (next === BYTE.dollar) return bytes[nameEnd - 1] === BYTE.dash;
  // `Key (token)=(…) already exists.`
  if (next === CLOSING) return bytes[nameEnd + 1] === BYTE.equals && bytes[nameEnd + 2] === OPENING;
  if (AFTER_NAME[next] === 0) return false;
  // A name of several words (`HMAC_KEY`, `AuthToken`) is no word of a sentence.
  return (
    next !== BYTE.space || joinsWords(bytes, hitStart, nameEnd) || !standsInSentence(bytes, hitStart, nameEnd)
  );
}

function joinsWords(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number;
    if (
      byte === BYTE.underscore ||
      (i > from && byte <= 0x5a && byte >= 0x41 && (bytes[i - 1] as number) >= 0x61)
    )
      return true;
  }
  return false;
}

/** Key words that end in the sign behind the name. */
const WITH_SIGN: ReadonlySet<number> = new Set(
  KEY_WORDS.flatMap((word, anchor) => (/[=:"]$/.test(word) ? [anchor] : [])),
);

/** @returns the position up to which other names need no look, or -1 */
function inspectKey(
  window: TextWindow,
  whole: KeyPlace,
  names: KeyNameMemo,
  found: Found,
  effort: Effort,
  table: TableMemo,
): number {
  const key = withoutDefault(window, whole);
  // The name is judged first: most names are innocent, and reading on is dearer than looking them up.
  const named = names.classOf(window.bytes, key.start, key.end);
  if (named === 'innocent' || named === 'address') return -1;
  if (named === 'secret' && addPlainBinding(window, key, found)) return -1;
  const qualifier = named === 'ambiguous' ? wordBeforeKey(window, key) : '';
  if (qualifier !== '' && isInnocentQualifier(qualifier)) return -1;
  const keyClass = qualifier !== '' && isKeyQualifier(qualifier) ? 'secret' : named;
  const openedBy = quoteBeforeName(window, startOfDashes(window, key));
  const contextStart = key.start - (openedBy?.length ?? 0);
  if (isReferenceName(window, key)) {
    const after = readDefault({ window, key, openedBy, contextStart, keyClass, effort }, found);
    if (after !== undefined) return after;
  }
  const binding = readBinding(window, key, openedBy);
  if (binding === undefined) {
    if (keyClass === 'secret' && !isBearer(window, key)) looseValue(window, key, found, effort.run);
    tableColumns(window, key, found, table);
    if (keyClass === 'secret') singleColumn(window, key, found);
    return -1;
  }
  const place: KeyedPlace = { window, key, openedBy, binding, contextStart, keyClass, effort };
  if (keyClass === 'cookie') return cookieSpans(place, found);
  if (keyClass !== 'authorization') readKeyedValue(place, found);
  return -1;
}

/** `"--token=…"`: the mark that opens the argument stands before the dashes. */
function startOfDashes({ bytes, start }: TextWindow, key: KeyPlace): number {
  let at = key.start;
  while (key.flag && at > start && bytes[at - 1] === BYTE.dash) at--;
  return at;
}

/** `${` stands before the name. */
function isReferenceName({ bytes, start }: TextWindow, key: KeyPlace): boolean {
  if (bytes[key.start - 1] !== BYTE.openBrace) return false;
  return key.start >= start + 2 && bytes[key.start - 2] === BYTE.dollar;
}

/** In `${DB_PASSWORD-value}` the dash is none of the name. */
function withoutDefault(window: TextWindow, key: KeyPlace): KeyPlace {
  if (!isReferenceName(window, key)) return key;
  const { bytes } = window;
  const dash = indexOfByte(bytes, BYTE.dash, key.start + 1, key.end);
  return dash > 0 ? { ...key, end: dash } : key;
}

/** `cache key: …` and `api key: …`: the word before `key` tells what it opens; empty without one. */
function wordBeforeKey(window: TextWindow, key: KeyPlace): string {
  if (key.end - key.start !== 3 || !followsWord(window, key.start)) return '';
  const text = window.bytes.toString('latin1', Math.max(window.start, key.start - 24), key.start - 1);
  return /[a-z0-9]+$/i.exec(text)?.[0].toLowerCase() ?? '';
}

/** `Bearer` has a rule of its own. */
function isBearer(window: TextWindow, key: KeyPlace): boolean {
  return key.end - key.start === 6 && startsWith(window.bytes, key.start, key.end, 'bearer');
}
