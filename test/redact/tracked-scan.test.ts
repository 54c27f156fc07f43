import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanTrackedFiles, type TrackedFinding, type TrackedScan } from '../../src/redact/tracked-scan.ts';
import { INNOCENT, SHAPES } from './corpus.ts';

const signal = new AbortController().signal;
const KEY = SHAPES['stripe live'] ?? '';
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracked-scan-'));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const git = (...args: string[]) =>
  execa('git', ['-C', dir, '-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args]);

async function write(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), content);
}

async function checkout(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  await git('init', '-q');
  for (const [path, content] of Object.entries(files)) await write(path, content);
  await git('add', '-A');
}

function findings(scan: TrackedScan): readonly TrackedFinding[] {
  if (scan.outcome !== 'scanned') throw new Error(`the scan ended with ${scan.outcome}`);
  return scan.findings;
}

describe('the scan of tracked files', () => {
  it.each([
    ['stripe live', 'stripe-key'],
    ['stripe restricted test', 'stripe-key'],
    ['stripe webhook', 'stripe-webhook-secret'],
    ['openai old', 'openai-key'],
    ['openai project', 'openai-key'],
    ['codex refresh', 'codex-refresh-token'],
    ['codex access', 'codex-access-token'],
    ['github classic', 'github-token'],
    ['aws', 'aws-access-key'],
  ])('refuses %s, with file and line and without the value', async (kind, rule) => {
    const secret = SHAPES[kind] ?? '';
    await checkout({ 'deploy/compose.yaml': `a: 1\nb:\n  key: "${secret}"\n` });
    const scan = await scanTrackedFiles({ dir, signal });
    expect(findings(scan)).toContainEqual(
      expect.objectContaining({
        rule,
        severity: 'refuse',
        file: 'deploy/compose.yaml',
        line: 3,
        inIndex: false,
      }),
    );
    expect(JSON.stringify(scan)).not.toContain(secret.slice(-12));
  });

  it('finds private keys, session files of Codex, and what is encoded', async () => {
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n'.repeat(4);
    const session = {
      tokens: { id_token: 'x.y.z', access_token: KEY.slice(-16), refresh_token: KEY.slice(-20, -4) },
    };
    await checkout({
      key: `-----BEGIN EC ${'PRIVATE'} KEY-----\n${body}-----END EC ${'PRIVATE'} KEY-----\n`,
      'session.json': JSON.stringify(session, null, 1),
      'encoded.txt': `x\ny ${Buffer.from(`note ${KEY} end`).toString('base64')}\n`,
    });
    const refused = findings(await scanTrackedFiles({ dir, signal })).filter(
      (finding) => finding.severity === 'refuse',
    );
    expect(refused.map(({ file, rule, line }) => `${file}:${line} ${rule}`).sort()).toEqual(
      expect.arrayContaining([
        'encoded.txt:2 stripe-key',
        'key:1 private-key',
        'session.json:4 codex-auth-file',
      ]),
    );
  });

  it('is silent on innocent text, known local defaults and words that end in sk-', async () => {
    await checkout({
      'a.md': INNOCENT.join('\n'),
      'b.txt':
        'dev-task-supervisor-0123456789abcdef0123456789 disk-abcdefghijklmnop0123456789 pk_test_51abcdefghijklmnop',
      '.env.example':
        'BUS_LOCAL_JWT_SECRET=not-a-secret-local-development-hs256-key\nBUS_STRIPE_WEBHOOK_SECRET=whsec_local_not_secret\n',
      'c.test.ts':
        "const begin = '-----BEGIN PRIVATE KEY-----';\nconst key = ['sk', 'live', 'x'].join('_');\n",
      // A place where a password stands, and a word of a person in it.
      '.netrc': 'machine example.com login bo password hunter2000\n',
    });
    expect(findings(await scanTrackedFiles({ dir, signal }))).toEqual([]);
  });

  it('warns of a random value at the place of a password', async () => {
    const value = KEY.slice(-24);
    await checkout({ '.netrc': `machine example.com login bo password ${value}\n` });
    expect(findings(await scanTrackedFiles({ dir, signal }))).toMatchObject([
      { file: '.netrc', rule: 'line-secret', severity: 'warn' },
    ]);
  });

  it('leaves untracked and ignored files, links, submodules and binary files out', async () => {
    await checkout({ 'a.txt': 'x', '.gitignore': 'ignored.txt\n', 'b.bin': Buffer.from(`\0${KEY}`) });
    await symlink('/etc/hostname', join(dir, 'link'));
    await git('add', 'link');
    await git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},module`);
    await write('untracked.txt', KEY);
    await write('ignored.txt', KEY);
    const scan = await scanTrackedFiles({ dir, signal });
    expect(scan).toMatchObject({
      outcome: 'scanned',
      files: 2,
      binary: 1,
      links: 1,
      submodules: 1,
      findings: [],
    });
  });

  it('scans the index where it differs from the working file', async () => {
    await checkout({ 'a.txt': `one\n${KEY}\n`, 'b.txt': 'clean\n' });
    await write('a.txt', 'clean now\n');
    await write('b.txt', `dirty ${KEY}\n`);
    const found = findings(await scanTrackedFiles({ dir, signal }));
    expect(found.map(({ file, line, inIndex }) => ({ file, line, inIndex }))).toEqual([
      { file: 'b.txt', line: 1, inIndex: false },
      { file: 'a.txt', line: 2, inIndex: true },
    ]);
  });

  it('reads UTF-16 and file names of every kind, from a folder inside the checkout', async () => {
    await checkout({ 'sub/ä "x"\n.txt': `k=${KEY}`, 'wide.txt': Buffer.from(`\ufeffk=${KEY}`, 'utf16le') });
    const found = findings(await scanTrackedFiles({ dir: join(dir, 'sub'), signal }));
    expect(found.map((finding) => finding.file).sort()).toEqual(['sub/ä "x"\n.txt', 'wide.txt']);
  });

  it('reads from the index what is not in the folder, and files whose names are in no encoding', async () => {
    await checkout({ 'sparse.txt': KEY, 'a.txt': 'clean' });
    await git('update-index', '--skip-worktree', 'sparse.txt');
    await rm(join(dir, 'sparse.txt'));
    const odd = Buffer.concat([Buffer.from(`${dir}/odd`), Buffer.of(0xff), Buffer.from('.txt')]);
    await writeFile(odd, KEY);
    await git('add', '--all', '.');
    const named = findings(await scanTrackedFiles({ dir, signal })).map(
      ({ file, rule }) => `${file} ${rule}`,
    );
    expect(named.sort()).toEqual(['odd\ufffd.txt stripe-key', 'sparse.txt stripe-key']);
    await writeFile(odd, 'changed');
    expect(findings(await scanTrackedFiles({ dir, signal }))).toContainEqual(
      expect.objectContaining({ file: 'odd\ufffd.txt', rule: 'stripe-key', inIndex: true }),
    );
    await writeFile(odd, `changed\n${KEY}`);
    expect(findings(await scanTrackedFiles({ dir, signal }))).toContainEqual(
      expect.objectContaining({ file: 'odd\ufffd.txt', rule: 'stripe-key', line: 2, inIndex: false }),
    );
  });

  it('names a file over the cap', async () => {
    await checkout({ 'large.txt': `${'x'.repeat(2000)}${KEY}` });
    expect(findings(await scanTrackedFiles({ dir, signal, cap: 1000 }))).toMatchObject([
      { rule: 'unscanned', file: 'large.txt' },
    ]);
  });
});

describe('an exception', () => {
  it('holds with path, rule, fingerprint and reason until its day, and only when its file is tracked', async () => {
    await checkout({ 'a.txt': KEY });
    const [finding] = findings(await scanTrackedFiles({ dir, signal }));
    const entry = {
      path: 'a.txt',
      rule: finding?.rule,
      fingerprint: finding?.fingerprint,
      reason: 'revoked in January',
      expires: '2026-06-30',
    };
    await write('.bus-setup-allow.json', JSON.stringify({ exceptions: [entry, { ...entry, reason: '' }] }));
    expect(findings(await scanTrackedFiles({ dir, signal, today: '2026-06-30' }))).toHaveLength(1);
    await git('add', '-A');
    const scan = await scanTrackedFiles({ dir, signal, today: '2026-06-30' });
    expect(scan).toMatchObject({
      excepted: 1,
      findings: [{ rule: 'exception-refused', fingerprint: 'entry-2' }],
    });
    expect(
      findings(await scanTrackedFiles({ dir, signal, today: '2026-07-01' })).map(({ rule }) => rule),
    ).toContain('stripe-key');
  });
});

describe('a scan that cannot be done', () => {
  it('tells a folder outside of any checkout from a broken one', async () => {
    expect(await scanTrackedFiles({ dir, signal })).toEqual({ outcome: 'not-a-checkout' });
    await write('.git', 'gitdir: /nowhere\n');
    expect(await scanTrackedFiles({ dir, signal })).toMatchObject({
      outcome: 'failed',
      problem: 'git-failed',
    });
  });

  it('says that git is missing', async () => {
    expect(await scanTrackedFiles({ dir, signal, git: join(dir, 'no-git') })).toMatchObject({
      outcome: 'failed',
      problem: 'git-missing',
    });
  });

  it('says that there are no files', async () => {
    await git('init', '-q');
    expect(await scanTrackedFiles({ dir, signal })).toMatchObject({ outcome: 'failed', problem: 'no-files' });
  });

  it('stops when it is told to', async () => {
    await checkout({ 'a.txt': 'x' });
    await expect(scanTrackedFiles({ dir, signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
