import { ALNUM, BASE64_ANY, type ByteSet, byteSet, DOTTED_TOKEN, HEX, TOKEN } from '../byte-classes.ts';
import { looksRandom } from '../value-shape.ts';

/** A kind of token that is known by how it begins. */
export interface TokenShape {
  readonly rule: string;
  readonly kind: string;
  /** The exact first letters. */
  readonly prefix: string;
  /** What the rest is made of. */
  readonly alphabet: ByteSet;
  /** Fewest letters after the prefix. There is no most. */
  readonly shortest: number;
  /** A second look at the whole token, where the prefix alone is also a piece of ordinary text. */
  readonly check?: (token: string) => boolean;
}

const shape = (
  rule: string,
  kind: string,
  prefixes: string,
  alphabet: ByteSet,
  shortest: number,
  check?: (token: string) => boolean,
): TokenShape[] =>
  prefixes
    .split(' ')
    .map((prefix) => ({ rule, kind, prefix, alphabet, shortest, ...(check ? { check } : {}) }));

/** The letters of `$2b$12$…`, `$6$salt$…` and `pbkdf2_sha256$…`; Compose doubles each dollar sign. */
const PASSWORD_HASH = byteSet('A-Za-z0-9./$=+,_-');
const UPPER_ALNUM = byteSet('A-Z0-9');
const BASE32 = byteSet('A-Z2-7');
const COLON_TOKEN = byteSet('A-Za-z0-9_:-');

/** `sk-learn-…` and `rt_priority_…` are names; a key has a long random piece. */
const randomAfter = (length: number) => (token: string) => looksRandom(token.slice(length), 12);
/** With a middle name the prefix says enough; the old form has nothing but letters after `sk-`. */
const isOpenAi = (token: string) =>
  !token.startsWith('sk-ant-') &&
  (/^sk-(?:proj|svcacct|admin|None|service|or)-/.test(token) || looksRandom(token.slice(3), 16));

/**
 * Token formats by their documented prefixes: the providers that the stack touches completely, and the common others.
 * Sources: the providers' own pages on key formats, and the public rule sets of gitleaks and secretlint.
 */
export const TOKEN_SHAPES: readonly TokenShape[] = [
  ...shape('stripe-key', 'stripe', 'sk_live_ sk_test_ rk_live_ rk_test_ sk_org_ ek_live_ ek_test_', TOKEN, 8),
  ...shape('stripe-webhook-secret', 'stripe-webhook', 'whsec_', byteSet('A-Za-z0-9_+/=-'), 8),
  ...shape('openai-key', 'openai', 'sk-', TOKEN, 17, isOpenAi),
  ...shape('openai-session', 'openai', 'sess-', TOKEN, 24, randomAfter(5)),
  ...shape('openai-client-secret', 'openai', 'ek_', ALNUM, 24, randomAfter(3)),
  ...shape('codex-refresh-token', 'codex', 'rt_', DOTTED_TOKEN, 20, randomAfter(3)),
  ...shape('codex-access-token', 'codex', 'at-', DOTTED_TOKEN, 20, randomAfter(3)),
  ...shape('github-token', 'github', 'ghp_ gho_ ghu_ ghs_ ghr_', DOTTED_TOKEN, 20),
  ...shape('github-token', 'github', 'github_pat_', TOKEN, 20),
  ...shape(
    'gitlab-token',
    'gitlab',
    'glpat- gldt- glrt- glrtr- glcbt- glptt- glft- glimt- glagent- gloas- glsoat- glffct- glwt-',
    DOTTED_TOKEN,
    15,
  ),
  ...shape('gitlab-runner', 'gitlab', 'GR1348941', TOKEN, 15),
  ...shape('aws-access-key', 'aws', 'AKIA ASIA ABIA ACCA', UPPER_ALNUM, 16),
  ...shape('aws-bedrock-key', 'aws', 'ABSKQmVkcm9ja0FQSUtleS', BASE64_ANY, 30),
  // Base64 of a length and the words "origin": what the session tokens of AWS begin with.
  ...shape('aws-session-token', 'aws', 'IQoJb3JpZ2lu FwoGZXIvYXdz FQoGZXIvYXdz AgoJb3JpZ2lu', BASE64_ANY, 60),
  ...shape('nats-seed', 'nats', 'SUA SAA SOA SNA SCA SXA', BASE32, 52, (seed) =>
    /\d.*\d.*[A-Z]|[A-Z].*\d/.test(seed),
  ),
  ...shape('google-api-key', 'google', 'AIza', TOKEN, 30),
  ...shape('google-oauth', 'google', 'ya29. GOCSPX-', DOTTED_TOKEN, 16),
  ...shape('google-refresh-token', 'google', '1//0', TOKEN, 30),
  ...shape('slack-token', 'slack', 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxc- xoxo- xoxe- xapp-', TOKEN, 10),
  ...shape('slack-token', 'slack', 'xoxd-', byteSet('A-Za-z0-9%+/=_-'), 10),
  ...shape('slack-token', 'slack', 'xoxe.xox xoxe.xoxb- xoxe.xoxp-', byteSet('A-Za-z0-9_.-'), 10),
  ...shape('sendgrid-key', 'sendgrid', 'SG.', DOTTED_TOKEN, 30),
  ...shape('npm-token', 'npm', 'npm_', ALNUM, 30),
  ...shape('pypi-token', 'pypi', 'pypi-', TOKEN, 40),
  ...shape('upcloud-token', 'upcloud', 'ucat_', TOKEN, 20),
  ...shape('docker-token', 'docker', 'dckr_pat_ dckr_oat_', TOKEN, 15),
  ...shape('age-key', 'age', 'AGE-SECRET-KEY-1 AGE-SECRET-KEY-PQ-1', ALNUM, 30),
  ...shape('anthropic-key', 'anthropic', 'sk-ant-', TOKEN, 16),
  ...shape('huggingface-token', 'huggingface', 'hf_ api_org_', ALNUM, 30),
  ...shape('xai-key', 'xai', 'xai-', TOKEN, 30, randomAfter(4)),
  ...shape('groq-key', 'groq', 'gsk_', ALNUM, 30),
  ...shape('perplexity-key', 'perplexity', 'pplx-', ALNUM, 30),
  ...shape('replicate-token', 'replicate', 'r8_', ALNUM, 30),
  ...shape('shopify-token', 'shopify', 'shpat_ shpca_ shppa_ shpss_', ALNUM, 30),
  ...shape('square-token', 'square', 'sq0atp- sq0csp- sq0idp-', TOKEN, 20),
  ...shape('digitalocean-token', 'digitalocean', 'dop_v1_ doo_v1_ dor_v1_', HEX, 40),
  ...shape('vault-token', 'vault', 'hvs. hvb. hvr.', TOKEN, 20),
  ...shape('grafana-token', 'grafana', 'glsa_ glc_', byteSet('A-Za-z0-9_+/='), 30),
  ...shape('heroku-key', 'heroku', 'HRKU-', TOKEN, 30),
  ...shape('circleci-token', 'circleci', 'CCIPAT_ CCIPRJ_', TOKEN, 30),
  ...shape('linear-key', 'linear', 'lin_api_ lin_oauth_', ALNUM, 30),
  ...shape('notion-token', 'notion', 'ntn_', ALNUM, 30),
  ...shape('newrelic-key', 'newrelic', 'NRAK- NRJS- NRAA-', ALNUM, 18),
  ...shape('sentry-token', 'sentry', 'sntrys_ sntryu_', byteSet('A-Za-z0-9_+/=-'), 30),
  ...shape('postman-key', 'postman', 'PMAK-', TOKEN, 40),
  ...shape('rubygems-key', 'rubygems', 'rubygems_', HEX, 40),
  ...shape('pulumi-token', 'pulumi', 'pul-', HEX, 40),
  ...shape('databricks-token', 'databricks', 'dapi', byteSet('a-f0-9-'), 32),
  ...shape('atlassian-token', 'atlassian', 'ATATT3x ATCTT3x ATBB', byteSet('A-Za-z0-9_=-'), 24),
  ...shape('figma-token', 'figma', 'figd_ figo_', TOKEN, 30),
  ...shape('tailscale-key', 'tailscale', 'tskey-auth- tskey-api- tskey-client- tskey-webhook-', TOKEN, 15),
  ...shape('doppler-token', 'doppler', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', DOTTED_TOKEN, 30),
  ...shape(
    'planetscale-token',
    'planetscale',
    'pscale_tkn_ pscale_pw_ pscale_oauth_',
    byteSet('A-Za-z0-9_=.-'),
    30,
  ),
  ...shape('supabase-key', 'supabase', 'sbp_ sb_secret_', TOKEN, 20),
  ...shape('flyio-token', 'flyio', 'fo1_ fm1r_ fm2_', BASE64_ANY, 30),
  ...shape('mailgun-key', 'mailgun', 'key-', HEX, 32),
  ...shape('resend-key', 'resend', 're_', byteSet('A-Za-z0-9_'), 24, randomAfter(3)),
  ...shape('mailchimp-key', 'brevo', 'xkeysib- xsmtpsib-', TOKEN, 40),
  ...shape('twilio-key', 'twilio', 'SK', byteSet('a-f0-9'), 32),
  ...shape('nuget-key', 'nuget', 'oy2', byteSet('a-z0-9'), 43),
  ...shape('terraform-token', 'terraform', 'atlasv1.', TOKEN, 40),
  ...shape('onepassword-token', 'onepassword', 'ops_eyJ A3-', byteSet('A-Za-z0-9_=-'), 30),
  ...shape('artifactory-token', 'artifactory', 'AKCp cmVmdGtu', ALNUM, 50),
  ...shape('airtable-token', 'airtable', 'pat', DOTTED_TOKEN, 75, (token) =>
    /^pat[A-Za-z0-9]{14}\.[a-f0-9]{64}/.test(token),
  ),
  ...shape('telegram-token', 'telegram', ':AA', COLON_TOKEN, 30),
  ...shape('cloudflare-key', 'cloudflare', 'v1.0-', byteSet('a-f0-9-'), 100),
  ...shape('azure-sas', 'azure', 'sig=', byteSet('A-Za-z0-9%+/=_-'), 40),
  ...shape('easypost-key', 'easypost', 'EZAK EZTK', ALNUM, 54),
  ...shape('typeform-token', 'typeform', 'tfp_', TOKEN, 40),
  ...shape('contentful-token', 'contentful', 'CFPAT-', TOKEN, 40),
  ...shape('bitbucket-token', 'bitbucket', 'BBDC-', BASE64_ANY, 40),
  ...shape('buildkite-token', 'buildkite', 'bkua_', HEX, 40),
  ...shape('launchdarkly-key', 'launchdarkly', 'api-', byteSet('a-f0-9-'), 36, (token) =>
    /^api(?:-[a-f0-9]{4,12}){5}/.test(token),
  ),
  ...shape('dynatrace-token', 'dynatrace', 'dt0c01. dt0s16.', DOTTED_TOKEN, 60),
  ...shape(
    'password-hash',
    'password-hash',
    '$apr1$ $2a$ $2b$ $2y$ $1$ $5$ $6$ $y$ $argon2 $scrypt$ $pbkdf2 $$apr1$$ $$2a$$ $$2b$$ $$2y$$ $$5$$ $$6$$ $$argon2 {SHA} {SSHA} {SSHA256} {SSHA512} {SMD5} pbkdf2_sha256$ pbkdf2_sha512$',
    PASSWORD_HASH,
    20,
    (token) => looksRandom(token, 12),
  ),
  ...shape('password-hash', 'password-hash', 'SCRAM-SHA-256$', byteSet('A-Za-z0-9./$=+:'), 40),
  ...shape('discord-bot', 'discord', 'mfa.', TOKEN, 60),
];
