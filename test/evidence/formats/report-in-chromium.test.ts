import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderHar } from '../../../src/evidence/formats/har.ts';
import { renderHtml } from '../../../src/evidence/formats/html/report.ts';
import { renderVerifyGuide } from '../../../src/evidence/formats/verify-guide.ts';
import { runFactsOf } from '../../../src/proof/report/run-facts.ts';
import type { CheckResult } from '../../../src/proof/verdict.ts';
import { reason } from '../../../src/reasons/catalog.ts';
import { temporaryFolder } from '../../fixtures/test-host.ts';
import { failing, SAMPLE, sampleResults } from '../sample-results.ts';
import { chromiumPath, newPage, startChromium } from './chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a service would answer that wants to be more than text. */
const INJECTIONS = [
  '<script>window.pwned=1</script>',
  '"><img src=x onerror="window.pwned=1">',
  "' onmouseover='window.pwned=1' x='",
  '</style><script>window.pwned=1</script>',
  '</pre></details></main><iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
  'javascript:window.pwned=1',
  '<meta http-equiv="refresh" content="0;url=https://example.invalid/">',
  '<a href="https://example.invalid/">click</a>',
  '&lt;script&gt; &#60;script&#62;',
  '{{constructor.constructor("window.pwned=1")()}} \u0024{window.pwned=1}',
  '\u202Egnp.exe\u202C\u0000\u001b[2J',
];

/** A proof in which every text of every check comes from an attacker. */
function hostileResults() {
  const evil = INJECTIONS.join(' ');
  const spoil = (check: CheckResult): CheckResult => ({
    ...failing(check, evil),
    title: evil,
    group: evil,
    proves: evil,
    doesNotProve: evil,
    service: evil,
    module: evil,
    command: `curl ${evil}`,
    url: `http://127.0.0.1/${evil}`,
    reason: { ...reason('PR-UNEXPECTED', evil), sentence: evil, next: evil },
    exchanges: check.exchanges.map((exchange) => ({ ...exchange, purpose: evil, url: evil, method: '<b>' })),
  });
  const results = sampleResults({ change: spoil });
  const { profile } = results;
  return {
    ...results,
    profile: {
      ...profile,
      title: evil,
      services: profile.services.map((each) => ({ ...each, summary: evil })),
    },
    stack: { urls: { [evil]: evil } },
  };
}

const path = chromiumPath();
if (path === undefined) {
  process.stderr.write('report-in-chromium: left out, because there is no Chromium on PATH\n');
}

describe.runIf(path !== undefined)('report.html in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium(path ?? '');
  });
  afterAll(async () => {
    await browser.close();
  });

  async function opened(html: string, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const file = join(temporaryFolder(), 'report.html');
    writeFileSync(file, html);
    const page = await newPage(browser, { colorScheme });
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  it.each(['light', 'dark'] as const)('has no accessibility violation (%s)', async (scheme) => {
    const mixed = sampleResults({
      change: (check) => (check.id === 'models' ? failing(check, 'expected 200, got 500') : check),
    });
    const page = await opened(renderHtml(mixed), scheme);
    // Opened, so that colours inside are looked at too. The page itself has no script; the test's runs beside its CSP.
    await page.$$eval('details', (all) => all.map((each) => each.setAttribute('open', '')));
    await page.evaluate(AXE);
    const violations = await page.evaluate(
      'axe.run().then((found) => found.violations.map((each) => each.id))',
    );
    expect(violations).toEqual([]);
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe(scheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)');
    await page.close();
  });

  it('has no script, asks for nothing, and its style is applied under its own policy', async () => {
    const html = renderHtml(sampleResults());
    expect(html).not.toMatch(/<script|\son[a-z]+=|\sstyle=|https?:\/\/(?!127\.0\.0\.1)/);
    const requests: string[] = [];
    const complaints: string[] = [];
    const file = join(temporaryFolder(), 'report.html');
    writeFileSync(file, html);
    const page = await newPage(browser, {});
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(pathToFileURL(file).href);
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('getComputedStyle(document.querySelector("details")).borderTopStyle')).toBe(
      'solid',
    );
    await page.close();
  });

  it('blocks a script, a style and an image that somebody put into the file', async () => {
    const injected =
      '<script>window.pwned=1</script><style>body{display:none}</style><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onload="window.pwned=1">';
    const page = await opened(renderHtml(sampleResults()).replace('</main>', `${injected}</main>`));
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.evaluate('getComputedStyle(document.body).display')).toBe('block');
    await page.close();
  });

  it('shows what a hostile service answered as text and as nothing else', async () => {
    const page = await opened(renderHtml(hostileResults()));
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    const foreign =
      'script, img, iframe, a:not([href^="#"]), form, link, object, b, meta[http-equiv=refresh]';
    expect(await page.$$eval(foreign, (all) => all.length)).toBe(0);
    expect(await page.$$eval('style', (all) => all.length)).toBe(1);
    expect(await page.$$eval('details', (all) => all.length)).toBe(SAMPLE.checks);
    const text = await page.evaluate('document.body.textContent');
    for (const injection of INJECTIONS.slice(0, -1)) expect(text).toContain(injection);
    expect(text).not.toMatch(/[\u202a-\u202e\u0000\u001b]/);
    await page.close();
  });

  it('shows closed sections on the screen closed, and on paper open', async () => {
    const page = await opened(renderHtml(sampleResults()));
    const visible = () =>
      page.$$eval('details:not([open]) pre', (all) => all.map((each) => each.checkVisibility()));
    expect((await visible()).length).toBeGreaterThan(10);
    expect(await visible()).not.toContain(true);
    await page.emulateMedia({ media: 'print' });
    expect(await visible()).not.toContain(false);
    const closed = (await page.pdf({ format: 'A4' })).length;
    await page.emulateMedia({ media: 'screen' });
    await page.$$eval('details', (all) => all.map((each) => each.setAttribute('open', '')));
    const open = (await page.pdf({ format: 'A4' })).length;
    expect(closed / open).toBeGreaterThan(0.9);
    await page.close();
  });

  it('fits a narrow window without scrolling sideways', async () => {
    const page = await opened(renderHtml(hostileResults()));
    await page.setViewportSize({ width: 360, height: 640 });
    const sideways = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(sideways).toBeLessThanOrEqual(0);
    await page.close();
  });

  it('replays the calls of a check from its HAR', async () => {
    const results = sampleResults();
    const check = results.checks.find(({ id }) => id === 'models');
    if (check === undefined) throw new Error('no check');
    const har = join(temporaryFolder(), 'models.har');
    writeFileSync(har, renderHar(results, check, runFactsOf(results).get(check.id)));
    const context = await browser.newContext();
    await context.routeFromHAR(har, { notFound: 'abort' });
    const page = await context.newPage();
    const answer = await page.goto(check.exchanges[0]?.url ?? '');
    expect(answer?.status()).toBe(200);
    await context.close();
  });
});

describe('VERIFY.md', () => {
  it('holds a hostile challenge as text', () => {
    const guide = renderVerifyGuide({
      ...sampleResults(),
      challenge: '`x`<img src=x> [a](javascript:1)\n## V9',
    });
    expect(guide).not.toMatch(/<img|^## V9|[^\\]\]\(javascript/m);
  });
});
