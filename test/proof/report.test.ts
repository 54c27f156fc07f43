import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { renderHtml } from '../../src/evidence/formats/html/report.ts';
import { CheckFailure, CheckSkip } from '../../src/proof/check-failure.ts';
import { makeResults, resultsJson } from '../../src/proof/report/make-results.ts';
import { renderMarkdown } from '../../src/proof/report/markdown.ts';
import { overallVerdict } from '../../src/proof/report/overall-verdict.ts';
import { resultsSchema } from '../../src/proof/report/results.ts';
import { verdictDigest } from '../../src/proof/report/verdict-digest.ts';
import { Story } from '../../src/proof/story.ts';
import { storyStepSchema } from '../../src/proof/verdict.ts';
import { notPassed, passed, resultsOf } from './sample-results.ts';

describe('the verdict of a proof', () => {
  const skip = notPassed('b', 'SKIP', 'CX-NOT-OPTED-IN', { required: false });
  const missing = notPassed('b', 'SKIP', 'PR-NEEDS-FAILED');
  const left = notPassed('b', 'SKIP', 'PR-NOT-SELECTED');
  const failure = notPassed('b', 'FAIL', 'PR-MODELS-MISSING', { required: false });
  it.each([
    ['all passed', [passed('a')], 'PASSED', false, undefined],
    ['an optional skip', [passed('a'), skip], 'WARNED', false, undefined],
    ['a required skip', [passed('a'), missing], 'FAILED', false, 'PR-NEEDS-FAILED'],
    ['a required check left out', [passed('a'), left], 'FAILED', true, 'PR-NOT-SELECTED'],
    ['one left out, one missing', [passed('a'), left, missing], 'FAILED', false, 'PR-NOT-SELECTED'],
    ['an optional failure', [passed('a'), failure], 'FAILED', false, 'PR-MODELS-MISSING'],
    ['no check', [], 'FAILED', false, 'PR-NO-CHECKS'],
    ['only optional skips', [skip], 'FAILED', false, 'PR-NO-CHECKS'],
  ] as const)('with %s', (_, results, verdict, partial, reason) => {
    const overall = overallVerdict(results);
    expect([overall.verdict, overall.partial, overall.reason?.id]).toEqual([verdict, partial, reason]);
  });
});

describe('results.json', () => {
  const checks = [
    passed('models'),
    notPassed('portal', 'FAIL', 'PR-PORTAL-OPEN'),
    passed('Ärger'),
    passed('a-b'),
    passed('a'),
  ];

  it('obeys its own schema, also after a trip through a file', () => {
    const results = resultsOf(checks);
    expect(resultsSchema.parse(JSON.parse(resultsJson(results)))).toEqual(results);
    expect(results).toMatchObject({ verdict: 'FAILED', counts: { pass: 4, skip: 0, fail: 1 } });
  });

  it('differs between two runs in its volatile part only', () => {
    const slower = checks.map((check) => ({
      ...check,
      latencyMs: check.latencyMs * 7,
      exchanges: check.exchanges.map((exchange) => ({
        ...exchange,
        headers: { ...exchange.headers, 'content-length': '99', 'x-request-id': 'another' },
        latencyMs: 99,
      })),
    }));
    const { volatile: first, ...one } = resultsOf(checks);
    const { volatile: second, ...two } = resultsOf(slower, {
      run: 'another',
      startedAt: new Date(0),
      writtenAt: new Date(1),
    });
    expect(JSON.stringify(one)).toBe(JSON.stringify(two));
    expect(second).not.toEqual(first);
  });

  it('gives a digest that jq, sort and sha256sum give too', () => {
    if (spawnSync('jq', ['--version']).status !== 0) {
      process.stdout.write('jq is not installed here: the digest was not made a second time\n');
      return;
    }
    const folder = mkdtempSync(join(tmpdir(), 'bus-setup-digest-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const results = resultsOf(checks);
    writeFileSync(join(folder, 'results.json'), resultsJson(results));
    const line = /`(jq .*sha256sum)`/.exec(renderMarkdown(results))?.[1] ?? 'false';
    const again = execFileSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' });
    expect(again).toBe(`${results.verdictDigest}  -\n`);
  });

  it('has a digest that knows ids and statuses, and nothing else', () => {
    const digest = verdictDigest(checks);
    expect(verdictDigest(checks.toReversed())).toBe(digest);
    expect(verdictDigest(checks.map((check) => ({ ...check, latencyMs: 1 })))).toBe(digest);
    expect(verdictDigest(checks.slice(1))).not.toBe(digest);
    expect(verdictDigest(checks.map((check) => ({ ...check, status: 'PASS' as const })))).not.toBe(digest);
  });
});

describe('report.md', () => {
  it('says in its first twenty lines all that matters', () => {
    const results = resultsOf([passed('models'), notPassed('portal', 'FAIL', 'PR-PORTAL-OPEN')]);
    const head = renderMarkdown(results).split('\n').slice(0, 20).join('\n');
    expect(head).toContain('# Proof: FAILED');
    expect(head).toContain('1 passed, 0 skipped, 1 failed.');
    expect(head).toContain('The portal opens under a wrong path token.');
    expect(head).toContain('tier **local**');
    expect(head).toContain(results.verdictDigest);
    expect(head).toContain('bus-setup proof');
  });

  it('shows of each check command, URL, service, latency, reason, next step and what it proves', () => {
    const text = renderMarkdown(resultsOf([notPassed('portal', 'FAIL', 'PR-PORTAL-OPEN')]));
    for (const part of [
      'curl -sS -H "authorization: Bearer $BUS_API_TOKEN" "$BUS_BASE_URL/v1/models"',
      '- URL: `http://127.0.0.1:8080/v1/models?x=1`',
      'service `bus-llm`, module `bus-api-provider-llm`, took 12 ms',
      '- Reason: `PR-PORTAL-OPEN` (platform)',
      '- Seen: what was seen',
      '- Next step: close the portal to the network',
      '- Proves: One thing.',
      '- Does not prove: Another thing.',
      '### Local demo only',
      '### Needs credentials for live use',
      '| `BUS_STRIPE_SECRET_KEY` | set | secret | own value, not shown |',
      '| `BUS_LOCAL_JWT_SECRET` | not set | secret | public local default |',
      '@busdk/setup 0.1.0, Node 24.21.0',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('lets nothing that a service said become markup', () => {
    const evil = [
      '<script>alert(1)</script>',
      '![x](http://evil.example/x.png)',
      '[click](javascript:alert(1))',
      '| a | b |',
      '`` ``` code ```',
      '\n# Proof: PASSED\n',
      '\u001b[2J\u202e',
      'www.evil.example http://evil.example user@evil.example',
      '**bold** _it_ ~~gone~~ &lt; $x$',
    ].join(' ');
    const check = notPassed('portal', 'FAIL', 'PR-PORTAL-OPEN', {
      title: evil,
      service: evil,
      module: evil,
      url: evil,
      command: `echo '${evil}'`,
      reason: { id: 'PR-PORTAL-OPEN', class: 'platform', sentence: evil, detail: evil, next: evil },
      exchanges: [{ purpose: evil, method: 'GET', url: evil, latencyMs: 1, command: evil }],
    });
    const text = renderMarkdown(resultsOf([check], { urls: { [evil]: evil } }));
    const outside = withoutCode(text);
    expect(outside.match(/^# .*$/gm)).toEqual(['# Proof: FAILED']);
    expect(outside).not.toMatch(/<[a-z/!]/i);
    expect(outside).not.toMatch(/(?<!\\)\]\(/);
    expect(outside).not.toMatch(/https?:\/\//);
    expect(outside).not.toMatch(/www\./);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    for (const row of text.split('\n').filter((line) => line.startsWith('| '))) {
      expect([4, 5, 6, 8]).toContain(row.split(/(?<!\\)\|/).length);
    }
  });

  it('leaves detail out rather than growing without end', () => {
    const many = Array.from({ length: 400 }, (_, index) => passed(`check-${index}`));
    const text = renderMarkdown(resultsOf(many));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.split('\n').slice(0, 20).join('\n')).toContain('400 passed');
  });

  it('of 5,000 checks says what it left out, and keeps what did not pass and all that is not a check', () => {
    const many = Array.from({ length: 5_000 }, (_, index) =>
      index % 1_000 === 999 ? notPassed(`c-${index}`, 'FAIL', 'PR-PORTAL-OPEN') : passed(`c-${index}`),
    );
    const text = renderMarkdown(resultsOf(many));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text.length).toBeGreaterThan(30_000);
    const shown = Number(/^There are 5000 checks.* In the table are (\d+) of them/m.exec(text)?.[1]);
    expect(shown).toBeGreaterThan(300);
    expect(text.match(/^\| (?:PASS|FAIL) \| `c-/gm)).toHaveLength(shown);
    expect(text).toContain('and 5 of the 5 that did not pass are described below');
    expect(text.match(/^### FAIL/gm)).toHaveLength(5);
    expect(text.match(/^\| FAIL \| `c-\d+` /gm)).toHaveLength(5);
    for (const title of ['Services', 'Environment', 'Versions and addresses'])
      expect(text).toContain(`## ${title}\n`);
  });

  it('is never too long, whatever is long in it', () => {
    const long = '<'.repeat(4_000);
    const failures = Array.from({ length: 60 }, (_, index) =>
      notPassed(`c-${index}`, 'FAIL', 'PR-PORTAL-OPEN', { title: long, url: long, observed: long }),
    );
    const urls = Object.fromEntries(failures.map(({ id }) => [id, long]));
    const text = renderMarkdown(resultsOf(failures, { urls }));
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain('## Versions and addresses\n\nLeft out here');
  });

  it('says it when there is nothing', () => {
    const text = renderMarkdown(resultsOf([], { preflight: [], environment: [] }));
    expect(text).toContain('# Proof: FAILED');
    expect(text).toContain('nothing is proven');
  });
});

it('makes results without a stack, profile services or checks', () => {
  const empty = makeResults({
    version: '0',
    node: '24',
    platform: 'linux',
    profile: { id: 'p', title: 'P', tier: 'hosted', runtime: 'attach', services: [] },
    environment: [],
    urls: {},
    selection: { only: ['models'] },
    checks: [],
    preflight: [],
    run: 'r',
    startedAt: new Date(0),
    writtenAt: new Date(0),
  });
  expect(resultsSchema.parse(empty)).toMatchObject({
    verdict: 'FAILED',
    selection: { only: ['models'], skip: [] },
  });
});

/** The text without fenced blocks and code spans. */
function withoutCode(text: string): string {
  return text.replaceAll(/^(`{3,})sh\n[\s\S]*?^\1$/gm, '').replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}

describe('the story of a check', () => {
  const step = {
    status: 'PASS',
    asked: 'Ask | before `anything` <b>was paid</b>.',
    expected: 'denied',
    observed: 'denied, billing_required',
    shows: 'Nothing is *free*.',
  } as const;
  const results = resultsOf([
    passed('billing-quota', { story: [step, { ...step, status: 'SKIP' }], leaves: 'One account.' }),
    passed('models'),
  ]);

  it('is a table in both reports, and text whatever stands in it', () => {
    const markdown = renderMarkdown(results);
    expect(markdown).toContain('| Step | Asked | Expected | Observed | Shows |');
    expect(markdown).toContain(
      '| 2 | Ask \\| before \\`anything\\` &lt;b&gt;was paid&lt;/b&gt;. | denied | **SKIP** denied',
    );
    expect(markdown).toContain('Stays in the stack: One account.');
    expect(markdown.match(/\| Step \|/g)).toHaveLength(1);
    const html = renderHtml(results);
    expect(html).toContain('What was asked and answered, in order');
    expect(html).toContain('Ask | before `anything` &lt;b&gt;was paid&lt;/b&gt;.');
    expect(html).toContain('<span class="verdict SKIP">SKIP</span>');
    expect(html.match(/What was asked and answered/g)).toHaveLength(1);
  });

  it('is bounded and clean whatever a stack says', async () => {
    const story = new Story();
    const line = { asked: 'a'.repeat(5_000), expected: '\u001b[2Jx', shows: 's' };
    for (let count = 0; count < 150; count += 1) {
      await story.tell(
        line,
        async () => '\u202eo'.repeat(4_000),
        (seen) => seen,
      );
    }
    expect(story.all()).toHaveLength(100);
    for (const told of story.all()) storyStepSchema.parse(told);
    expect(JSON.stringify(story.all())).not.toMatch(/u001b|u202e|\u202e/);
  });

  it('holds the step that failed, the one that was not made, and nothing after', async () => {
    const story = new Story();
    const line = { asked: 'a', expected: 'e', shows: 's' };
    const failing = [
      new CheckFailure('PR-QUOTA-WRONG', 'used 1'),
      new CheckSkip('PR-QUOTA-NOT-KEPT', 'none'),
      new Error('x'),
    ];
    for (const error of failing) {
      await expect(
        story.tell(
          line,
          () => Promise.reject(error),
          () => 'never',
        ),
      ).rejects.toBe(error);
    }
    story.skip(line, 'not here');
    expect(story.all().map(({ status, observed }) => [status, observed])).toEqual([
      ['FAIL', 'used 1'],
      ['SKIP', 'none'],
      ['FAIL', 'it did not come to an end'],
      ['SKIP', 'not here'],
    ]);
  });
});
