import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { benchText, HOSTILE_NAMES, MEGABYTE } from './texts.ts';

/** Bytes that are the same in each run and mean nothing. */
function noise(length: number): Buffer {
  const parts: Buffer[] = [];
  for (let number = 0, size = 0; size < length; number++, size += 64)
    parts.push(createHash('sha512').update(String(number)).digest());
  return Buffer.concat(parts, length);
}

function filled(unit: string | Buffer): Buffer {
  const bytes = Buffer.from(unit);
  return Buffer.concat(Array.from({ length: Math.ceil(MEGABYTE / bytes.length) }, () => bytes));
}

function nested(inner: Buffer, encode: (bytes: Buffer) => string): Buffer {
  let bytes = inner;
  while (bytes.length < MEGABYTE) bytes = Buffer.from(encode(bytes));
  return bytes;
}

/** A line of a run's journal: JSON that holds answers, which are JSON again. */
function journal(): Buffer {
  const lines: string[] = [];
  for (let number = 0, size = 0; size < 4 * MEGABYTE; number++) {
    const id = createHash('sha256').update(String(number)).digest('hex');
    const answer = JSON.stringify({
      id,
      data: [{ object: 'model', url: `/v1/models/${number}` }],
      next: null,
    });
    const exchanges = Array.from({ length: 6 }, (_, i) => ({
      purpose: 'lists the models',
      method: 'GET',
      url: `http://127.0.0.1:18080/v1/models?page=${i}`,
      headers: { 'content-type': 'application/json', 'x-request-id': id.slice(0, 32) },
      answer,
    }));
    const line = `${JSON.stringify({ v: 1, seq: number, at: '2026-01-31T12:00:00.000Z', type: 'check.finished', exchanges })}\n`;
    lines.push(line);
    size += line.length;
  }
  return Buffer.from(lines.join(''));
}

/** What only the gate has to bear: it undoes encodings, and looks into what is compressed. */
const OWN: Readonly<Record<string, () => Buffer>> = {
  'base64 of nothing': () => Buffer.from(noise(MEGABYTE).toString('base64')),
  'base64 of a text': () =>
    Buffer.from(filled('a text of some length, again and again. ').toString('base64')),
  'base64 of base64 of base64': () =>
    nested(Buffer.from('a text '.repeat(100)), (bytes) => bytes.toString('base64')),
  'short pieces of base64': () => filled(`${Buffer.from('hello world').toString('base64')} `),
  'wrapped base64': () => Buffer.from(noise(MEGABYTE).toString('base64').replace(/.{76}/g, '$&\n')),
  'hex of nothing': () => Buffer.from(noise(MEGABYTE).toString('hex')),
  'hex of a text': () => Buffer.from(filled('a text of some length. ').toString('hex')),
  'percent in percent': () =>
    nested(Buffer.from('key=value&'), (bytes) => bytes.toString('hex').replace(/../g, '%$&')),
  'percent signs': () => filled('%25'),
  'JSON in JSON': () => nested(Buffer.from('{"a":"b"}'), (bytes) => JSON.stringify(bytes.toString('latin1'))),
  'escaped letters': () => filled('\\u0041'),
  'escaped escapes': () => filled('\\\\u0041'),
  entities: () => filled('&#x41;'),
  'entities of entities': () => filled('&amp;#x41;'),
  ampersands: () => filled('&'),
  'short lines': () => filled('a\n'),
  'empty lines': () => filled('\n'),
  zeros: () => Buffer.alloc(MEGABYTE),
  'text in UTF-16': () => Buffer.from('a text of some length '.repeat(MEGABYTE / 44), 'utf16le'),
  'bytes that mean nothing': () => noise(MEGABYTE),
  'heads of members': () => filled(Buffer.from([0x1f, 0x8b, 0x08])),
  'members that are no text': () => gzipSync(noise(MEGABYTE)),
  'beginnings of known values': () => filled(`${knownValue(1).slice(0, 23)} `),
  'all needles': () =>
    filled('sk_live_ whsec_ sk-proj- rt_ ghp_ AKIA AIza xoxb- SG. eyJ -----BEGIN :// earer '),
};

/** The known values of the bench. */
export function knownValue(number: number): string {
  return createHash('sha256').update(`known ${number}`).digest('base64').slice(0, 24);
}

/** Names of the texts, what a bundle holds first. */
export const GATE_TEXTS: readonly string[] = [
  'journal',
  'busy log',
  'quiet log',
  ...Object.keys(OWN),
  ...HOSTILE_NAMES,
];

/** Makes a text. */
export function gateText(name: string): Buffer {
  return name === 'journal' ? journal() : (OWN[name]?.() ?? benchText(name).block);
}
