import { BASE64_ANY, BYTE, WORD } from '../byte-classes.ts';
import { isOneTimeCode, namesPassword } from '../chosen-names.ts';
import { isSecretKeyName, keyNameWords } from '../key-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, isWorkingDirectory, looksChosen, looksRandom } from '../value-shape.ts';
import type { BareStyle } from './bare-value.ts';
import { decodePercent, decodeValue } from './decode-value.ts';
import { followsWord } from './key-place.ts';
import { beginsAsKey, isLetter, isPlainSecret, isReference, mayBeOwnName } from './plain-value.ts';
import { type Quote, skip, startsWith } from './quote.ts';
import type { Found } from './rule.ts';
import { type KeyedPlace, type ReadValue, styleOf, type ValuePlace } from './value-place.ts';

/** How often a window may be read again before a doubtful long value goes without being judged. */
const MOST_READINGS = 16;
const DOUBTFUL_LENGTH = 256;
/** A shorter value under a doubtful name does not look like a secret. */
const SHORTEST_RANDOM = 12;
const CODE =
  /^!{0,2}(?:this|self|process|os|req|request|config|cfg|opts|options|env|ctx|settings|params|args|props|state|user|body|res|response|event|secrets|vars|local|module|import|globalThis|window|data|input|inputs|github|steps|input|var|data|each|random_password|random_string|random_id|c|s|t|p|r|m|e|o|a|b|x)[.?[]|^[A-Za-z_$][\w$.]*\(|^(?:await|new|async|function|const|typeof)$/;
/** `str = Field(min_length=8)`. */
const TYPED_CALL = /^[A-Za-z_][\w.[\]]{0,60} ?= ?[A-Za-z_][\w.]{0,60}\([^"'`]*\)?$/;
/** `lu7Ft2(dDl6` is no call: digits on both sides, and nothing closes the bracket. */
const BRACKETED = /^[\w$]*\([^()]*\d[^()]*$|^[\w$]*\d[\w$]*\([^()]+$/;
const CODE_SIGN = /[.?[(]|^[a-z]{3,8}$/;
/** `readonly tokens: AuthTokens;`: a type and no value. */
const DECLARATION = /^[A-Z][A-Za-z]{1,60}(?:\[\]|<[A-Za-z<>, |]{1,80}>)?;$/;
/** `token: Token | null,` */
const UNION = /^[A-Za-z_$][\w$.]{0,60}(?:\[\])?(?: \| [A-Za-z_$][\w$.]{0,60}(?:\[\])?){1,6}[,;]?$/;
/** `token: must be at least 12 characters`: what a sentence goes on with, and no words that somebody chose. */
const CLAUSE =
  /^(?:present|absent|unset|(?:password|token|secret|key)s? (?:was|were|has|updated|changed|expired|rotated|created)|must|is|the|not|was|were|has|have|had|should|cannot|can|may|no|an?|unexpected|expected|failed|invalid|missing|unknown|too|does|did|could|would|will|and|or|of|for|to|from|in|with|without|this|that|these|please|already|only|use|see|your|you|we|it)(?: \(?[a-z0-9'-]{1,20}[,;:.]?\)?){1,20}$/i;
const PROSE = /^[a-z]{1,15}[.,;:!]?$/;

/** Adds a value that was found, unless it is a reference, a mask, a placeholder or a public default. */
export function addValue(place: KeyedPlace, whole: ValuePlace, found: Found): void {
  const { window, effort } = place;
  const value = window.bytes[whole.start] === BYTE.dollar ? withoutName(window, whole) : whole;
  const length = value.end - value.start;
  if (length <= 0) return;
  if (isPlainlySecret(place, value)) {
    add(place, value, undefined, found);
    return;
  }
  if (isReference(window.bytes, value.start, value.end)) {
    effort.spent += length;
    return;
  }
  if (isPlainlyNone(place, value)) {
    effort.spent += length;
    return;
  }
  const style = value.bare && value.quote === undefined ? (value.style ?? styleOf(place)) : undefined;
  const read = readValue(place, value, style);
  if (!isTired(place, length) && !isSecretValue(place, value, read, style)) {
    effort.spent += length;
    return;
  }
  add(place, value, read.decoded, found);
}

/** True when so many values were read and left in place that a long one goes without being judged. */
export function isTired({ effort, window }: KeyedPlace, length: number): boolean {
  return length > DOUBTFUL_LENGTH && effort.spent > MOST_READINGS * (window.end - window.start);
}

/** @param decoded undefined for a value that is what is written */
function add(place: KeyedPlace, value: ValuePlace, decoded: string | undefined, found: Found): void {
  const quote =
    value.bare && value.quote === undefined && place.binding.separator === 'colon'
      ? place.binding.keyQuote
      : undefined;
  found.add({
    start: value.start,
    end: value.end,
    contextStart: place.contextStart,
    rule: 'keyed-value',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value.findEnd === undefined ? decoded : undefined,
    isAsWritten: value.findEnd === undefined && decoded === undefined,
    quote: quote && spell(quote),
    findEnd: value.findEnd,
  });
}

/** Nothing of what {@link isSecretValue} asks can be true of a plain value, or only that which is asked here. */
function isPlainlySecret({ window, key, keyClass, binding }: KeyedPlace, value: ValuePlace): boolean {
  if (keyClass !== 'secret' || binding.isLoose === true) return false;
  if (value.bare && mayBeOwnName(window.bytes, key, value.start)) return false;
  // The part of an image's name or of an ARN.
  const before = key.start > window.start ? window.bytes[key.start - 1] : undefined;
  if (before === BYTE.slash || before === BYTE.colon) return false;
  return isPlainSecret(window.bytes, value.start, value.end);
}

/** A short word under a doubtful name; a number there may be a one-time code. */
function isPlainlyNone(place: KeyedPlace, { start, end }: ValuePlace): boolean {
  if (place.keyClass !== 'ambiguous' || end - start >= SHORTEST_RANDOM) return false;
  return isLetter(place.window.bytes[start] as number) && !endsInAuth(place);
}

/** Of `${X:-value}` the value alone goes: that there is a default is what support needs to see. */
function withoutName({ bytes }: TextWindow, value: ValuePlace): ValuePlace {
  if (bytes[value.start + 1] !== BYTE.openBrace || bytes[value.end - 1] !== BYTE.closeBrace) return value;
  let at = skip(bytes, value.start + 2, value.end, WORD, value.end);
  if (bytes[at] === BYTE.colon) at++;
  const isDefault = bytes[at] === BYTE.dash || bytes[at] === BYTE.equals;
  return isDefault ? { ...value, start: at + 1, end: value.end - 1 } : value;
}

/** Values of a log stand in it again and again: what was decoded and judged once is remembered. */
function readValue(place: KeyedPlace, value: ValuePlace, style: BareStyle | undefined): ReadValue {
  const { quote } = value;
  const isPercent = style === 'query' || (place.binding.separator === 'encoded' && quote === undefined);
  // The first byte of the mark tells how it is spelt.
  const first = quote === undefined ? 0 : (quote.spelling?.charCodeAt(0) ?? quote.byte);
  const variant = (isPercent ? 1 : 0) + 2 * first + 512 * (quote?.depth ?? 0);
  return place.effort.values.of(place.window.bytes, value.start, value.end, variant, (raw) => {
    const plain = decodeValue(raw, quote);
    const decoded = isPercent ? decodePercent(plain) : plain;
    const text = decoded.trim();
    return { decoded, isReadable: isReadableText(text), isCode: isCode(text) || isSmallNumber(text) };
  });
}

function isReadableText(text: string): boolean {
  if (isReadableValue(text)) return true;
  if ((text.endsWith(',') || text.endsWith(';')) && isReadableValue(text.slice(0, -1))) return true;
  return (
    text.startsWith('[REDACTED:') && /^(?:\[REDACTED:[a-z0-9:-]+\](?:[\s,;&]|\\[nr])*)+(?:@\S+)?$/.test(text)
  );
}

/** The mark as it has to be written to be of the same depth. */
function spell(quote: Quote): string {
  return quote.spelling ?? '\\'.repeat(quote.depth) + String.fromCharCode(quote.byte);
}

function isSecretValue(
  place: KeyedPlace,
  value: ValuePlace,
  { decoded, isReadable, isCode }: ReadValue,
  style: BareStyle | undefined,
): boolean {
  if (isReadable || (isCode && value.bare)) return false;
  const text = decoded.trim();
  if (text.startsWith('/') && isWorkingDirectory(nameOf(place), text)) return false;
  if (style === 'word' && isProse(place, text)) return false;
  if (isPlaceOfHelp(place, text) || isPublicName(place, text)) return false;
  if (isScope(place, text) || (value.bare && (isClause(text) || isOwnName(place, text)))) return false;
  if (place.binding.isLoose && !looksChosen(text, namesPassword(nameOf(place)))) return false;
  if (place.keyClass !== 'ambiguous') return true;
  if (place.keyClass === 'ambiguous' && isNameOfAnother(place, text)) return false;
  return (
    looksRandom(text, SHORTEST_RANDOM) ||
    isBasicPair(place, text) ||
    isOneTimeCode(nameOf(place), text, !value.bare)
  );
}

/** `--api-key KEY` in the help of a command. */
function isPlaceOfHelp({ binding }: KeyedPlace, text: string): boolean {
  return binding.separator === 'flag' && text.length <= 20 && /^[A-Z]+(?:[_-][A-Z]+)*$/.test(text);
}

/** `registry/auth:v1@sha256:…` is an image, and `arn:…:secret:name` the name of a secret. */
function isPublicName(place: KeyedPlace, text: string): boolean {
  const { window, key, binding } = place;
  if (binding.separator !== 'colon' || binding.spaced || binding.keyQuote !== undefined) return false;
  const before = key.start > window.start ? window.bytes[key.start - 1] : undefined;
  if (before === BYTE.slash)
    return place.keyClass === 'ambiguous'
      ? /^[\w.-]{1,128}(?:@sha256:[0-9a-f]{64})?$/.test(text)
      : IMAGE.test(text);
  if (before !== BYTE.colon) return false;
  const from = Math.max(window.start, key.start - LONGEST_ARN);
  return ARN.test(window.bytes.toString('latin1', from, key.start));
}

const LONGEST_ARN = 72;
const ARN = /arn:aws[a-z-]*:secretsmanager:[a-z0-9-]*:\d*:$/;
const IMAGE = /^[\w.-]{1,128}@sha256:[0-9a-f]{64}$/;

/** Most values hold no sign that code has. */
function isCode(text: string): boolean {
  if (text.startsWith('Test') && /^Test[A-Z]\w*(?: \(\d[\d.]*s\))?$/.test(text)) return true;
  if (text.endsWith(';') && DECLARATION.test(text)) return true;
  if (text.includes(' | ') && UNION.test(text)) return true;
  if (!CODE_SIGN.test(text) || BRACKETED.test(text)) return false;
  return (CODE.test(text) && !looksRandom(text, 10)) || TYPED_CALL.test(text);
}

function nameOf({ window, key }: KeyedPlace): string {
  return window.bytes.toString('latin1', key.start, key.end);
}

function isSmallNumber(text: string): boolean {
  return text.length < 4 && /^\d+$/.test(text);
}

function isClause(text: string): boolean {
  return text.length < 200 && text.includes(' ') && CLAUSE.test(text);
}

/** `access_token: accessToken` in a program: the variable is named as the key is. */
function isOwnName(place: KeyedPlace, text: string): boolean {
  if (
    !beginsAsKey(place.window.bytes, place.key, firstLetter(text)) ||
    text.length > 80 ||
    !/^[A-Za-z_]\w*$/.test(text)
  )
    return false;
  return bareName(text) === bareName(nameOf(place));
}

function firstLetter(text: string): number {
  let at = 0;
  while (text.charCodeAt(at) === BYTE.underscore) at++;
  return text.charCodeAt(at);
}

function bareName(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/** What a scope lets its holder do: `token:issue`, `secrets:read`. */
const VERBS = new Set(
  `read write issue admin list create revoke introspect exchange refresh delete update manage rotate verify mint sign
   view use get set all any own self grant validate check import export reset resolve watch run execute * **`.split(
    /\s+/,
  ),
);

function isScope(place: KeyedPlace, text: string): boolean {
  const { binding } = place;
  if (binding.separator !== 'colon' || binding.spaced || binding.keyQuote !== undefined) return false;
  // `session:token:bob` is the name of something in a store.
  const { window, key } = place;
  if (window.bytes[key.start - 1] === BYTE.colon && /^[a-z]{1,20}$/.test(text)) return true;
  return VERBS.has(text) && !/pass|pwd/i.test(nameOf(place));
}

/** `error: invalid token: expired`: a lower-case word after a key in a sentence. */
function isProse(place: KeyedPlace, text: string): boolean {
  if (place.binding.separator !== 'colon' || !place.binding.spaced || place.openedBy !== undefined)
    return false;
  if (!PROSE.test(text) || !followsWord(place.window, place.key.start)) return false;
  const last = keyNameWords(nameOf(place)).at(-1) ?? '';
  return !last.startsWith('pass') && last !== 'pwd';
}

/** `<add key="BusAuthHs256Secret" value="…"/>`: what a key is called is no secret. */
function isNameOfAnother(place: KeyedPlace, text: string): boolean {
  return (
    nameOf(place).toLowerCase() === 'key' && /^[A-Za-z][\w.-]{3,80}$/.test(text) && isSecretKeyName(text)
  );
}

/** The `auth` of a Docker configuration: base64 of `user:password`. */
function isBasicPair(place: KeyedPlace, text: string): boolean {
  if (!endsInAuth(place) || text.length < 8) return false;
  for (let i = 0; i < text.length; i++) if (BASE64_ANY[text.charCodeAt(i)] !== 1) return false;
  return /^[\x20-\x7e]{1,255}:[\x20-\x7e]+$/.test(
    Buffer.from(text.slice(0, 4096), 'base64').toString('latin1'),
  );
}

function endsInAuth({ window, key }: KeyedPlace): boolean {
  return key.end - key.start >= 4 && startsWith(window.bytes, key.end - 4, key.end, 'auth');
}
