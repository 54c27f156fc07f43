import { ALPHABETS, type Alphabet, type RunReader } from './leak-alphabets.ts';
import {
  accessTokenEnd,
  awsSecretEnd,
  bearerEnd,
  hookEnd,
  jwtEnd,
  privateKeyEnd,
  registryAuthEnd,
  type ShapeReader,
  sendgridEnd,
  urlPasswordEnd,
} from './leak-readers.ts';
import { isPublicDefault } from './public-defaults.ts';

/** What a secret of one kind looks like. */
export interface Shape {
  readonly rule: string;
  /** At least three letters that are looked for; the rest is read only there. */
  readonly needle: string;
  /** Reads what follows the needle. */
  readonly read: ShapeReader;
}

/** A token: its first letters, and a run of so many letters of an alphabet behind them. */
function token(rule: string, alphabet: Alphabet, least: number, ...needles: string[]): Shape[] {
  return shape(
    rule,
    (text, at) => {
      const end = text.endOf(alphabet, at);
      return end - at >= least ? end : undefined;
    },
    ...needles,
  );
}

function shape(rule: string, read: ShapeReader, ...needles: string[]): Shape[] {
  return needles.map((needle) => ({ rule, needle, read }));
}

const { alphanumeric, dashed, plus, dotted, base32, capitals, urlsafe, user } = ALPHABETS;

/** Written anew for the gate: it knows less than the redactor and shares nothing with it. None has a longest length. */
export const SHAPES: readonly Shape[] = [
  ...token('gate-stripe', alphanumeric, 10, 'sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'),
  ...token('gate-stripe-webhook', plus, 16, 'whsec_'),
  ...token('gate-openai', dashed, 20, 'sk-proj-', 'sk-svcacct-', 'sk-admin-', 'sk-None-', 'sk-service-'),
  ...token('gate-openai', alphanumeric, 32, 'sk-'),
  ...token('gate-anthropic', dashed, 20, 'sk-ant-'),
  ...token('gate-codex', dotted, 40, 'rt_'),
  ...shape('gate-codex', accessTokenEnd, 'at-'),
  ...token('gate-github', alphanumeric, 30, 'ghp_', 'gho_', 'ghu_', 'ghr_'),
  // Tokens of an app can have hundreds of letters, with dots and underlines among them.
  ...token('gate-github', dotted, 30, 'ghs_'),
  ...token('gate-github', urlsafe, 40, 'github_pat_'),
  ...token(
    'gate-gitlab',
    dashed,
    20,
    'glpat-',
    'gldt-',
    'glrt-',
    'glrtr-',
    'glcbt-',
    'glptt-',
    'glft-',
    'gloas-',
    'glsoat-',
  ),
  ...shape(
    'gate-aws',
    (text, at) => {
      const end = text.endOf(base32, at);
      return end - at === 16 && text.endOf(alphanumeric, at) === end ? end : undefined;
    },
    'AKIA',
    'ASIA',
  ),
  ...token('gate-google', dashed, 35, 'AIza'),
  ...token('gate-google', dashed, 20, 'GOCSPX-'),
  ...shape(
    'gate-aws',
    awsSecretEnd,
    'aws_secret_access_key',
    'AWS_SECRET_ACCESS_KEY',
    'SecretAccessKey',
    'secretAccessKey',
  ),
  ...token('gate-azure', plus, 80, 'AccountKey='),
  ...token('gate-azure', user, 40, '&sig=', '?sig='),
  ...token('gate-google', dotted, 40, 'ya29.'),
  ...token('gate-slack', dashed, 20, 'xapp-', 'xoxb-', 'xoxp-', 'xoxa-', 'xoxe-', 'xoxr-', 'xoxs-'),
  ...shape('gate-slack-hook', hookEnd, 'hooks.slack.com/services/'),
  ...shape('gate-sendgrid', sendgridEnd, 'SG.'),
  ...token('gate-npm', alphanumeric, 36, 'npm_'),
  ...token('gate-pypi', dashed, 40, 'pypi-AgEI'),
  ...token('gate-upcloud', capitals, 24, 'ucat_'),
  ...token('gate-docker', dashed, 20, 'dckr_pat_', 'dckr_oat_'),
  ...shape('gate-docker', registryAuthEnd, '"auth"'),
  ...token('gate-age', capitals, 50, 'AGE-SECRET-KEY-1'),
  ...shape('gate-jwt', jwtEnd, 'eyJ'),
  ...shape('gate-private-key', privateKeyEnd, '-----BEGIN '),
  ...shape('gate-url-password', urlPasswordEnd, '://'),
  ...shape('gate-bearer', bearerEnd, 'earer '),
];

/** The letter before the needle of a shape that is written in either case. */
const BEFORE: Readonly<Record<string, ReadonlySet<number | undefined>>> = {
  'earer ': new Set(Buffer.from('Bb')),
};

/**
 * Where the shape begins whose needle stands at `at`, or undefined. Values that are documented publicly do not count.
 */
export function matchesShape(text: RunReader, at: number, { rule, needle, read }: Shape): number | undefined {
  const { bytes } = text;
  const before = BEFORE[needle];
  if (before !== undefined && !before.has(bytes[at - 1])) return;
  const start = before === undefined ? at : at - 1;
  const isInWord = start > 0 && dashed[bytes[start - 1] as number] === 1;
  if (
    isInWord &&
    needle !== '://' &&
    needle !== '"auth"' &&
    !/^[&?]/.test(needle) &&
    !afterEscape(bytes, start)
  )
    return;
  const end = read(text, at + needle.length);
  if (end === undefined || isMasked(bytes, at + needle.length, end)) return;
  return isHarmless(text, rule, start, end) ? undefined : start;
}

const SIGN = { backslash: 0x5c, percent: 0x25, u: 0x75 } as const;
/** Letters that stand for white space behind a backslash. */
const WHITE = new Set<number | undefined>(Buffer.from('nrt'));

/** `\n`, `%20` and `\u0020` before a token are a border. */
function afterEscape(bytes: Buffer, at: number): boolean {
  if (bytes[at - 2] === SIGN.backslash) return WHITE.has(bytes[at - 1]);
  if (bytes[at - 3] === SIGN.percent) return true;
  return bytes[at - 5] === SIGN.u && bytes[at - 6] === SIGN.backslash;
}

/** Values that are documented publicly are shorter. */
const LONGEST_DEFAULT = 64;

function isHarmless(text: RunReader, rule: string, start: number, end: number): boolean {
  if (text.hasExample(start, end)) return true;
  if (rule === 'gate-codex' || rule === 'gate-bearer')
    return MIXED.some((alphabet) => !text.has(alphabet, start, end));
  if (rule === 'gate-openai' && !text.has(ALPHABETS.digit, start, end)) return true;
  if (rule === 'gate-url-password') {
    const address = text.bytes.toString('latin1', start, end);
    return isPublicDefault(address.slice(address.indexOf(':', 3) + 1));
  }
  return end - start <= LONGEST_DEFAULT && isPublicDefault(text.bytes.toString('latin1', start, end));
}

/** A token has letters of each; a name or a sentence does not. */
const MIXED = [ALPHABETS.digit, ALPHABETS.upper, ALPHABETS.lower];
const SAME = 10;

/** `xxxxxxxxxx` behind the needle or at the end, which may be that of the next line: somebody has masked it. */
function isMasked(bytes: Buffer, body: number, end: number): boolean {
  return (end - body >= SAME && isOneLetter(bytes, body, body + SAME)) || isOneLetter(bytes, end - SAME, end);
}

function isOneLetter(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== bytes[to - 1]) return false;
  return true;
}
