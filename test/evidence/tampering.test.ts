import { describe, expect, it } from 'vitest';
import { MANIFEST, SIGNATURE, TAG_MANIFEST } from '../../src/evidence/bag/bagit.ts';
import { checkIntegrity } from '../../src/evidence/verify/check-integrity.ts';
import { checkOrigin } from '../../src/evidence/verify/check-origin.ts';
import { resultsSchema } from '../../src/proof/report/results.ts';
import { sampleResults } from './sample-results.ts';
import { brokenPoints, buyer, manifestsMadeAgain, pointOf, sealed, signerOf, verified } from './sealed.ts';

/** Small enough that every single byte can be changed. */
const small = () => sampleResults({ change: (check) => (check.id === 'models' ? check : undefined) });

describe('V1 notices', () => {
  it('every file that is deleted, added, renamed, cut, extended, swapped or doubled', async () => {
    const results = small();
    const files = await sealed(results);
    const tampered: [string, Map<string, Uint8Array>][] = [
      ['added', new Map(files).set('data/extra', Buffer.alloc(0))],
    ];
    tampered.push(['added beside', new Map(files).set('extra.txt', Buffer.from('x'))]);
    const paths = [...files.keys()];
    for (const [index, path] of paths.entries()) {
      const bytes = files.get(path) ?? Buffer.alloc(0);
      const without = new Map(files);
      without.delete(path);
      tampered.push([`deleted ${path}`, without]);
      tampered.push([`renamed ${path}`, new Map(without).set(`${path}.bak`, bytes)]);
      tampered.push([`cut ${path}`, new Map(files).set(path, bytes.subarray(0, -1))]);
      tampered.push([
        `extended ${path}`,
        new Map(files).set(path, Buffer.concat([bytes, Buffer.from('\n')])),
      ]);
      tampered.push([`emptied ${path}`, new Map(files).set(path, Buffer.alloc(0))]);
      tampered.push([`doubled ${path}`, new Map(files).set(`data/copy-of/${path}`, bytes)]);
      const other = paths[(index + 1) % paths.length] ?? '';
      const otherBytes = files.get(other) ?? Buffer.alloc(0);
      tampered.push([`swapped ${path}`, new Map(files).set(path, otherBytes).set(other, bytes)]);
    }
    const survivors = tampered.filter(([, changed]) => checkIntegrity(changed, results).status !== 'broken');
    expect(survivors.map(([name]) => name)).toEqual([]);
  });
});

describe('V2 notices', () => {
  it('every payload file that was changed by somebody who made the manifests fit again', async () => {
    const files = await sealed(small());
    for (const [path, bytes] of files) {
      if (!path.startsWith('data/')) continue;
      const changed = Buffer.from(bytes);
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      const verification = await verified(manifestsMadeAgain(new Map(files).set(path, changed)));
      expect(brokenPoints(verification), path).toContain('origin');
    }
  });

  it('every change of one byte of the manifest or of its signature', async () => {
    const files = await sealed(small());
    const { trusted, ...context } = await buyer();
    expect((await checkOrigin(files, trusted, context)).point.status).toBe('holds');
    for (const path of [MANIFEST, SIGNATURE]) {
      const bytes = files.get(path) ?? Buffer.alloc(0);
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = (bytes[at] ?? 0) ^ (1 << (at % 7));
        const { point } = await checkOrigin(new Map(files).set(path, changed), trusted, context);
        expect(point.status, `${path}:${at}`).toBe('broken');
      }
    }
  });

  it('another run, whole and well signed by somebody else', async () => {
    const verification = await verified(await sealed(sampleResults(), signerOf(9)));
    expect(brokenPoints(verification)).toEqual(['origin']);
  });

  it('a signature that was made for another purpose or another manifest', async () => {
    const files = await sealed(sampleResults());
    const other = await sealed(small());
    const taken = new Map(files).set(SIGNATURE, other.get(SIGNATURE) ?? Buffer.alloc(0));
    expect(pointOf(await verified(taken), 'origin').problems.map(({ id }) => id)).toEqual([
      'EV-SIGNATURE-WRONG',
    ]);
  });
});

describe('whoever signs himself', () => {
  it('cannot edit a status, a check or the order of two without it showing', async () => {
    const honest = sampleResults();
    const [first, second, ...rest] = honest.checks;
    if (first === undefined || second === undefined) throw new Error('no checks');
    const edits = {
      'a status': { ...honest, checks: [{ ...first, status: 'FAIL' as const }, second, ...rest] },
      'a deleted check': { ...honest, checks: [first, ...rest] },
      'a doubled check': { ...honest, checks: [first, first, second, ...rest] },
      'a renamed check': { ...honest, checks: [{ ...first, id: 'gateway-steady' }, second, ...rest] },
      'two swapped names': {
        ...honest,
        checks: [{ ...first, id: second.id }, { ...second, id: first.id }, ...rest],
      },
      'a verdict': { ...honest, verdict: 'PASSED' as const },
      'a count': { ...honest, counts: { ...honest.counts, pass: honest.counts.pass + 1 } },
      'a digest': { ...honest, verdictDigest: 'f'.repeat(64) },
    };
    for (const [name, edited] of Object.entries(edits)) {
      const verification = await verified(await sealed(resultsSchema.parse(edited)));
      expect(verification.sound, name).toBe(false);
    }
  });

  it('cannot put another report or statement beside the results', async () => {
    const files = await sealed(small());
    const later = { ...small(), challenge: 'another' };
    const other = await sealed({
      ...later,
      volatile: { ...later.volatile, startedAt: '2026-04-01T00:00:00.000Z' },
    });
    for (const path of files.keys()) {
      if (!path.startsWith('data/') || path === 'data/proof.pub.pem' || path === 'data/results.json')
        continue;
      const exchanged = manifestsMadeAgain(new Map(files).set(path, other.get(path) ?? Buffer.alloc(0)));
      const same =
        Buffer.compare(files.get(path) ?? Buffer.alloc(0), other.get(path) ?? Buffer.alloc(0)) === 0;
      const broken = brokenPoints(await verified(exchanged, { trusted: {} }));
      if (!same)
        expect(
          broken.some((id) => id === 'reports' || id === 'statement'),
          path,
        ).toBe(true);
    }
  });
});

describe('the verifier', () => {
  it('does not crash on anything', async () => {
    const files = await sealed(small());
    const junk = [
      '',
      '\0',
      '{}',
      '[]',
      'null',
      '{"__proto__":{"a":1}}',
      '\ud800',
      '{"schema":"busdk.setup/results/v1"}',
    ];
    for (const path of files.keys()) {
      for (const text of [...junk, '['.repeat(10_000)]) {
        const verification = await verified(new Map(files).set(path, Buffer.from(text)));
        expect(verification.sound, `${path} = ${text.slice(0, 20)}`).toBe(false);
      }
    }
    expect((await verified(new Map())).sound).toBe(false);
  });

  it('reports a tag manifest that names something else', async () => {
    const files = await sealed(small());
    const text = files.get(TAG_MANIFEST)?.toString() ?? '';
    const upper = new Map(files).set(TAG_MANIFEST, Buffer.from(text.toUpperCase()));
    expect(brokenPoints(await verified(upper))).toContain('integrity');
  });
});
