import { describe, expect, it } from 'vitest';
import { renderCtrf } from '../../src/evidence/formats/ctrf.ts';
import { renderHtml } from '../../src/evidence/formats/html/report.ts';
import { renderJunit } from '../../src/evidence/formats/junit.ts';
import { renderVerifyGuide } from '../../src/evidence/formats/verify-guide.ts';
import { resultsJson } from '../../src/proof/report/make-results.ts';
import { renderMarkdown } from '../../src/proof/report/markdown.ts';
import type { Results } from '../../src/proof/report/results.ts';
import { notPassed, resultsOf } from './sample-results.ts';

/** Results whose one check failed with a next step that is a command. */
function failedOn(profile: Pick<Results['profile'], 'id' | 'runtime'>, gateway: string): Results {
  const { profile: sample } = resultsOf([]);
  return resultsOf([notPassed('notes', 'FAIL', 'ST-NOT-RUNNING')], {
    profile: { ...sample, ...profile },
    urls: { gateway },
  });
}

/** Every document whose commands a reader may paste. */
const DOCUMENTS = [
  ['report.md', renderMarkdown],
  ['report.html', renderHtml],
  ['results.junit.xml', renderJunit],
  ['results.ctrf.json', renderCtrf],
] as const;

describe.each(DOCUMENTS)('%s', (_, render) => {
  it.each([
    ['embedded', 'embedded', 'bus-setup start'],
    ['local', 'compose', 'bus-setup start --profile local --checkout DIR'],
    ['hosted', 'attach', 'bus-setup start --profile hosted --url https://ai.example/v1'],
    ['of-our-own', 'embedded', 'bus-setup start --profile FILE'],
  ])('names what a reader shares of a stack of %s', (id, runtime, command) => {
    // Markdown disarms the two letters after which a link would begin.
    const text = render(failedOn({ id, runtime }, 'https://ai.example/v1')).replaceAll('&#58;', ':');
    expect(text).toContain(command);
    if (id === 'embedded') expect(text).not.toContain(`${command} --`);
  });

  it('takes no address for one that is none', () => {
    const evil = 'https://x/`\n```\nrm -rf ~ # "><script>';
    const text = render(failedOn({ id: 'hosted', runtime: 'attach' }, evil));
    expect(text).not.toContain('--url');
  });
});

it('results.json keeps the words of the catalog', () => {
  const text = resultsJson(failedOn({ id: 'local', runtime: 'compose' }, 'http://127.0.0.1:1'));
  expect(text).toContain('"next": "bus-setup start"');
});

it('the guide repeats the proof on the same stack, and takes no command out of an address', () => {
  const good = renderVerifyGuide(failedOn({ id: 'hosted', runtime: 'attach' }, 'https://ai.example'));
  expect(good).toContain('\nbus-setup proof --profile hosted --url https://ai.example\n');
  const evil = failedOn({ id: 'hosted', runtime: 'attach' }, 'https://x\n$(id)');
  expect(renderVerifyGuide(evil)).toContain('\nbus-setup proof --profile hosted\n');
});
