import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { LeakFinder } from '../../src/redact/leak-finder.ts';
import { scanForLeaks } from '../../src/redact/leak-scan.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { ALPHANUMERIC, INNOCENT, randomNumbers, randomSecret, SHAPES } from './corpus.ts';
import { wholeDecoding } from './whole-decoding.ts';

const ENCODINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => Buffer.from(text).toString('hex').toUpperCase(),
  (text) => Buffer.from(text, 'utf16le').toString('base64'),
  (text) => gzipSync(text).toString('base64'),
  (text) => encodeURIComponent(text),
  (text) => JSON.stringify(text),
  (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`),
  (text) => text.replace(/(.{20})/g, '$1\n  '),
];

/** What a scan finds that decodes everything. */
function withoutShortCut(bytes: Buffer, finder: LeakFinder): Set<string> {
  return new Set(wholeDecoding(bytes).flatMap((layer) => finder.find(layer).map(({ rule }) => rule)));
}

it.each([
  ['any sign', `${ALPHANUMERIC} "%&/=+-_\\`],
  // Signs that no value holds are not decoded.
  ['few signs', `${ALPHANUMERIC}/=+-_`],
])('misses nothing by decoding only what may hold a part of values with %s', (_name, signs) => {
  const random = randomNumbers(77);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const anything = `${ALPHANUMERIC} "%&/=+-_\\`;
  const values = Array.from({ length: 20 }, () => randomSecret(random, 8 + Math.floor(random() * 40), signs));
  const registry = new SecretRegistry();
  for (const [i, value] of values.entries()) registry.secret(`V${i}`, value);
  const finder = new LeakFinder(registry.all());
  let found = 0;
  for (let round = 0; round < 150; round++) {
    const secret = pick([pick(values), pick(values), pick(Object.values(SHAPES)), 'nothing at all here']);
    // A shape begins a word.
    const before = `${randomSecret(random, Math.floor(random() * 6), anything)}${pick([' ', '=', '"'])}`;
    const inner = pick(ENCODINGS)(`${before}${secret}${pick(['', 'x', ' and more'])}`);
    const outer = pick(ENCODINGS)(`${pick(['', 'k=', '"'])}${inner}${pick(['', '"', ' '])}`);
    const bytes = Buffer.from(`${pick(INNOCENT)} ${outer}\n${pick(INNOCENT)}`);
    const expected = withoutShortCut(bytes, finder);
    const hits = new Set(
      scanForLeaks('a', bytes, registry)
        .filter(({ path }) => path.startsWith('a'))
        .map(({ rule }) => rule),
    );
    expect([...expected].filter((hit) => !hits.has(hit))).toEqual([]);
    if (hits.size > 0) found++;
  }
  expect(found).toBeGreaterThan(50);
});
