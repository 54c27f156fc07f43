import { isPlaceholder } from './placeholders.ts';
import { isPublicDefault, PUBLIC_VALUES } from './public-defaults.ts';

/** Values that a secret-named key often has and that are no secrets. */
const CLOSED_SET: ReadonlySet<string> = new Set(
  `true false null nil none undefined yes no on off empty unset missing present absent set string number boolean bool
   object array integer int any unknown required optional bearer basic digest token cookie header n/a todo tbd default
   enabled disabled never always auto str bytes text void secret password changeme_not_set redacted hidden masked
   apikey api_key oauth oauth2 oidc jwt jwks mtls hs256 rs256 es256 eddsa md5 scram-sha-256 trust peer ident prompt
   amd64 arm64 i386 infinity nan unlimited static memory file env vault managed external internal public private read write
   buffer uint8array cryptokey keyobject secretstr secretstring byte []byte varchar uuid bytea char date timestamp json jsonb
   ok passed failed valid invalid expired revoked active inactive denied rejected accepted granted wrong mismatch found
   supplied provided given sent loaded sha1 sha256 sha384 sha512 base64 base64url bcrypt argon2 argon2id scrypt utf8 utf-8
   include omit same-origin | > |- >- uuid4 uuidv4 int32 int64 uint8 uint32 uint64 float64`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const LONGEST_WORD = [...CLOSED_SET].reduce((most, word) => Math.max(most, word.length), 0);

const REFERENCE =
  /^(?:\$\([^()]*\)|\$[A-Z_][A-Z0-9_]*|\$?\{\{[^{}]*\}\}|\{[A-Za-z_][\w.]*\}|<[^<>]*>|%[A-Z_][A-Z0-9_]*%|%[sdvq])$/s;
const SHELL_REFERENCE =
  /^\$(?:[a-z_]*(?:pass|pwd|token|secret|key|cred|auth|sig|hmac|digest|cookie|session|csrf|bearer|jwt|otp|code|nonce)[a-z_0-9]*|(?:http|arg|upstream|sent|cookie|remote|ssl|request|proxy|server)_[a-z_0-9]+)$/i;
/** `sk_test_...` and `whsec_xxxx` in a manual. */
const EXAMPLE = /^[a-z]{2,8}[-_](?:[a-z]{2,6}[-_])?(?:\.{3}|…|[xX]{3,}|\*{3,}|<[^<>]*>)$/;
/** A recipient of age is public. */
const RECIPIENT = /^age1[a-z0-9]{50,}$/;
/** Stripe's publishable keys are in every page that has a payment form. */
const PUBLISHABLE = /^pk_(?:live|test)_[A-Za-z0-9]+$/;
const FILL_IN = /^YOUR_[A-Z0-9_]+$/;
/** Parameters of a statement: `token = $2`, `password = ?`, `secret = :secret`. */
const PARAMETER = /^(?:\?|\$\d{1,2}|:[a-z_]{2,40}|@p\d{1,2})$/;
const MASKED = /^(?:\*{3,}|x{3,}|X{3,}|•{3,}|\.{3,}|#{3,}|-{3,}|_{3,}|…)$/;
const VERSION = /^[~^]?\d{1,3}(?:\.(?:\d{1,4}|x)){1,2}(?:-[a-z]+(?:\.\d+)?)?$/;
const FILE_NAME = /^[A-Za-z][\w-]{0,40}\.(?:pem|key|crt|pub|json|ya?ml|toml|txt|env|conf|cfg)$/;
const REFERENCE_PATH = /^(?:~|\.{1,2})?(?:\/[\w.@+-]+){2,}\/?$/;
const ROOT_FOLDER =
  /^(?:~|\.{1,2})?\/(?:etc|run|var|usr|home|tmp|opt|root|workspace|mnt|srv|data|app|secrets|config|certs|ssl|keys|[\w.-]*\/?)?(?:[\w.@+-]+\/)*[\w.@+-]*\.[a-z]{2,5}$|^(?:~|\.{1,2})?\/(?:etc|run|var|usr|home|tmp|opt|root|workspace|mnt|srv|secrets)\//;

/**
 * True for a value that stays readable under a secret name: references (`${X}`, `{{x}}`, `<token>`), masks (`***`),
 * words like `true` and `null`, placeholders of this redactor, documented public defaults, and paths to a file.
 */
export function isReadableValue(value: string): boolean {
  if (value === '') return true;
  const first = value.charCodeAt(0) | 0x20;
  if (mayBeReadableWord(value.length, first)) {
    if (isPublicDefault(value)) return true;
    if (value.length <= LONGEST_WORD && CLOSED_SET.has(value.toLowerCase())) return true;
  }
  if (value.length > 512) return false;
  if (first < 0x61 || first > 0x7a || first === 0x78) return hasReadableSign(value);
  if (value.includes('.') && FILE_NAME.test(value)) return true;
  if (value.length >= 256) return false;
  return (hasExampleStart(value) && isExample(value)) || (value.includes('$') && isOfReferences(value));
}

/** A dash or a line within the first word, as in `sk_test_...`, or the beginning of a recipient of age. */
function hasExampleStart(value: string): boolean {
  const last = Math.min(value.length, LONGEST_EXAMPLE_WORD);
  for (let i = 2; i < last; i++) {
    const code = value.charCodeAt(i);
    if (code === 0x2d || code === 0x5f) return true;
  }
  return value.startsWith('age1');
}

const LONGEST_EXAMPLE_WORD = 9;

const LONGEST_READABLE = [...CLOSED_SET, ...PUBLIC_VALUES].reduce(
  (most, word) => Math.max(most, word.length),
  0,
);
const LETTERS = 128;
const READABLE_WORDS = lengthsAndLetters([...CLOSED_SET, ...PUBLIC_VALUES]);

/** For each length and first letter in lower case, 1 when one of the words has both. */
function lengthsAndLetters(words: readonly string[]): Uint8Array {
  const table = new Uint8Array((LONGEST_READABLE + 1) * LETTERS);
  for (const word of words) table[word.length * LETTERS + (word.charCodeAt(0) | 0x20)] = 1;
  return table;
}

/**
 * False when no word that stays readable under any name has this length and first letter.
 * @param first code of the first letter, in lower case
 */
export function mayBeReadableWord(length: number, first: number): boolean {
  return length <= LONGEST_READABLE && first < LETTERS && READABLE_WORDS[length * LETTERS + first] === 1;
}

function hasReadableSign(value: string): boolean {
  const first = value.charCodeAt(0);
  // Of what follows, a digit begins a version alone.
  if (first >= 0x30 && first <= 0x39) return VERSION.test(value) || isOfReferences(value);
  if (isPlaceholder(value) || isMarker(value) || MASKED.test(value) || VERSION.test(value)) return true;
  if (FILE_NAME.test(value) || isExpansion(value) || REFERENCE.test(value) || SHELL_REFERENCE.test(value))
    return true;
  if (isExample(value) || isOfReferences(value)) return true;
  return value.length < 256 && REFERENCE_PATH.test(value) && ROOT_FOLDER.test(value);
}

function isExample(value: string): boolean {
  return (
    EXAMPLE.test(value) ||
    RECIPIENT.test(value) ||
    PUBLISHABLE.test(value) ||
    FILL_IN.test(value) ||
    PARAMETER.test(value)
  );
}

/** `t=$timestamp,v1=$signature`: nothing but references, and what holds them together. */
const REFERENCES = /\$\{[\w.]{0,80}\}|\$[A-Za-z_]\w{0,80}|\{\{[^{}]{0,80}\}\}/g;

function isOfReferences(value: string): boolean {
  if (value.length > 256 || !(value.includes('$') || value.includes('}'))) return false;
  if (!/[$}].*[$}]/s.test(value)) return false;
  const rest = value.replace(REFERENCES, '');
  return rest !== value && /^(?:[a-z]{1,8}\d?=|bearer|basic|[\s,;:.&|/-])*$/i.test(rest);
}

const EXPANSION = /^\$\{[^{}]*\}$/;
const WITH_DEFAULT = /^\$\{[\w.]+:?[-=]([^{}]*)\}$/;

/** `${X}` and `${X:?message}`; the default of `${X:-value}` is judged like any value. */
function isExpansion(value: string): boolean {
  if (!EXPANSION.test(value)) return false;
  const fallback = WITH_DEFAULT.exec(value)?.[1];
  return fallback === undefined || isReadableValue(fallback);
}

/** The working directory of a process (`PWD=/workspace`) shares its name with a password. */
export function isWorkingDirectory(name: string, value: string): boolean {
  return value.startsWith('/') && (name === 'PWD' || name === 'OLDPWD') && /^[\w./@+-]*$/.test(value);
}

/** `[secret NAME]`: how a Secret prints itself; other tools write `[REDACTED]`, `[FILTERED]`, `(redacted)`. */
function isMarker(value: string): boolean {
  return (
    /^[[(<]?(?:secret [\w.-]{1,80}|redacted|filtered|masked|hidden|sensitive)[\])>]?$/i.test(value) &&
    /^[[(<]/.test(value)
  );
}

/**
 * True for text that was made by a random generator and not by a person who names things: digits and letters of both
 * cases change places all the time, or there is a run of at least `shortest` characters without a border that mixes them.
 */
export function looksRandom(value: string, shortest = 16): boolean {
  if (UUID.test(value)) return false;
  let run = 0;
  let digits = 0;
  let lower = 0;
  let upper = 0;
  let changes = 0;
  let last = 0;
  let allChanges = 0;
  let oddities = 0;
  for (let i = 0; i <= value.length; i++) {
    const kind = i === value.length ? 0 : kindOf(value.charCodeAt(i));
    if (kind === 0) {
      if (run >= shortest && isMixed(run, digits, lower, upper, changes)) return true;
      run = digits = lower = upper = changes = last = 0;
      continue;
    }
    run++;
    if (kind === 1) digits++;
    else if (kind === 2) lower++;
    else upper++;
    if (kind === 1 || (kind === 3 && last === 3)) oddities++;
    if (last !== 0 && last !== kind) {
      changes++;
      allChanges++;
    }
    last = kind;
  }
  return value.length >= Math.max(shortest, 16) && oddities >= 2 && allChanges >= value.length / 4;
}

/**
 * True for a word that somebody may have chosen as a password, where only its place speaks for it: letters and digits,
 * or a sign that names do not have. A version, a date, a path and a name with dashes are none.
 * @param isPassword true when the place is that of a password, so that one digit is enough
 */
export function looksChosen(value: string, isPassword = false): boolean {
  if (value.length < 6 || /\s/.test(value) || CHOSEN_BY_NOBODY.test(value)) return false;
  if (/[^A-Za-z0-9_.:/-]/.test(value)) return /[A-Za-z0-9]/.test(value);
  if (!/[A-Za-z]/.test(value)) return false;
  if (isPassword ? /\d/.test(value) : /\d.*\d/.test(value)) return true;
  return (
    looksRandom(value, 12) || (value.length >= 8 && /\d/.test(value) && /[a-z].*[A-Z].*[a-z]/.test(value))
  );
}

const CHOSEN_BY_NOBODY =
  /^(?:v?\d[\d.:TZ_-]*[a-z]{0,2}|\W+|[a-z]+(?:[-_.:/][a-z]+)+[-_.]?\d{0,2}|(?![A-Z0-9]{12,}$)[A-Z][A-Z0-9_]*|[./~$%<{[(-].*|.*[([].*|[a-z]+:\/\/.*|[\w.]+\.[a-z]{2,4})$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isMixed(run: number, digits: number, lower: number, upper: number, changes: number): boolean {
  if (digits === run) return false;
  if (digits >= 2) return changes >= 2 || run >= 24;
  if (run >= 32) return true;
  return lower > 0 && upper > 0 && changes >= Math.max(5, run * 0.42);
}

/** 1 digit, 2 lower case, 3 upper case, 0 a border. */
function kindOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return 1;
  if (code >= 0x61 && code <= 0x7a) return 2;
  if (code >= 0x41 && code <= 0x5a) return 3;
  return 0;
}
