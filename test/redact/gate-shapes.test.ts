import { describe, expect, it } from 'vitest';
import { scanForLeaks } from '../../src/redact/leak-scan.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const MIXED = ['k3TmP0rVbX7nYcD2eF51Hq9Z', 'sWaLuJ8gQ4vBnM6xRtKpEyCi'].join('');
const UPPER = ['Q7XH5WNB3', 'LDM2KAZ'].join('');
const JWT_HEAD = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJ1c2VyLTEiLCJhdWQiOiJhcGkifQ'].join('.');

/** What the gate knows by itself, each with the letters that a provider writes in front and a body behind. */
const SHAPES: readonly (readonly [rule: string, prefixes: string, body: string])[] = [
  ['gate-stripe', 'sk_live_ sk_test_ rk_live_ rk_test_', MIXED],
  ['gate-stripe-webhook', 'whsec_', MIXED],
  ['gate-openai', 'sk-proj- sk-svcacct- sk-admin- sk-None- sk-service-', `${MIXED}-${MIXED}`],
  ['gate-openai', 'sk-', MIXED],
  ['gate-anthropic', 'sk-ant-', `api03-${MIXED}`],
  ['gate-codex', 'rt_ at-', MIXED],
  ['gate-github', 'ghp_ gho_ ghu_ ghs_ ghr_', MIXED.slice(0, 36)],
  ['gate-github', 'github_pat_', `11ABCDEFG0_${MIXED}`],
  ['gate-github', 'ghs_', `${MIXED.slice(0, 9)}_${MIXED.slice(9, 20)}.${MIXED}`],
  ['gate-gitlab', 'glpat- gldt- glrt- glrtr- glcbt- glptt- glft- gloas- glsoat-', MIXED.slice(0, 20)],
  ['gate-aws', 'AKIA ASIA', UPPER],
  ['gate-google', 'AIza', MIXED.slice(0, 35)],
  ['gate-google', 'GOCSPX-', MIXED.slice(0, 28)],
  ['gate-google', 'ya29.', MIXED],
  ['gate-azure', 'AccountKey=', MIXED.repeat(2).slice(0, 86)],
  ['gate-azure', 'https://x/?sp=r&sig=', MIXED.slice(0, 43)],
  ['gate-aws', 'aws_secret_access_key= AWS_SECRET_ACCESS_KEY=', MIXED.slice(0, 40)],
  ['gate-slack', 'xapp- xoxb- xoxp- xoxa- xoxe- xoxr- xoxs-', `123456789012-${MIXED.slice(0, 24)}`],
  ['gate-slack-hook', 'https://hooks.slack.com/services/', `T0AB1CD2E/B0AB1CD2E/${MIXED.slice(0, 24)}`],
  ['gate-sendgrid', 'SG.', `${MIXED.slice(0, 22)}.${MIXED.slice(0, 43)}`],
  ['gate-npm', 'npm_', MIXED.slice(0, 36)],
  ['gate-pypi', 'pypi-AgEIcHlwaS5vcmc', MIXED],
  ['gate-upcloud', 'ucat_', `01J5${UPPER}ABCDEF`],
  ['gate-docker', 'dckr_pat_ dckr_oat_', MIXED.slice(0, 27)],
  ['gate-age', 'AGE-SECRET-KEY-1', UPPER.repeat(4).slice(0, 58)],
  ['gate-jwt', `${JWT_HEAD}.`, MIXED],
  ['gate-private-key', '-----BEGIN PRIVATE KEY-----\n', MIXED],
  ['gate-private-key', '-----BEGIN OPENSSH PRIVATE KEY-----\n', MIXED],
  ['gate-private-key', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n', MIXED],
  ['gate-private-key', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n', MIXED],
  ['gate-url-password', 'postgres://app:', `${MIXED.slice(0, 16)}@db:5432/x`],
  ['gate-bearer', 'Bearer ', MIXED],
  ['gate-bearer', 'authorization: bearer ', MIXED],
];

const CASES = SHAPES.flatMap(([rule, prefixes, body]) =>
  (rule === 'gate-private-key' || rule === 'gate-bearer' ? [prefixes] : prefixes.split(' ')).map(
    (prefix) => [rule, prefix, body] as const,
  ),
);
const rulesOf = (text: string) =>
  scanForLeaks('a.log', Buffer.from(text), new SecretRegistry()).map(({ rule }) => rule);

describe('the gate by itself, with no value known', () => {
  it.each(CASES)('%s: %s', (rule, prefix, body) => {
    const secret = `${prefix}${body}`;
    expect(rulesOf(`seen ${secret} in a line\n`)).toContain(rule);
    expect(rulesOf(JSON.stringify({ note: secret, next: 1 }))).toContain(rule);
    expect(rulesOf(`data: ${Buffer.from(`before ${secret} after`).toString('base64')}\n`)).toContain(rule);
  });

  it.each(CASES.filter(([rule, prefix]) => rule !== 'gate-jwt' && !prefix.includes('Proc-Type')))(
    'lets a manual pass that names the prefix, %s: %s',
    (_rule, prefix) => {
      expect(rulesOf(`the prefix ${prefix}... is in the manual\n`)).toEqual([]);
    },
  );
});

it('lets what somebody has masked pass, whatever stands in the next line', () => {
  expect(rulesOf(`KEY=${'sk_live_'}${'x'.repeat(24)}\nNEXT=1\nT=ghp_${'X'.repeat(36)}\nabc\n`)).toEqual([]);
});

it('knows the other half of a pair: the secret key of AWS, and the registry auth of Docker', () => {
  const auth = Buffer.from(`bob:${MIXED.slice(0, 18)}`).toString('base64');
  expect(rulesOf(`{"auths": {"ghcr.io": {"auth": "${auth}"}}}`)).toEqual(['gate-docker']);
  expect(rulesOf('{"auth": "bm90LWEtcGFpcg=="} {"auth": "basic"}')).toEqual([]);
  expect(rulesOf(`{"SecretAccessKey" : "${MIXED.slice(0, 40)}"}`)).toEqual(['gate-aws']);
  expect(rulesOf(`aws_secret_access_key = ${MIXED.slice(0, 39)}`)).toEqual([]);
});

describe('the gate with values that are known', () => {
  const known = (value: string) => {
    const registry = new SecretRegistry();
    registry.secret('PLANTED', value);
    return (bytes: Uint8Array) => scanForLeaks('a.log', bytes, registry).map(({ rule }) => rule);
  };

  it('finds letters of other scripts in UTF-16 of either order', () => {
    const value = ['Zk3ä漢P0r', 'VbX7nYcD'].join('');
    for (const bytes of [
      Buffer.from(`x ${value} y`, 'utf16le'),
      Buffer.from(`x ${value} y`, 'utf16le').swap16(),
    ])
      expect(known(value)(bytes)).toEqual(['known-value']);
  });

  it('does not take an ordinary word for a leak that was registered by mistake', () => {
    expect(known('gateway')(Buffer.from('the gateway is ready'))).toEqual([]);
    expect(known('development')(Buffer.from('a development stack'))).toEqual([]);
    expect(known('maintenances2')(Buffer.from('a maintenances2 stack'))).toEqual(['known-value']);
  });
});
