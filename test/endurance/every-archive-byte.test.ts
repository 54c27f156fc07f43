import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MANIFEST_NAME, manifestSchema } from '../../src/bundle/manifest.ts';
import { writeBundle } from '../../src/bundle/write-bundle.ts';
import { checkBundleIntegrity } from '../../src/evidence/verify/check-bundle-integrity.ts';
import { checkIntegrity } from '../../src/evidence/verify/check-integrity.ts';
import { jsonOf } from '../../src/evidence/verify/json-of.ts';
import { readTar } from '../../src/evidence/verify/read-archive.ts';
import { readGzip } from '../../src/evidence/verify/read-gzip.ts';
import { SetupError } from '../../src/reasons/setup-error.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { fileCollector, requestFor, scratch } from '../bundle/bundle-fixture.ts';
import { fakeStack } from '../bundle/fake-stack.ts';
import { written } from '../evidence/on-disk.ts';
import { sampleResults } from '../evidence/sample-results.ts';

/** Small enough that every single byte can be changed. */
const results = sampleResults({
  change: (check) => (check.id === 'models' ? { ...check, exchanges: [] } : undefined),
});

/** Changes one bit of each byte in turn; a refusal is expected, any other error is a crash of the verifier. */
async function survivors(
  bytes: Buffer,
  noticed: (changed: Buffer) => boolean | Promise<boolean>,
): Promise<readonly number[]> {
  const unnoticed: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    bytes[at] = byte ^ (1 << (at % 8));
    try {
      if (!(await noticed(bytes))) unnoticed.push(at);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      expect(error.reason.id).toMatch(/^EV-(HOSTILE-ARCHIVE|TOO-LARGE)$/);
    }
    bytes[at] = byte;
  }
  return unnoticed;
}

/**
 * Changes every byte of a gzip. Deflate has several spellings of the same content, and fills its last byte up; so a few
 * changes mean nothing. Those must give the very same tar.
 */
async function harmless(gzip: Buffer): Promise<readonly number[]> {
  const tar = gunzipSync(gzip);
  return await survivors(gzip, async (changed) => {
    expect(tar.equals(await readGzip(changed))).toBe(true);
    return false;
  });
}

describe('evidence.tar.gz', () => {
  it('shows a change of any byte of its tar at V1, without anything from outside', async () => {
    const tar = gunzipSync(readFileSync((await written(results)).archive));
    expect(checkIntegrity((await readTar(tar)).files, results).status).toBe('holds');
    const unnoticed = await survivors(tar, async (changed) => {
      const { top, files } = await readTar(changed);
      return top !== 'evidence' || checkIntegrity(files, results).status === 'broken';
    });
    expect(unnoticed).toEqual([]);
  });

  it('is refused with any byte of its gzip changed, or unpacks to the very same tar', async () => {
    const gzip = readFileSync((await written(results)).archive);
    expect((await harmless(gzip)).length).toBeLessThan(gzip.length / 100);
  });
});

describe('bundle.tar.gz', () => {
  async function small() {
    const place = await scratch();
    onTestFinished(place.remove);
    const secrets = new SecretRegistry();
    secrets.secret('PLANTED', 'planted-value-4fd1c07b93');
    const stack = await fakeStack(secrets, {});
    onTestFinished(stack.close);
    return await writeBundle(
      requestFor(stack.runtime, place.folder, {
        secrets,
        collectors: [fileCollector('logs/a.log', 'key planted-value-4fd1c07b93\n', 'logs')],
      }),
    );
  }

  it('shows a change of any byte of its tar: by the published digest all of them, by its manifest all others', async () => {
    const { path, tarSha256 } = await small();
    const tar = gunzipSync(readFileSync(path));
    const original = await readTar(tar);
    const unnoticed = await survivors(tar, async (changed) => {
      const { files, tarSha256: actual } = await readTar(changed);
      const manifest = jsonOf(files.get(MANIFEST_NAME) ?? new Uint8Array(), manifestSchema);
      if (manifest === undefined) return true;
      const published = { expected: tarSha256, actual: [actual], beside: false };
      expect(checkBundleIntegrity(files, manifest, published).status).toBe('broken');
      return checkBundleIntegrity(files, manifest, undefined).status === 'broken';
    });
    // Nothing in a bundle vouches for what its two manifests say beside names and digests.
    const text = tar.toString('latin1');
    const inManifest = (at: number) =>
      ['manifest.json', 'volatile/manifest.json'].some((name) => {
        const start = text.indexOf(Buffer.from(original.files.get(name) ?? '-').toString('latin1'));
        return at >= start && at < start + (original.files.get(name)?.byteLength ?? 0);
      });
    expect(unnoticed.filter((at) => !inManifest(at))).toEqual([]);
  });

  it('is refused with any byte of its gzip changed, or unpacks to the very same tar', async () => {
    const gzip = readFileSync((await small()).path);
    expect((await harmless(gzip)).length).toBeLessThan(gzip.length / 100);
  });
});
