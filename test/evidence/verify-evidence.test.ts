import { describe, expect, it } from 'vitest';
import { establishes } from '../../src/evidence/verify/verification.ts';
import { sampleResults } from './sample-results.ts';
import { brokenPoints, pointOf, sealed, signerOf, verified } from './sealed.ts';

describe('an evidence set that nobody touched', () => {
  it('is sound in every point, and says what is still open', async () => {
    const verification = await verified(await sealed(sampleResults()));
    expect(verification.points.flatMap(({ problems }) => problems)).toEqual([]);
    expect(verification.sound).toBe(true);
    expect(verification.verdict).toBe('WARNED');
    expect(verification.points.filter(({ status }) => status === 'open').map(({ id }) => id)).toEqual([
      'fresh',
      'repeated',
    ]);
  });

  it('establishes no origin from the key that it brings along', async () => {
    const files = await sealed(sampleResults());
    const verification = await verified(files, { trusted: {} });
    expect(pointOf(verification, 'origin').status).toBe('open');
    expect(establishes(verification, 'V2')).toBe(false);
  });

  it('establishes the origin by the proof code', async () => {
    const files = await sealed(sampleResults());
    const { facts } = await verified(files, { trusted: {} });
    const code = facts.proofCode ?? '';
    expect(establishes(await verified(files, { trusted: { code } }), 'V2')).toBe(true);
    for (const other of [code.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')), code.slice(0, -1), '']) {
      expect(brokenPoints(await verified(files, { trusted: { code: other } }))).toEqual(['origin']);
    }
  });

  it('does not trust another key', async () => {
    const verification = await verified(await sealed(sampleResults(), signerOf(2)));
    expect(pointOf(verification, 'origin').problems.map(({ id }) => id)).toEqual(['EV-OTHER-KEY']);
  });

  it('establishes freshness by a challenge that was signed and given back by the stack', async () => {
    const files = await sealed(sampleResults({ challenge: 'blue heron 42' }));
    expect(establishes(await verified(files, { challenge: 'blue heron 42' }), 'V3')).toBe(true);
    expect(pointOf(await verified(files, { challenge: 'blue heron 43' }), 'fresh').status).toBe('broken');
    const silent = sampleResults({
      challenge: 'blue heron 42',
      change: ({ echo: _echo, ...check }) => check,
    });
    const fresh = pointOf(await verified(await sealed(silent), { challenge: 'blue heron 42' }), 'fresh');
    expect(fresh.problems.map(({ detail }) => detail)).toEqual(['in no answer of the stack']);
  });

  it('is repeated by another run with the same outcome, and by no other', async () => {
    const theirs = sampleResults();
    const files = await sealed(theirs);
    const own = { ...sampleResults(), volatile: { ...theirs.volatile, run: 'another' } };
    expect(establishes(await verified(files, { own }), 'V4')).toBe(true);
    expect(pointOf(await verified(files, { own: theirs }), 'repeated').status).toBe('broken');
    const worse = { ...own, verdictDigest: '0'.repeat(64) };
    expect(pointOf(await verified(files, { own: worse }), 'repeated').status).toBe('broken');
  });
});

describe('a proof that was not whole', () => {
  it('is never green when the run was interrupted half-way', async () => {
    let seen = 0;
    const half = sampleResults({ change: (check) => (seen++ < 7 ? check : undefined) });
    const verification = await verified(await sealed(half));
    expect(brokenPoints(verification)).toEqual(['completeness']);
    expect(pointOf(verification, 'completeness').problems.map(({ id }) => id)).toContain('EV-CHECK-MISSING');
  });

  it('is not whole without its optional check called optional', async () => {
    const upgraded = sampleResults({ change: (check) => ({ ...check, required: false }) });
    expect(brokenPoints(await verified(await sealed(upgraded)))).toEqual(['completeness']);
  });

  it('has each check once, and none that this version does not have', async () => {
    const twice = sampleResults();
    const [first, second] = twice.checks;
    if (first === undefined || second === undefined) throw new Error('no checks');
    for (const checks of [
      [...twice.checks, second],
      [...twice.checks, { ...second, id: 'invented' }],
      twice.checks.map((check) => (check === second ? { ...check, proves: 'everything' } : check)),
    ]) {
      const verification = await verified(await sealed({ ...twice, checks }));
      expect(brokenPoints(verification)).toContain('completeness');
    }
  });

  it('cannot tell for a profile that the verifier does not have', async () => {
    const verification = await verified(await sealed(sampleResults()), { profileOf: () => undefined });
    expect(pointOf(verification, 'completeness').status).toBe('open');
  });

  it('does not let the maker sum up as he likes', async () => {
    const failed = sampleResults({
      change: (check) =>
        !check.required ? check : { ...check, status: 'FAIL', observed: undefined, reason: undefined },
    });
    const green = {
      ...failed,
      verdict: 'PASSED' as const,
      counts: { pass: failed.checks.length, skip: 0, fail: 0 },
    };
    const verification = await verified(await sealed(green));
    expect(pointOf(verification, 'verdict').problems.map(({ id }) => id)).toContain('EV-VERDICT-WRONG');
  });
});
