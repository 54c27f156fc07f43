import { describe, expect, it } from 'vitest';
import { MANIFEST, SIGNATURE } from '../../src/evidence/bag/bagit.ts';
import { statementOf } from '../../src/evidence/formats/statement.ts';
import { sealEvidence } from '../../src/evidence/seal-evidence.ts';
import { envelopeOf, STATEMENT_TYPE } from '../../src/evidence/signing/dsse.ts';
import type { EvidenceSigner } from '../../src/evidence/signing/evidence-signer.ts';
import { sigstoreBundle } from '../../src/evidence/signing/sigstore-bundle.ts';
import { armouredSshsig, sshsigPreimage } from '../../src/evidence/signing/sshsig.ts';
import type { Point, PointId } from '../../src/evidence/verify/verification.ts';
import { bytesOf, sampleResults } from './sample-results.ts';
import { manifestsMadeAgain, pointOf, sealed, signerOf, verified } from './sealed.ts';

type Files = Map<string, Buffer>;
const results = sampleResults();
const signer = signerOf();

/** What a forger does who has the key: the manifests fit, and the signature too. */
async function signedAgain(
  files: ReadonlyMap<string, Uint8Array>,
  by: EvidenceSigner = signer,
): Promise<Files> {
  const whole = manifestsMadeAgain(files);
  whole.set(SIGNATURE, Buffer.from(await by.signManifest(whole.get(MANIFEST) ?? Buffer.alloc(0))));
  const fitting = manifestsMadeAgain(whole);
  return new Map([...fitting].map(([path, bytes]) => [path, Buffer.from(bytes)]));
}

/** The set of results whose bytes were edited, everything around them made to fit. */
async function withResults(edit: (text: string) => string): Promise<Files> {
  const bytes = Buffer.from(edit(bytesOf(results).toString()));
  const files = await sealEvidence(results, bytes, signer);
  return await signedAgain(files);
}

async function withFile(path: string, edit: (text: string) => string): Promise<Files> {
  const files = await sealed(results);
  return new Map(files).set(path, Buffer.from(edit((files.get(path) ?? Buffer.alloc(0)).toString())));
}

/** A statement of the forger's own, well signed with the statement's key, in both envelopes. */
async function withStatement(edit: (statement: object) => object): Promise<Files> {
  const payload = Buffer.from(JSON.stringify(edit(statementOf(results, bytesOf(results)))));
  const { statementKey } = signer;
  const envelope = envelopeOf(STATEMENT_TYPE, payload, statementKey.publicKey.fingerprint, (bytes) =>
    statementKey.sign(bytes),
  );
  const files = new Map(await sealed(results))
    .set('data/proof.intoto.jsonl', Buffer.from(`${JSON.stringify(envelope)}\n`))
    .set('data/proof.sigstore.json', Buffer.from(`${JSON.stringify(sigstoreBundle(envelope))}\n`));
  return await signedAgain(files);
}

async function problemsOf(files: Files, id: PointId): Promise<readonly string[]> {
  const verification = await verified(files);
  expect(verification.sound).toBe(false);
  const { problems }: Point = pointOf(verification, id);
  return problems.map((problem) => problem.id);
}

it('whoever has the key and changes nothing is believed, so that each idea below is what is noticed', async () => {
  expect((await verified(await signedAgain(await sealed(results)))).sound).toBe(true);
  expect((await verified(await withResults((text) => text))).sound).toBe(true);
  expect((await verified(await withStatement((statement) => statement))).sound).toBe(true);
});

describe('results.json that two readers would read differently', () => {
  it.each([
    [
      'a status twice',
      (text: string) => text.replace('"status": "SKIP"', '"status": "PASS",\n      "status": "SKIP"'),
    ],
    ['a status in escapes', (text: string) => text.replace('"PASS"', '"\\u0050ASS"')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['a second document behind it', (text: string) => `${text}{}`],
    ['carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a number that is none', (text: string) => text.replace(/"pass": \d+/, '"pass": 1e400')],
    [
      'a number beyond all precision',
      (text: string) => text.replace(/"pass": \d+/, '"pass": 9007199254740993'),
    ],
    ['a negative zero', (text: string) => text.replace(/"fail": \d+/, '"fail": -0')],
    [
      'a member that changes prototypes',
      (text: string) => text.replace('{', '{\n  "__proto__": {"verdict": "PASSED"},'),
    ],
    ['half a character', (text: string) => text.replace('As documented.', '\\ud800')],
  ])('with %s is not read', async (_name, edit) => {
    expect(await problemsOf(await withResults(edit), 'verdict')).toEqual(['EV-RESULTS-SHAPE']);
  });

  it('with the name of a check in letters that look alike has one check too few and one too many', async () => {
    const files = await sealed(
      sampleResults({ change: (check) => ({ ...check, id: check.id.replace('models', 'mod\u0435ls') }) }),
    );
    const ids = await problemsOf(files, 'completeness');
    expect(ids).toContain('EV-CHECK-MISSING');
    expect(ids).toContain('EV-CHECK-UNKNOWN');
  });

  it('with a latency beyond all time crashes nothing', async () => {
    const huge = sampleResults();
    const [first, ...rest] = huge.volatile.latencies;
    if (first === undefined) throw new Error('no latency');
    const latencies = [{ ...first, totalMs: Number.MAX_VALUE, exchangesMs: [Number.MAX_VALUE] }, ...rest];
    const files = await sealed({ ...huge, volatile: { ...huge.volatile, latencies } });
    expect((await verified(files)).points.map(({ status }) => status)).not.toContain('broken');
  });
});

describe('a manifest that two readers would read differently', () => {
  it.each([
    ['carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
    [
      'digests in capitals',
      (text: string) => text.replace(/^[0-9a-f]{64}/m, (digest) => digest.toUpperCase()),
    ],
    ['a star for binary', (text: string) => text.replace('  data/', ' *data/')],
    ['a path twice', (text: string) => text + text.slice(0, text.indexOf('\n') + 1)],
    ['another order', (text: string) => text.trimEnd().split('\n').reverse().join('\n').concat('\n')],
    ['an escaped name', (text: string) => `\\${text}`],
    ['no line feed at its end', (text: string) => text.trimEnd()],
    ['a comment', (text: string) => `# sealed\n${text}`],
  ])('with %s has not the one form', async (_name, edit) => {
    const files = await withFile(MANIFEST, edit);
    expect(await problemsOf(files, 'integrity')).toContain('EV-MANIFEST-FORM');
    expect(await problemsOf(files, 'origin')).toEqual(['EV-SIGNATURE-WRONG']);
  });

  it.each(['manifest-sha512.txt', 'manifest-sha256.txt.bak', 'fetch.txt', 'MANIFEST-SHA256.TXT', '.hidden'])(
    'beside %s is not alone',
    async (name) => {
      const files = new Map(await sealed(results)).set(name, Buffer.from('x'));
      expect(await problemsOf(files, 'integrity')).toContain('EV-FILE-UNLISTED');
    },
  );

  it('with a name that leads out names a file that is not there', async () => {
    const files = await withFile(MANIFEST, (text) => `${text}${'0'.repeat(64)}  data/z/../../bagit.txt\n`);
    expect(await problemsOf(files, 'integrity')).toContain('EV-FILE-MISSING');
  });
});

describe('a signature', () => {
  it('of the same key for another purpose is none for this one', async () => {
    const files = await sealed(results);
    const manifest = files.get(MANIFEST) ?? Buffer.alloc(0);
    const { statementKey: key } = signer;
    for (const namespace of ['file', 'git', 'bus-setup-receipt', 'bus-setup-evidence\0', '']) {
      const armour = armouredSshsig(key.publicKey, namespace, key.sign(sshsigPreimage(manifest, namespace)));
      const forged = new Map(files).set(SIGNATURE, Buffer.from(armour));
      expect(await problemsOf(forged, 'origin'), namespace).toEqual(['EV-SIGNATURE-FORMAT']);
    }
  });

  it.each([
    ['carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a line behind it', (text: string) => `${text}\n`],
    ['a second one behind it', (text: string) => text + text],
    ['another wrap', (text: string) => text.replace(/^(.{60})(.{10})$/m, '$1\n$2')],
  ])('with %s is not as ssh-keygen writes it', async (_name, edit) => {
    expect(await problemsOf(await withFile(SIGNATURE, edit), 'origin')).toEqual(['EV-SIGNATURE-FORMAT']);
  });
});

describe('a signed statement', () => {
  const subjectOf = (name: string) => ({ name, digest: { sha256: '0'.repeat(64) } });
  it.each([
    [
      'about a further file',
      (statement: object) => ({ ...statement, subject: [subjectOf('results.json'), subjectOf('other')] }),
    ],
    ['about nothing', (statement: object) => ({ ...statement, subject: [] })],
    ['about other results', (statement: object) => ({ ...statement, subject: [subjectOf('results.json')] })],
    [
      'of another predicate',
      (statement: object) => ({ ...statement, predicateType: 'https://slsa.dev/provenance/v1' }),
    ],
    ['with a member of its own', (statement: object) => ({ ...statement, extra: true })],
    ['that is no statement', () => ({})],
  ])('%s is none about these results', async (_name, edit) => {
    expect(await problemsOf(await withStatement(edit), 'statement')).toEqual(['EV-STATEMENT-DIFFERS']);
  });

  it.each([
    ['two signatures', (text: string) => text.replace(/"signatures":\[(\{.*?\})\]/, '"signatures":[$1,$1]')],
    ['no signature', (text: string) => text.replace(/"signatures":\[.*?\]/, '"signatures":[]')],
    ['another key id', (text: string) => text.replace(/"keyid":"[^"]*"/, '"keyid":"SHA256:else"')],
    [
      'its members in another order',
      (text: string) => `${JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()))}\n`,
    ],
    ['a second line', (text: string) => text + text],
  ])('in an envelope with %s differs', async (_name, edit) => {
    const files = await signedAgain(await withFile('data/proof.intoto.jsonl', edit));
    expect(await problemsOf(files, 'statement')).toContain('EV-STATEMENT-DIFFERS');
  });

  it('in a Sigstore bundle with an invented log entry differs', async () => {
    const edit = (text: string) => text.replace('"tlogEntries":[]', '"tlogEntries":[{"logIndex":"1"}]');
    const files = await signedAgain(await withFile('data/proof.sigstore.json', edit));
    expect(await problemsOf(files, 'statement')).toEqual(['EV-STATEMENT-DIFFERS']);
  });
});
