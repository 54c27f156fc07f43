import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdLedger } from '../../src/bundle/hold-ledger.ts';
import { prepareBundle } from '../../src/bundle/prepare-bundle.ts';
import { packBundle } from '../../src/bundle/seal-bundle.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { fileCollector, requestFor, type Scratch, scratch } from './bundle-fixture.ts';
import { downRuntime } from './fake-stack.ts';

const PLANTED = 'planted-value-4fd1c07b93';

let place: Scratch;

beforeEach(async () => {
  place = await scratch();
});

afterEach(() => place.remove());

async function members() {
  return (await packBundle(await prepared())).members;
}

async function prepared() {
  const secrets = new SecretRegistry();
  secrets.secret('PLANTED', PLANTED);
  const collectors = [
    fileCollector('a.txt', `one ${PLANTED}\nolder [REDACTED:secret:0123456789ab]\n`, 'a'),
    fileCollector('b.txt', 'nothing\n', 'b'),
  ];
  const request = requestFor(downRuntime(), place.folder, { secrets, collectors });
  return prepareBundle(request);
}

const differs = expect.objectContaining({ reason: expect.objectContaining({ id: 'BN-LEDGER-DIFFERS' }) });

describe('holdLedger', () => {
  it('accepts a bundle as it was made, with what had been redacted before', async () => {
    const made = await members();
    expect(() => holdLedger(made)).not.toThrow();
  });

  it.each([
    ['a placeholder that is gone', 'a.txt', 'one\nolder [REDACTED:secret:0123456789ab]\n'],
    ['a placeholder that was moved', 'a.txt', ' one [REDACTED:secret]\nolder [REDACTED:secret]\n'],
    ['a placeholder that nobody told of', 'b.txt', 'nothing [REDACTED:secret]\n'],
  ])('refuses %s', async (_, name, text) => {
    const changed = (await members()).map((member) =>
      member.path.endsWith(`/${name}`) ? { ...member, bytes: Buffer.from(text) } : member,
    );
    expect(() => holdLedger(changed)).toThrow(differs);
  });

  it('is asked before a bundle is made', async () => {
    const made = await prepared();
    const collections = made.collections.map((collection) => ({
      ...collection,
      files: collection.files.map((file) => ({ ...file, findings: [] })),
    }));
    await expect(packBundle({ ...made, collections })).rejects.toEqual(differs);
  });

  it('refuses a bundle without its ledgers', async () => {
    const without = (await members()).filter(({ path }) => !path.endsWith('redactions.json'));
    expect(() => holdLedger(without)).toThrow(differs);
  });
});
