import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generatedFiles, PACKAGE, writeSite } from '../../scripts/docs.ts';
import { REASONS } from '../../src/reasons/catalog.ts';
import { chromiumPath, newPage, startChromium } from '../evidence/formats/chromium.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { installed } from './installed.ts';
import { programFacts } from './program-facts.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** All that another palette can change. */
const COLOURS = '{ runOnly: ["color-contrast"] }';
const DOCS = join(PACKAGE, 'docs');
const pages = [
  'README.md',
  ...readdirSync(DOCS).flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : [])),
];

describe('the generated pages', () => {
  it('are those that are committed', async () => {
    for (const [path, text] of await generatedFiles()) {
      const committed = readFileSync(join(PACKAGE, path), 'utf8');
      expect(committed === text, `${path} is out of date: run npm run docs`).toBe(true);
    }
  });

  it('tell every reason id once', () => {
    const headings = readFileSync(join(DOCS, 'troubleshooting.md'), 'utf8').match(/^### .+$/gm) ?? [];
    expect(headings.map((line) => line.slice(4)).sort()).toEqual(Object.keys(REASONS).sort());
  });

  it.runIf(installed('mandoc'))('are, where they are a manual, one that mandoc has nothing against', () => {
    const manual = join(PACKAGE, 'man/bus-setup.1');
    expect(execFileSync('mandoc', ['-T', 'lint', '-W', 'error', manual], { encoding: 'utf8' })).toBe('');
    const shown = execFileSync('mandoc', ['-T', 'utf8', '-O', 'width=200', manual], { encoding: 'utf8' });
    const plain = shown.replaceAll(/.\u0008/g, '');
    for (const { name } of programFacts()) expect(plain).toContain(name);
    expect(plain).toContain('bus-setup explain ST-PORT-TAKEN');
  });
});

/** A page without its blocks of code. */
function prose(page: string): string {
  return readFileSync(join(PACKAGE, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
}

/** Anchors of a page's headings, as GitHub makes them. */
function anchors(page: string): readonly string[] {
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the handbook', () => {
  it.each(pages)('%s leads nowhere that is not there', (page) => {
    const links = [...prose(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    for (const [link, to = '', anchor] of links) {
      const target = to === '' ? page : relative(PACKAGE, resolve(PACKAGE, dirname(page), to));
      expect([link, existsSync(join(PACKAGE, target))]).toEqual([link, true]);
      if (anchor !== undefined) expect(anchors(target), link).toContain(anchor);
    }
  });

  it.each(pages)('%s names no flag and no command that the program does not have', (page) => {
    const facts = programFacts();
    const text = readFileSync(join(PACKAGE, page), 'utf8');
    for (const [line, command = ''] of text.matchAll(/(?<=[`\n ])bus-setup ([a-z]+)\b[^`\n|]*/g)) {
      const fact = facts.find(({ name }) => name === command);
      if (fact === undefined) continue;
      const below = facts.filter(({ name }) => name === command || name.startsWith(`${command} `));
      const known = below.flatMap(({ options }) => options.map(({ long }) => long));
      for (const [flag] of line.matchAll(/--[a-z][a-z-]+/g)) expect(known, line).toContain(flag);
    }
  });

  it('has pipeline examples that are YAML and keep JUnit, report and bundle', () => {
    const text = readFileSync(join(DOCS, 'pipelines.md'), 'utf8');
    const [github, gitlab] = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) =>
      parse(yaml),
    );
    expect(github.jobs.proof.steps.filter((step: { if?: string }) => step.if === 'always()')).toHaveLength(3);
    expect(gitlab.proof.artifacts).toMatchObject({ when: 'always' });
    for (const each of [github, gitlab]) {
      expect(JSON.stringify(each)).toMatch(/results\.junit\.xml.*|report\.md.*bundle\.tar\.gz/);
    }
    expect(gitlab.proof.artifacts.reports.junit).toBe('run/evidence/data/results.junit.xml');
  });
});

const path = chromiumPath();
if (path === undefined)
  process.stderr.write('documentation: the site is not looked at, because there is no Chromium\n');
if (!installed('mandoc'))
  process.stderr.write('documentation: mandoc is left out, because it is not on PATH\n');

describe.runIf(path !== undefined)('the site in Chromium', () => {
  let browser: Browser;
  let folder: string;
  let site: readonly string[];
  beforeAll(async () => {
    browser = await startChromium(path ?? '');
  });
  afterAll(async () => {
    await browser.close();
  });

  /** Opens every page in turn. */
  async function everyPage(
    look: (page: Page, name: string) => Promise<void>,
    scheme: 'light' | 'dark' = 'light',
  ) {
    folder = temporaryFolder();
    writeSite(folder);
    site = readdirSync(folder).filter((file) => file.endsWith('.html'));
    const page = await newPage(browser, { colorScheme: scheme });
    for (const name of site) {
      await page.goto(pathToFileURL(join(folder, name)).href);
      await look(page, name);
    }
    await page.close();
  }

  it.each(['light', 'dark'] as const)('has no accessibility violation (%s)', async (scheme) => {
    await everyPage(async (page, name) => {
      await page.evaluate(AXE);
      const violations = await page.evaluate(
        `axe.run(${scheme === 'dark' ? COLOURS : ''}).then((found) => found.violations.map((each) => each.id + " " + each.nodes[0].html))`,
      );
      expect([name, violations]).toEqual([name, []]);
      const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(background).toBe(scheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)');
    }, scheme);
  });

  it('asks for its style and its pictures only, and every link leads to something', async () => {
    const complaints: string[] = [];
    await everyPage(async (page, name) => {
      page.on('console', (message) => complaints.push(`${name}: ${message.text()}`));
      await page.reload();
      expect(await page.$$eval('script, iframe, form, input', (all) => all.length)).toBe(0);
      const images = await page.$$eval('img', (all) =>
        all.map((image) => (image as { naturalWidth?: number }).naturalWidth),
      );
      for (const width of images) expect(width).toBeGreaterThan(0);
      const links = await page.$$eval('a', (all) => all.map((link) => link.getAttribute('href') ?? ''));
      for (const link of links.filter((each) => !/^https?:/.test(each))) {
        const [file = '', anchor] = link.split('#');
        const target = join(folder, file === '' ? name : file);
        const there = existsSync(target) || !/\.(html|json)$/.test(target);
        expect([name, link, there]).toEqual([name, link, true]);
        if (anchor !== undefined && existsSync(target))
          expect(readFileSync(target, 'utf8')).toContain(`id="${anchor}"`);
      }
    });
    expect(complaints).toEqual([]);
  });

  it('fits a narrow window, and prints without its navigation', async () => {
    await everyPage(async (page, name) => {
      for (const width of [360, 800]) {
        await page.setViewportSize({ width, height: 640 });
        const sideways = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
        expect([name, width, Number(sideways) <= 0]).toEqual([name, width, true]);
      }
      await page.emulateMedia({ media: 'print' });
      expect(await page.isVisible('nav')).toBe(false);
      expect(await page.isVisible('h1')).toBe(true);
      await page.emulateMedia({ media: 'screen' });
    });
  });
});
