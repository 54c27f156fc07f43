import type { Span } from './spans.ts';
import { looksRandom } from './value-shape.ts';

/** What a span of a tracked file is worth: a refusal, a line, or nothing. */
export type Worth = 'refuse' | 'warn' | undefined;

/** Kinds that are never in a tracked file by mistake of the scanner: the run is refused. Test-mode keys too. */
const STRICT: ReadonlySet<string> = new Set([
  'stripe-key',
  'stripe-webhook-secret',
  'openai-key',
  'openai-session',
  'codex-refresh-token',
  'codex-access-token',
  'codex-auth-file',
  'private-key',
  'aws-access-key',
  'aws-secret-key',
  'github-token',
  'age-key',
]);
/** Tokens of the other providers: their prefixes also stand in manuals, in front of words. */
const STRICT_WHEN_RANDOM: ReadonlySet<string> = new Set([
  'anthropic-key',
  'aws-bedrock-key',
  'aws-session-token',
  'docker-token',
  'gitlab-runner',
  'gitlab-token',
  'google-oauth',
  'npm-token',
  'pypi-token',
  'sendgrid-key',
  'slack-token',
  'upcloud-token',
]);
/** Rules that name a key or a place and not a kind of secret. */
const GENERIC: ReadonlySet<string> = new Set([
  'keyed-value',
  'named-value',
  'kubernetes-secret',
  'url-credentials',
  'authorization',
  'bearer',
  'basic-auth',
  'command-line',
  'cookie',
  'otp-line',
  'line-secret',
  'table-column',
  'directive',
  'statement-parameter',
  'rejected-input',
  'auth-command',
  'sql-insert',
  'named-elsewhere',
]);

/** True for a rule that refuses wherever it fires. */
export function isStrict(rule: string): boolean {
  return STRICT.has(rule);
}

/** True for a rule whose values people choose, so that a fast hash of one could be guessed. */
export function isGeneric(rule: string): boolean {
  return GENERIC.has(rule);
}

/**
 * Judges what a rule found in a tracked file, where placeholders, samples of manuals and test values are common.
 * @param rule of the span, or the narrower one that its place gives it
 * @param context the text of the span with the key in front of it, as latin1
 */
export function worthOf(rule: string, span: Span, context: string): Worth {
  const value = span.canonical ?? '';
  if (rule === 'jwt') return jwtWorth(value);
  if (isFilledIn(value) || rule === 'encoded-secret') return undefined;
  // A template of the session file holds words where the tokens go.
  if (rule === 'codex-auth-file') return looksRandom(value, 12) ? 'refuse' : undefined;
  if (STRICT.has(rule)) return 'refuse';
  if (GENERIC.has(rule)) return isGenericSecret(value, context) ? 'warn' : undefined;
  if (rule === 'webhook-url') return hookWorth(value, context);
  if (!STRICT_WHEN_RANDOM.has(rule)) return 'warn';
  return looksRandom(value, 10) ? 'refuse' : undefined;
}

const PLACEHOLDER_WORD =
  /(?:^|[-_.])(?:your|my|here|replace|changeme|change|placeholder|example|sample|dummy|fake|insert|xxx+|redacted|not)(?:[-_.]|$)/i;

/** `sk_test_your_key_here`, `xoxb-your-token`: words of one case, and one of them says that there is no value yet. */
function isFilledIn(value: string): boolean {
  return value.length <= 80 && /^[A-Za-z]+(?:[-_.][A-Za-z]+)+$/.test(value) && PLACEHOLDER_WORD.test(value);
}

/** Whoever has the address of a hook of Slack can write there; others may be public. */
function hookWorth(value: string, context: string): Worth {
  if (/\/?T0+\/B0+\/|X{6,}/.test(value) || !looksRandom(value, 10)) return undefined;
  return context.includes('hooks.slack.com') ? 'refuse' : 'warn';
}

/** Tokens that OpenAI issued say so in their payload; the samples of manuals do, too. */
function jwtWorth(token: string): Worth {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('latin1');
  if (payload.includes('auth.openai.com') || payload.includes('api.openai.com')) return 'refuse';
  return /"John Doe"|^\{"some":"payload"\}$/.test(payload) ? undefined : 'warn';
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Places where even a UUID is a secret: npm's old tokens are nothing else. */
const TOKEN_PLACE = /_authToken|api[_-]?key|client[_-]?secret|access[_-]?token/i;

/** A password that a person could have meant as an example is not worth a line; a random one is. */
function isGenericSecret(value: string, context: string): boolean {
  // `-----BEGIN PGP SIGNATURE-----`: the dashes end a headline and begin no value.
  if (/-----\s/.test(context.slice(0, 120))) return false;
  // `os.environ.get("X", "…")`: what counts in a call is what it is given.
  if (isIdentifier(value)) return [...value.matchAll(LITERAL)].some(([, text = '']) => looksRandom(text, 14));
  return looksRandom(value, 14) || (UUID.test(value) && TOKEN_PLACE.test(context.slice(0, 120)));
}

const LITERAL = /["'`]([^"'`\s]{14,200})["'`]/g;
const WORD = /^(?:[A-Z]{0,4}[a-z]+(?:\d{1,5}[a-z]*)?|[A-Z]{2,}|[A-Z]\d{1,2})$/;

/** `ed25519.Ed25519PrivateKey` and `decodeBase64url(…`: words that a programmer has put together. */
function isIdentifier(value: string): boolean {
  // A password has no dot and no call, or seldom: without one a word of camels may be random.
  if (!/[.(]/.test(value)) return false;
  const name = value.replace(/\(.*$|[,;:)\]]+$/s, '');
  const words = name.split(/[._]|(?<=[a-z\d])(?=[A-Z])/);
  if (words.length < 2 || name.length / words.length < 5) return false;
  return words.every((word) => WORD.test(word) && (word.length < 3 || /[aeiouy]/i.test(word)));
}

/** The secret half of an AWS key has no letters of its own: forty of them, behind its name. */
export function isAwsSecret(span: Span, context: string): boolean {
  return (
    /^[A-Za-z0-9/+]{40}$/.test(span.canonical ?? '') &&
    /aws.{0,40}secret|secret.?access.?key/i.test(context.slice(0, 160)) &&
    looksRandom(span.canonical ?? '', 12)
  );
}
