import { isPublicDefault } from './public-defaults.ts';

/** What a secret of one kind looks like. */
export interface Shape {
  readonly rule: string;
  /** At least three letters that are looked for; the pattern is tried only there. */
  readonly needle: string;
  /** Where the pattern begins, counted from the needle. */
  readonly back?: number;
  /** Its longest match, where that is short: so much of the text is given to the pattern. */
  readonly longest?: number;
  /** Sticky, with a bounded number of steps: it sees untrusted bytes. */
  readonly pattern: RegExp;
}

const shape = (rule: string, pattern: RegExp, ...needles: string[]): Shape[] =>
  needles.map((needle) => ({ rule, needle, pattern }));

/** Written anew for the gate: it knows less than the redactor and shares nothing with it. */
export const SHAPES: readonly Shape[] = [
  ...shape(
    'gate-stripe',
    /[rs]k_(?:live|test)_[A-Za-z0-9]{10,200}/y,
    'sk_live_',
    'sk_test_',
    'rk_live_',
    'rk_test_',
  ),
  ...shape('gate-stripe-webhook', /whsec_[A-Za-z0-9+/]{16,200}/y, 'whsec_'),
  ...shape(
    'gate-openai',
    /sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,400}/y,
    'sk-proj-',
    'sk-svcacct-',
    'sk-admin-',
  ),
  ...shape('gate-openai', /sk-[A-Za-z0-9]{32,100}/y, 'sk-'),
  ...shape('gate-anthropic', /sk-ant-[A-Za-z0-9_-]{20,200}/y, 'sk-ant-'),
  ...shape('gate-codex', /rt_[A-Za-z0-9_.-]{40,400}/y, 'rt_'),
  ...shape('gate-github', /gh[pousr]_[A-Za-z0-9]{30,255}/y, 'ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'),
  ...shape('gate-github', /github_pat_[A-Za-z0-9_]{40,255}/y, 'github_pat_'),
  ...shape('gate-gitlab', /glpat-[A-Za-z0-9_-]{20,100}/y, 'glpat-'),
  ...shape('gate-aws', /A(?:KIA|SIA)[A-Z2-7]{16}(?![A-Za-z0-9])/y, 'AKIA', 'ASIA'),
  ...shape('gate-google', /AIza[A-Za-z0-9_-]{35}/y, 'AIza'),
  ...shape('gate-google', /GOCSPX-[A-Za-z0-9_-]{20,60}/y, 'GOCSPX-'),
  ...shape(
    'gate-slack',
    /xox[abeprs]-[A-Za-z0-9-]{20,255}/y,
    'xoxb-',
    'xoxp-',
    'xoxa-',
    'xoxe-',
    'xoxr-',
    'xoxs-',
  ),
  ...shape(
    'gate-slack-hook',
    /hooks\.slack\.com\/services\/T[A-Za-z0-9]{6,20}\/B[A-Za-z0-9]{6,20}\/[A-Za-z0-9]{16,40}/y,
    'hooks.slack.com/services/',
  ),
  ...shape('gate-sendgrid', /SG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{40,50}/y, 'SG.'),
  ...shape('gate-npm', /npm_[A-Za-z0-9]{36}/y, 'npm_'),
  ...shape('gate-pypi', /pypi-AgEI[A-Za-z0-9_-]{40,300}/y, 'pypi-AgEI'),
  ...shape('gate-upcloud', /ucat_[A-Z0-9]{24,40}/y, 'ucat_'),
  ...shape('gate-docker', /dckr_[po]at_[A-Za-z0-9_-]{20,100}/y, 'dckr_pat_', 'dckr_oat_'),
  ...shape('gate-age', /AGE-SECRET-KEY-1[A-Z0-9]{50,70}/y, 'AGE-SECRET-KEY-1'),
  ...shape('gate-jwt', /eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{4,4000}\.[A-Za-z0-9_-]{0,1000}/y, 'eyJ'),
  ...shape(
    'gate-private-key',
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----(?:\s|\\[nr]){0,8}[A-Za-z0-9+/]{16,100}/y,
    '-----BEGIN ',
  ),
  ...shape(
    'gate-private-key',
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----(?:\s|\\[nr]){0,8}(?:Proc-Type|Version|Comment): /y,
    '-----BEGIN ',
  ),
  ...shape(
    'gate-url-password',
    /:\/\/[A-Za-z0-9._~%+-]{0,64}:(?!\[REDACTED:|\$|\{|<|\*)[^\s"'<>`\\/@[\]:]{6,128}@[A-Za-z0-9.[\]_-]{1,128}/y,
    '://',
  ).map((entry) => ({ ...entry, longest: 512 })),
  ...shape('gate-bearer', /[Bb]earer +(?!\[REDACTED:|\$|<|\{)[A-Za-z0-9._~+/-]{32,4000}/y, 'earer ').map(
    (entry) => ({ ...entry, back: 1 }),
  ),
];

const WORD = /[A-Za-z0-9_-]/;
/** The longest match of a pattern: the text behind a needle that a pattern is given. */
const LONGEST = 8192;

/**
 * Where the shape begins whose needle stands at `at`, or undefined. Values that are documented publicly do not count.
 */
export function matchesShape(bytes: Buffer, at: number, entry: Shape): number | undefined {
  const start = Math.max(0, at - (entry.back ?? 0));
  if (
    entry.needle !== '://' &&
    start > 0 &&
    WORD.test(String.fromCharCode(bytes[start - 1] as number)) &&
    !afterEscape(bytes, start)
  ) {
    return undefined;
  }
  entry.pattern.lastIndex = 0;
  const match = entry.pattern.exec(bytes.toString('latin1', start, start + (entry.longest ?? LONGEST)))?.[0];
  return match !== undefined && !isHarmless(entry.rule, match) ? start : undefined;
}

/** `\n` and `%20` before a token are a border. */
function afterEscape(bytes: Buffer, at: number): boolean {
  return /(?:\\[nrt]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})$/.test(
    bytes.toString('latin1', Math.max(0, at - 6), at),
  );
}

function isHarmless(rule: string, match: string): boolean {
  if (isPublicDefault(match) || match.includes('EXAMPLE') || /(.)\1{9}$/.test(match)) return true;
  if (rule === 'gate-url-password')
    return isPublicDefault(match.slice(match.indexOf(':', 3) + 1, match.lastIndexOf('@')));
  if (rule === 'gate-codex' || rule === 'gate-bearer')
    return !(/\d/.test(match) && /[A-Z]/.test(match) && /[a-z]/.test(match));
  return rule === 'gate-openai' && !/\d/.test(match);
}
