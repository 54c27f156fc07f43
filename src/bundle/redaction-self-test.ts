import { gzipSync } from 'node:zlib';
import { scanForLeaks } from '../redact/leak-scan.ts';
import { createRedactor } from '../redact/redactor.ts';
import { SecretRegistry } from '../redact/secret.ts';
import { selfTest as trackedSelfTest } from '../redact/tracked-self-test.ts';

/** One thing that was tried. */
export interface SelfTestCase {
  readonly part: 'redactor' | 'gate' | 'tracked-scan';
  /** What was planted, e.g. `known value, base64`. */
  readonly name: string;
  readonly passed: boolean;
}

/** What makes a canary: a value put together at run time, so that no file of the program holds one. */
interface Canary {
  readonly name: string;
  readonly parts: readonly string[];
}

const BODY = 'k3TmP0rVbX7nYcD2eF51Hq9Z';

const SHAPES: readonly Canary[] = [
  { name: 'Stripe key', parts: ['sk', '_live_', `51${BODY}`] },
  { name: 'Stripe restricted key', parts: ['rk', '_test_', `51${BODY}`] },
  { name: 'Stripe webhook secret', parts: ['whsec', '_', BODY] },
  { name: 'OpenAI key', parts: ['sk', '-proj-', BODY, BODY] },
  { name: 'Codex refresh token', parts: ['rt', '_', BODY, BODY] },
  { name: 'GitHub token', parts: ['gh', 'p_', BODY, 'k3TmP0rVbX7n'] },
  { name: 'AWS access key', parts: ['AK', 'IA', 'Q7XH5WNB3LDM2KAZ'] },
];

/** One way of writing a value. */
interface Encoding {
  readonly name: string;
  /** True for one that is told by the first bytes of a file, so that nothing may stand before it. */
  readonly whole?: true;
  encode(value: string): Uint8Array;
}

/** The ways in which a known value is planted. Their number is what the statement of a bundle tells. */
export const ENCODINGS: readonly Encoding[] = [
  { name: 'raw', encode: (value) => Buffer.from(value) },
  { name: 'base64', encode: (value) => Buffer.from(Buffer.from(value).toString('base64')) },
  {
    name: 'base64, one byte in',
    encode: (value) => Buffer.from(Buffer.from(`x${value}`).toString('base64')),
  },
  {
    name: 'base64, two bytes in',
    encode: (value) => Buffer.from(Buffer.from(`xy${value}`).toString('base64')),
  },
  { name: 'base64url', encode: (value) => Buffer.from(Buffer.from(value).toString('base64url')) },
  { name: 'hex', encode: (value) => Buffer.from(Buffer.from(value).toString('hex')) },
  {
    name: 'hex, upper case',
    encode: (value) => Buffer.from(Buffer.from(value).toString('hex').toUpperCase()),
  },
  { name: 'percent', encode: (value) => Buffer.from(encodeURIComponent(value)) },
  { name: 'JSON escapes', encode: (value) => Buffer.from(unicodeEscaped(value)) },
  { name: 'JSON in JSON', encode: (value) => Buffer.from(JSON.stringify(JSON.stringify(`"${value}"`))) },
  {
    name: 'HTML entities',
    encode: (value) => Buffer.from(value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')),
  },
];

/** The same for the gate alone: the redactor withholds such files whole. */
export const GATE_ONLY: readonly Encoding[] = [
  { name: 'gzip', whole: true, encode: (value) => gzipSync(value) },
  { name: 'UTF-16', whole: true, encode: (value) => Buffer.from(`x ${value} y`, 'utf16le') },
  { name: 'wrapped lines', encode: (value) => Buffer.from(`${value.slice(0, 15)}\n${value.slice(15)}`) },
];

/**
 * Tries redactor, gate and tracked scan on canaries. Cheap enough to be done before every bundle.
 * @param random random bytes in hex, at least 16 digits: the known value that is planted
 * @returns what was tried; all of it must have passed
 */
export function redactionSelfTest(random: string): readonly SelfTestCase[] {
  const value = `Canary-${random}/+&<q`;
  const registry = new SecretRegistry();
  registry.secret('CANARY', value);
  return [...redactorCases(value, registry), ...gateCases(value, registry), ...trackedCases()];
}

function redactorCases(value: string, registry: SecretRegistry): SelfTestCase[] {
  const redactor = createRedactor(registry);
  const removes = (name: string, text: Uint8Array, planted: string): SelfTestCase => {
    const { bytes, findings } = redactor.file('canary.log', Buffer.concat([BEFORE, text, AFTER]));
    return { part: 'redactor', name, passed: findings.length > 0 && !bytes.includes(planted) };
  };
  const clean = Buffer.from(INNOCENT);
  return [
    ...ENCODINGS.map(({ name, encode }) => {
      const text = encode(value);
      return removes(`known value, ${name}`, text, Buffer.from(text).toString('latin1').slice(4, -4));
    }),
    ...SHAPES.map(({ name, parts }) => removes(name, Buffer.from(parts.join('')), parts.join(''))),
    {
      part: 'redactor',
      name: 'harmless text stays as it is',
      passed: redactor.file('canary.log', clean).bytes.equals(clean),
    },
  ];
}

function gateCases(value: string, registry: SecretRegistry): SelfTestCase[] {
  const nothingKnown = new SecretRegistry();
  const leaks = (bytes: Uint8Array, known: SecretRegistry) => scanForLeaks('canary', bytes, known).length > 0;
  const hits = (text: Uint8Array, known: SecretRegistry) =>
    leaks(Buffer.concat([BEFORE, text, AFTER]), known);
  return [
    ...[...ENCODINGS, ...GATE_ONLY].map(({ name, whole, encode }): SelfTestCase => {
      const text = encode(value);
      const passed = whole === true ? leaks(text, registry) : hits(text, registry);
      return { part: 'gate', name: `known value, ${name}`, passed };
    }),
    ...SHAPES.map(
      ({ name, parts }): SelfTestCase => ({
        part: 'gate',
        name,
        passed: hits(Buffer.from(parts.join('')), nothingKnown),
      }),
    ),
    {
      part: 'gate',
      name: 'known value in a file name',
      passed: scanForLeaks(value, Buffer.of(), registry).length > 0,
    },
    { part: 'gate', name: 'harmless text passes', passed: !hits(Buffer.from(INNOCENT), registry) },
  ];
}

function trackedCases(): SelfTestCase[] {
  const missed = trackedSelfTest();
  const name = missed === undefined ? 'every strict kind, and harmless text' : `missed: ${missed}`;
  return [{ part: 'tracked-scan', name, passed: missed === undefined }];
}

const BEFORE = Buffer.from('2026-01-31T12:00:00Z level=info value ');
const AFTER = Buffer.from(' end\n');
const INNOCENT =
  'task-runner-1 disk-usage token_count=42 monkey=banana key_id=17 password_reset_enabled: true\n';

function unicodeEscaped(value: string): string {
  return [...value].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
