import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const redactor = createRedactor(new SecretRegistry());

const MIXED = ['k3TmP0rVbX7nYcD2eF51Hq9Z', 'sWaLuJ8gQ4vBnM6xRtKpEyCi'].join('');
const LONG = MIXED + MIXED;
const HEX = ['9f8e7d6c5b4a3928', '1706f5e4d3c2b1a0'].join('').repeat(4);
const LOWER = MIXED.toLowerCase();
const UPPER = ['Q7XH5WNB3', 'LDM2KAZ'].join('');
const BASE32 = UPPER.repeat(4).slice(0, 54);
const SALTED = ['N9qo8uLOickgx2ZMRZoMye', 'IjZAgcfl7p92ldGxad68LJZdL17lhWy'].join('/');

/**
 * What each provider writes in front of its secrets, and the letters behind it. Written down beside the rules, so that
 * a prefix that is lost there is missed here.
 */
const PREFIXES: readonly (readonly [kind: string, prefixes: string, body: string])[] = [
  ['stripe', 'sk_live_ sk_test_ rk_live_ rk_test_ sk_org_ ek_live_ ek_test_', MIXED],
  ['stripe-webhook', 'whsec_', MIXED],
  ['openai', 'sk- sk-proj- sk-svcacct- sk-admin- sk-None- sk-service- sess-', MIXED],
  ['openai', 'ek_', HEX.slice(0, 32)],
  ['codex', 'rt_ at-', LONG],
  ['github', 'ghp_ gho_ ghu_ ghs_ ghr_ github_pat_', MIXED],
  [
    'gitlab',
    'glpat- gldt- glrt- glrtr- glcbt- glptt- glft- glimt- glagent- gloas- glsoat- glffct- glwt- GR1348941',
    MIXED.slice(0, 20),
  ],
  ['aws', 'AKIA ASIA ABIA ACCA', UPPER],
  ['aws', 'ABSKQmVkcm9ja0FQSUtleS IQoJb3JpZ2lu FwoGZXIvYXdz FQoGZXIvYXdz AgoJb3JpZ2lu', LONG],
  ['nats', 'SUA SAA SOA SNA SCA SXA', BASE32],
  ['google', 'AIza ya29. GOCSPX- 1//0', MIXED],
  [
    'slack',
    'xoxb- xoxp- xoxa- xoxr- xoxs- xoxc- xoxo- xoxe- xoxd- xapp- xoxe.xoxb- xoxe.xoxp-',
    MIXED.slice(0, 24),
  ],
  ['sendgrid', 'SG.', `${MIXED.slice(0, 22)}.${MIXED.slice(0, 43)}`],
  ['npm', 'npm_', MIXED.slice(0, 36)],
  ['pypi', 'pypi-AgEIcHlwaS5vcmc', LONG],
  ['upcloud', 'ucat_', `01J5${UPPER}ABCDEF`],
  ['docker', 'dckr_pat_ dckr_oat_', MIXED.slice(0, 27)],
  ['age', 'AGE-SECRET-KEY-1 AGE-SECRET-KEY-PQ-1', BASE32],
  ['anthropic', 'sk-ant-', LONG],
  ['huggingface', 'hf_ api_org_', MIXED.slice(0, 34)],
  ['xai', 'xai-', LONG],
  ['groq', 'gsk_', MIXED],
  ['perplexity', 'pplx-', MIXED],
  ['replicate', 'r8_', MIXED],
  ['shopify', 'shpat_ shpca_ shppa_ shpss_', HEX.slice(0, 32)],
  ['square', 'sq0atp- sq0csp- sq0idp-', MIXED],
  ['digitalocean', 'dop_v1_ doo_v1_ dor_v1_', HEX.slice(0, 64)],
  ['vault', 'hvs. hvb. hvr.', LONG],
  ['grafana', 'glsa_ glc_', MIXED],
  ['linear', 'lin_api_ lin_oauth_', MIXED],
  ['notion', 'ntn_', MIXED],
  ['newrelic', 'NRAK- NRJS- NRAA-', MIXED.slice(0, 27)],
  ['sentry', 'sntrys_ sntryu_', LONG],
  ['postman', 'PMAK-', `${HEX.slice(0, 24)}-${HEX.slice(0, 34)}`],
  ['rubygems', 'rubygems_', HEX.slice(0, 48)],
  ['pulumi', 'pul-', HEX.slice(0, 40)],
  ['databricks', 'dapi', HEX.slice(0, 32)],
  ['atlassian', 'ATATT3x ATCTT3x ATBB', MIXED],
  ['figma', 'figd_ figo_', MIXED],
  ['tailscale', 'tskey-auth- tskey-api- tskey-client- tskey-webhook-', MIXED],
  ['doppler', 'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.', MIXED],
  ['planetscale', 'pscale_tkn_ pscale_pw_ pscale_oauth_', MIXED],
  ['supabase', 'sbp_ sb_secret_', MIXED],
  ['flyio', 'fo1_ fm1r_ fm2_', MIXED],
  ['mailgun', 'key-', HEX.slice(0, 32)],
  ['resend', 're_', MIXED.slice(0, 33)],
  ['brevo', 'xkeysib- xsmtpsib-', `${HEX.slice(0, 64)}-${MIXED.slice(0, 16)}`],
  ['twilio', 'SK', HEX.slice(0, 32)],
  ['nuget', 'oy2', LOWER.slice(0, 43)],
  ['terraform', `${MIXED.slice(0, 14)}.atlasv1.`, LONG.slice(0, 67)],
  ['onepassword', 'ops_eyJ', LONG],
  ['onepassword', 'A3-', `${UPPER.slice(0, 6)}-${UPPER.slice(0, 11)}-23DC2-86TVM-H43EB`],
  ['artifactory', 'AKCp cmVmdGtu', LONG],
  ['airtable', 'pat', `${MIXED.slice(0, 14)}.${HEX.slice(0, 64)}`],
  ['telegram', '123456789:AA', `${MIXED.slice(0, 33)}`],
  ['cloudflare', 'v1.0-', `${HEX.slice(0, 24)}-${HEX.repeat(2).slice(0, 146)}`],
  ['azure', 'sig=', `${MIXED.slice(0, 43)}%3D`],
  ['easypost', 'EZAK EZTK', LONG.slice(0, 54)],
  ['typeform', 'tfp_', MIXED],
  ['contentful', 'CFPAT-', MIXED.slice(0, 43)],
  ['bitbucket', 'BBDC-', MIXED.slice(0, 44)],
  ['buildkite', 'bkua_', HEX.slice(0, 40)],
  ['launchdarkly', 'api-', '9f8e7d6c-5b4a-3928-1706-f5e4d3c2b1a0'],
  ['dynatrace', 'dt0c01. dt0s16.', `${MIXED.slice(0, 24)}.${LONG.slice(0, 64)}`],
  ['heroku', 'HRKU-', LONG.slice(0, 60)],
  ['circleci', 'CCIPAT_ CCIPRJ_', `${MIXED.slice(0, 22)}_${HEX.slice(0, 40)}`],
  ['discord', 'mfa.', LONG.slice(0, 84)],
  ['password-hash', '$2a$12$ $2b$12$ $2y$12$ $$2a$$12$$ $$2b$$12$$ $$2y$$12$$', SALTED],
  ['password-hash', '$1$Zx3Qw9Lp$ $5$Zx3Qw9Lp$ $6$Zx3Qw9Lp$ $$5$$Zx3Qw9Lp$$ $$6$$Zx3Qw9Lp$$', SALTED],
  ['password-hash', '$apr1$Zx3Qw9Lp$ $$apr1$$Zx3Qw9Lp$$ $y$j9T$Zx3Qw9Lp$ $scrypt$ln=16,r=8,p=1$', SALTED],
  ['password-hash', '$argon2id$v=19$m=65536,t=3,p=4$ $$argon2id$$v=19$$ $pbkdf2-sha256$29000$', SALTED],
  [
    'password-hash',
    '{SHA} {SSHA} {SSHA256} {SSHA512} {SMD5} pbkdf2_sha256$600000$ pbkdf2_sha512$600000$',
    SALTED,
  ],
  ['password-hash', 'SCRAM-SHA-256$4096:', `${MIXED}==$${MIXED}`],
];

describe('a token goes by what its provider writes in front of it', () => {
  it.each(
    PREFIXES.flatMap(([kind, prefixes, body]) => prefixes.split(' ').map((one) => ({ kind, one, body }))),
  )('$kind: $one', ({ kind, one, body }) => {
    for (const [before, after] of [
      ['seen ', ' in the log'],
      ['{"note":"', '","next":1}'],
      ['- ', '\n'],
    ] as const) {
      const output = redactor.text(`${before}${one}${body}${after}`);
      expect(output).toMatch(new RegExp(`\\[REDACTED:${kind}(?::[0-9a-f]{12})?\\]`));
      expect(output).not.toContain(body.slice(-16));
      expect(output.startsWith(before) && output.endsWith(after), output).toBe(true);
    }
  });
});
