import { describe, expect, it } from 'vitest';
import { renderHar } from '../../../src/evidence/formats/har.ts';
import { runFactsOf } from '../../../src/proof/report/run-facts.ts';
import { sampleResults } from '../sample-results.ts';

const LISTED = ['content-type', 'content-length', 'server', 'x-request-id', 'request-id'];

describe('the HAR of a check', () => {
  const results = sampleResults();
  const check = results.checks[0];
  if (check === undefined) throw new Error('no check');
  const har = JSON.parse(renderHar(results, check, runFactsOf(results).get(check.id)));
  const [first, second] = har.log.entries;

  it('holds the headers of the list, from both parts of the results', () => {
    expect(first.response.headers).toEqual([
      { name: 'content-type', value: 'application/json' },
      { name: 'server', value: 'nginx' },
      { name: 'content-length', value: '17' },
    ]);
    expect(first.response.content).toMatchObject({ size: 17, mimeType: 'application/json' });
    expect(first.response.bodySize).toBe(17);
    for (const { name } of first.response.headers) expect(LISTED).toContain(name);
    expect(first.request.headers).toEqual([]);
  });

  it('says unknown where an answer had none', () => {
    expect(second.response.headers).toEqual([]);
    expect(second.response.content).toMatchObject({ size: 0, mimeType: 'x-unknown' });
    expect(second.response.bodySize).toBe(-1);
  });

  it('does not take any text for a length', () => {
    for (const length of ['-1', '1e9', '17, 17', '9'.repeat(40), '']) {
      const facts = { totalMs: 1, exchangesMs: [], hops: [], answerHeaders: [{ 'content-length': length }] };
      const entry = JSON.parse(renderHar(results, check, facts)).log.entries[0];
      expect(entry.response.bodySize, length).toBe(-1);
    }
  });
});
