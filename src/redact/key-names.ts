import {
  ADDRESS_OWNERS,
  CODE_OWNERS,
  INNOCENT_ENDINGS,
  INNOCENT_QUALIFIERS,
  KEY_QUALIFIERS,
  QUALIFIERS,
  SECRET_TAILS,
  SECRET_WORDS,
  TOKEN_OWNERS,
} from './key-name-words.ts';

/**
 * What the name of a key says about its value.
 * - `innocent`: nothing secret, whatever words are in it (`token_count`, `key_id`, `password_reset_enabled`)
 * - `secret`: the whole value
 * - `address`: a connection string or URL whose credentials are secret and whose rest is not (`DATABASE_URL`, `DSN`)
 * - `cookie`: the values of the cookies, not their names
 * - `authorization`: what follows the scheme
 * - `webhook`: a URL whose path is a capability
 * - `ambiguous`: a name like `STRIPE_KEY` or `auth`: secret when the value looks like one
 */
export type KeyNameClass =
  | 'innocent'
  | 'secret'
  | 'address'
  | 'cookie'
  | 'authorization'
  | 'webhook'
  | 'ambiguous';

/** Header and key names without a border that mean something only as a whole. */
export const WHOLE_NAMES: ReadonlyMap<string, KeyNameClass> = new Map([
  ['auth', 'ambiguous'],
  ['key', 'ambiguous'],
  ['token', 'secret'],
  // A number of them, or a list of them.
  ['tokens', 'ambiguous'],
  ['samlresponse', 'secret'],
  ['samlart', 'secret'],
  // Compose and Kubernetes list secrets by their names.
  ['secrets', 'ambiguous'],
  ['pass', 'secret'],
  ['sid', 'ambiguous'],
  ['session', 'ambiguous'],
  ['connect.sid', 'secret'],
  ['seed', 'ambiguous'],
  ['salt', 'ambiguous'],
  ['code', 'ambiguous'],
  ['pin', 'ambiguous'],
  ['pin_code', 'ambiguous'],
  ['pincode', 'ambiguous'],
  ['bearer', 'secret'],
  ['redis_auth', 'secret'],
  ['rediscli_auth', 'secret'],
  ['netrc', 'innocent'],
  ['password_reset', 'innocent'],
  ['dsn', 'address'],
]);

/**
 * Splits a key's name into lower-case words: camel case, snake case, dashes and dots are borders.
 * `BUS_AUTH_POSTGRES_DSN` gives bus, auth, postgres, dsn; `accessTokenTTL` gives access, token, ttl.
 */
export function keyNameWords(name: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (let i = 0; i <= name.length; i++) {
    const kind = letterKind(name.charCodeAt(i));
    if (kind === BORDER || (kind === UPPER && i > start && beginsWord(name, i))) {
      if (i > start) found.push(name.slice(start, i).toLowerCase());
      start = kind === BORDER ? i + 1 : i;
    }
  }
  return found;
}

const BORDER = 0;
const UPPER = 2;

function letterKind(code: number): number {
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39)) return 1;
  return code >= 0x41 && code <= 0x5a ? UPPER : BORDER;
}

/** `accessToken` and `HTTPServer`: an upper-case letter after a lower-case one, or before one. */
function beginsWord(name: string, at: number): boolean {
  if (letterKind(name.charCodeAt(at - 1)) !== UPPER) return true;
  const next = name.charCodeAt(at + 1);
  return next >= 0x61 && next <= 0x7a;
}

/**
 * Judges a key by the words of its name, never by a part of a word: `monkey`, `secretary` and `tokenizer` are innocent.
 * @param name as it stands in the file, at most a few hundred characters
 */
export function classifyKeyName(name: string): KeyNameClass {
  const whole = wholeName(name);
  if (whole !== undefined) return whole;
  const parts = keyNameWords(name);
  const last = parts.at(-1);
  if (last === undefined) return 'innocent';
  return special(parts, last) ?? (INNOCENT_ENDINGS.has(last) ? 'innocent' : bySecretWords(parts, last));
}

const LONGEST_WHOLE = [...WHOLE_NAMES.keys()].reduce((most, name) => Math.max(most, name.length), 0);

/** Signs around the name are none of it; most names are too long, and are not copied. */
function wholeName(name: string): KeyNameClass | undefined {
  let start = 0;
  let end = name.length;
  while (start < end && isSign(name.charCodeAt(start))) start++;
  while (end > start && isSign(name.charCodeAt(end - 1))) end--;
  return end - start > LONGEST_WHOLE ? undefined : WHOLE_NAMES.get(name.slice(start, end).toLowerCase());
}

/** `_`, `.` and `-`. */
function isSign(code: number): boolean {
  return code === 0x5f || code === 0x2e || code === 0x2d;
}

/** True when a value under this name must not be shown as it is. */
export function isSecretKeyName(name: string): boolean {
  return classifyKeyName(name) !== 'innocent';
}

/** Names whose last word is innocent in general and not here. */
function special(parts: readonly string[], last: string): KeyNameClass | undefined {
  if (
    last === 'dsn' ||
    endsWith(parts, 'connection', 'string') ||
    last === 'connectionstring' ||
    last === 'connstr'
  ) {
    return 'address';
  }
  if (last === 'url' || last === 'uri' || last === 'urls' || last === 'databaseurl') {
    if (parts.includes('webhook') || parts.includes('webhooks')) return 'webhook';
    return last === 'databaseurl' || parts.some((word) => ADDRESS_OWNERS.has(word)) ? 'address' : 'innocent';
  }
  if (last === 'webhook' || last === 'webhooks') return 'webhook';
  if (last === 'cookie' || last === 'cookies' || last === 'setcookie' || last === 'cookie2') return 'cookie';
  if (last === 'authorization') return 'authorization';
  if (parts.includes('key') && endsWith(parts, 'key', 'base64')) return 'secret';
  if (endsWith(parts, 'code', 'verifier') || endsWith(parts, 'seed', 'phrase')) return 'secret';
  if (last === 'assertion' && parts.length > 1)
    return parts.at(-2) === 'client' || parts.at(-2) === 'saml' ? 'secret' : 'innocent';
  if (last === 'code' && CODE_OWNERS.has(parts.at(-2) ?? '')) return 'secret';
  // The one of Vault's roles lets somebody in; those of others are names.
  if (endsWith(parts, 'secret', 'id')) return 'ambiguous';
  if (last === 'pin' && parts.length > 1) return 'ambiguous';
  if (endsWith(parts, 'device', 'code') || endsWith(parts, 'auth', 'code')) return 'secret';
  if (endsWith(parts, 'authorization', 'code') || endsWith(parts, 'verification', 'code')) return 'secret';
  return undefined;
}

function bySecretWords(parts: readonly string[], last: string): KeyNameClass {
  if (last === 'key' || last === 'keys') return keyClass(parts.at(-2), parts);
  if (last === 'tokens') return parts.length > 1 && isTokenOwner(parts.at(-2)) ? 'secret' : 'innocent';
  if (SECRET_WORDS.has(last)) return 'secret';
  if (parts.some(isGlued)) return 'secret';
  const index = parts.findIndex((word) => SECRET_WORDS.has(word));
  if (index >= 0) return isQualifier(last) ? 'secret' : 'ambiguous';
  if (parts.includes('private') || parts.includes('apikey')) return 'ambiguous';
  const key = parts.indexOf('key');
  if (key > 0 && KEY_QUALIFIERS.has(parts[key - 1] ?? '')) return isQualifier(last) ? 'secret' : 'ambiguous';
  if (last === 'auth' || last === 'salt' || last === 'seed' || last === 'license' || last === 'licence')
    return 'ambiguous';
  if (last === 'sig' || last === 'session' || last === 'sid' || last === 'sessionid') return 'ambiguous';
  return 'innocent';
}

/** A secret word at the end of a longer one; the word alone is judged by its place in the name. */
function isGlued(word: string): boolean {
  if (word.length < SHORTEST_TAIL || SECRET_WORDS.has(word)) return false;
  const tails = TAILS_BY_END.get(word.slice(-2));
  return tails?.some((tail) => word.endsWith(tail)) === true;
}

const SHORTEST_TAIL = SECRET_TAILS.reduce(
  (least, tail) => Math.min(least, tail.length),
  Number.POSITIVE_INFINITY,
);
/** By their last two letters: most words end in others. */
const TAILS_BY_END: ReadonlyMap<string, readonly string[]> = Map.groupBy(SECRET_TAILS, (tail) =>
  tail.slice(-2),
);

/** `DB_PASSWORD_PROD`, `api_token_2`, `SECRET_KEY_BASE`: a word after the secret one that only tells which. */
function isQualifier(word: string): boolean {
  return QUALIFIERS.has(word) || /^(?:v?\d+)$/.test(word);
}

function keyClass(before: string | undefined, parts: readonly string[]): KeyNameClass {
  if (before === undefined) return 'ambiguous';
  if (KEY_QUALIFIERS.has(before)) return 'secret';
  if (INNOCENT_QUALIFIERS.has(before)) return 'innocent';
  return parts.some((word) => SECRET_WORDS.has(word) || KEY_QUALIFIERS.has(word)) ? 'secret' : 'ambiguous';
}

/** True for a name whose last word tells something about a secret: `token_file`, `user`, `description`. */
export function endsInnocently(name: string): boolean {
  const last = keyNameWords(name).at(-1);
  return last === undefined || INNOCENT_ENDINGS.has(last);
}

/** True for a word before `key` that makes it a secret. */
export function isKeyQualifier(word: string): boolean {
  return KEY_QUALIFIERS.has(word);
}

/** True for a word before `key` that makes it a name in a table, a map or a queue. */
export function isInnocentQualifier(word: string): boolean {
  return INNOCENT_QUALIFIERS.has(word);
}

function isTokenOwner(word: string | undefined): boolean {
  return word !== undefined && TOKEN_OWNERS.has(word);
}

function endsWith(parts: readonly string[], first: string, second: string): boolean {
  return parts.length > 1 && parts.at(-2) === first && parts.at(-1) === second;
}
