import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

/** Has every sign that some writer escapes, so that each way of writing it gives another text. */
const SIGNS = ['Zq8"W\\m3/R<k', `>X&y'6$L(p)*!~ #D=v`].join('');
/** The same with letters that are not ASCII, of two, three and four bytes. */
const LETTERS = ['Zq8ä"漢W<', `🙂m3'R/k6Lp Dv`].join('');

const bytesOf = (text: string) => [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, '0'));
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const units = (text: string) => text.replace(/[\s\S]/g, unit);
const ascii = (text: string) => json(text).replace(/[^\x00-\x7f]/g, unit);
const go = (text: string) => json(text).replace(/[<>&]/g, unit);
const strict = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
const form = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
const entities = (text: string, names: Readonly<Record<string, string>>) =>
  text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
const base64 = (text: string) => Buffer.from(text).toString('base64');

function unit(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const TEXT = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** How a value is written by those who write logs: each of them by the function that its own language has for it. */
const WRITERS: Readonly<Record<string, (value: string) => string>> = {
  'as it is': (value) => value,
  JSON: json,
  'JSON in JSON': (value) => json(json(value)),
  'JSON in JSON in JSON': (value) => json(json(json(value))),
  'JSON of PHP': (value) => json(value).replaceAll('/', '\\/'),
  'JSON of Go': go,
  'JSON of Go in JSON': (value) => json(go(value)),
  'JSON of Python': ascii,
  'JSON of Python in JSON': (value) => json(ascii(value)),
  'unicode escapes': units,
  'unicode escapes, large letters': (value) => units(value).replace(/u[0-9a-f]{4}/g, upperAfterFirst),
  'percent signs': encodeURIComponent,
  'percent signs of RFC 3986': strict,
  'percent signs of RFC 3986, small letters': (value) => strict(value).replace(/%../g, lower),
  'percent signs twice': (value) => encodeURIComponent(encodeURIComponent(value)),
  'percent signs at every byte': (value) =>
    bytesOf(value)
      .map((byte) => `%${byte}`)
      .join(''),
  'a form': form,
  'JSON in an address': (value) => encodeURIComponent(json(value)),
  'JSON in an address of RFC 3986': (value) => strict(json(value)),
  'JSON in a form': (value) => form(json(value)),
  'HTML with names': (value) => entities(value, { ...TEXT, '"': '&quot;', "'": '&apos;' }),
  'HTML of Go': (value) => entities(value, { ...TEXT, '"': '&#34;', "'": '&#39;' }),
  'HTML of JavaScript': (value) =>
    entities(value, { '&': '&#x26;', '<': '&#x3C;', '>': '&#x3E;', '"': '&#x22;', "'": '&#x27;' }),
  'HTML of Python': (value) => entities(value, { ...TEXT, '"': '&quot;', "'": '&#x27;' }),
  'HTML text': (value) => entities(value, TEXT),
  'HTML of OWASP': (value) =>
    value.replace(/[^A-Za-z0-9 ,._-]/gu, (sign) => `&#x${sign.codePointAt(0)?.toString(16)};`),
  'HTML by numbers': (value) => value.replace(/[^A-Za-z0-9 ]/gu, (sign) => `&#${sign.codePointAt(0)};`),
  'a shell between quotation marks': (value) => value.replace(/[\\"$`]/g, '\\$&'),
  'JSON of .NET': (value) =>
    value
      .replaceAll('\\', '\\\\')
      .replace(/["&'+<>`]|[^\x20-\x7e]/g, (sign) => upperAfterFirst(unit(sign).slice(1)).replace(/^/, '\\')),
  'HTML of Ruby': (value) => entities(value, { ...TEXT, '"': '&quot;', "'": '&#39;' }),
  'HTML of PHP': (value) => entities(value, { ...TEXT, '"': '&quot;', "'": '&#039;' }),
  'HTML of Handlebars': (value) =>
    marks({ ...TEXT, '"': '&quot;', "'": '&#x27;', '`': '&#x60;', '=': '&#x3D;' })(value),
  'HTML of Mustache': (value) =>
    marks({ ...TEXT, '"': '&quot;', "'": '&#39;', '/': '&#x2F;', '`': '&#x60;', '=': '&#x3D;' })(value),
  'an HTML attribute': (value) => entities(value, { ...TEXT, '"': '&quot;' }),
  'HTML with numbers': (value) => [...value].map((letter) => `&#${letter.codePointAt(0)};`).join(''),
  'HTML with hex numbers': (value) =>
    [...value].map((letter) => `&#x${letter.codePointAt(0)?.toString(16)};`).join(''),
  'a shell, in apostrophes': (value) => value.replaceAll("'", "'\\''"),
  'a shell, with backslashes': (value) => value.replace(/[^A-Za-z0-9_./:=@%+,-]/g, '\\$&'),
  'a string in apostrophes, of Python and JavaScript': (value) => value.replace(/[\\']/g, '\\$&'),
  'a string with every mark escaped, of PHP and MySQL': (value) => value.replace(/[\\'"]/g, '\\$&'),
  'bytes of Python': (value) => escapedBytes(value, /[\\']/g, '\\$&', (byte) => `\\x${byte}`),
  'an access log of nginx': (value) =>
    escapedBytes(
      value,
      /[\\"]/g,
      (sign) => `\\x${bytesOf(sign)[0]?.toUpperCase()}`,
      (byte) => `\\x${byte.toUpperCase()}`,
    ),
  'octal numbers, of git': (value) =>
    escapedBytes(value, /[\\"]/g, '\\$&', (byte) => `\\${Number.parseInt(byte, 16).toString(8)}`),
  'a string of Rust and JavaScript': (value) =>
    json(value).replace(/[^\x00-\x7f]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`),
  CSV: (value) => value.replaceAll('"', '""'),
  'a string of PowerShell': (value) => value.replace(/[`$"]/g, '`$&'),
  'XML with numbers': (value) =>
    entities(value, { ...TEXT, '"': '&quot;', "'": '&apos;' }).replace(
      /[^\x00-\x7f]/gu,
      (letter) => `&#${letter.codePointAt(0)};`,
    ),
  'XML with hex numbers': (value) =>
    entities(value, { ...TEXT, '"': '&quot;', "'": '&apos;' }).replace(
      /[^\x00-\x7f]/gu,
      (letter) => `&#x${letter.codePointAt(0)?.toString(16).toUpperCase()};`,
    ),
  'SQL and YAML, in apostrophes': (value) => value.replaceAll("'", "''"),
  'a Compose file': (value) => value.replaceAll('$', '$$$$'),
  'quoted-printable': (value) =>
    bytesOf(value)
      .map((byte) =>
        /^(?:[2-6].|7[0-9a-e])$/.test(byte) && byte !== '3d' ? letterOf(byte) : `=${byte.toUpperCase()}`,
      )
      .join(''),
  hex: (value) => bytesOf(value).join(''),
  'hex, large letters': (value) => bytesOf(value).join('').toUpperCase(),
  'hex with colons': (value) => bytesOf(value).join(':'),
  'hex with blanks': (value) => bytesOf(value).join(' '),
  'hex as a string of C': (value) =>
    bytesOf(value)
      .map((byte) => `\\x${byte}`)
      .join(''),
  base64,
  'base64 of JSON': (value) => base64(json(value)),
  base64url: (value) => Buffer.from(value).toString('base64url'),
  'base64 in an address': (value) => encodeURIComponent(base64(value)),
};

function marks(names: Readonly<Record<string, string>>): (text: string) => string {
  return (text) => text.replace(/[&<>"'`=/]/g, (sign) => names[sign] ?? sign);
}

/** ASCII with some signs escaped, and every byte of another letter as a number. */
function escapedBytes(
  text: string,
  signs: RegExp,
  escaped: string | ((sign: string) => string),
  byteEscape: (byte: string) => string,
): string {
  const plain = typeof escaped === 'string' ? text.replace(signs, escaped) : text.replace(signs, escaped);
  return plain.replace(/[^\x00-\x7f]/gu, (letter) => bytesOf(letter).map(byteEscape).join(''));
}

function upperAfterFirst(text: string): string {
  return text.slice(0, 1) + text.slice(1).toUpperCase();
}

function lower(text: string): string {
  return text.toLowerCase();
}

function letterOf(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

describe.each([
  ['signs', SIGNS],
  ['letters of other scripts', LETTERS],
])('a known value with %s', (_name, value) => {
  const registry = new SecretRegistry();
  registry.secret('PLANTED', value);
  const redactor = createRedactor(registry, { key: new Uint8Array(32).fill(3) });
  const tag = /:([0-9a-f]{12})\]/.exec(redactor.text(value))?.[1];

  it.each(Object.entries(WRITERS))('goes whole, with its tag, from %s', (_writer, write) => {
    const text = write(value);
    const output = redactor.text(`before |${text}| after`);
    // Of the last letters of base64 the neighbours may go along.
    expect(output.replace(/\]=*(?:%3D)*\|/, ']|')).toBe(`before |[REDACTED:known:${tag}]| after`);
  });
});

describe('in base64', () => {
  it('no letter is left that holds bits of the value, and all others are', () => {
    const value = ['Zk3TmP0r', 'VbX7nYcD', 'q'].join('');
    for (const length of [15, 16, 17]) {
      const known = value.slice(0, length);
      const registry = new SecretRegistry();
      registry.secret('PLANTED', known);
      const redactor = createRedactor(registry);
      for (const before of [0, 1, 2, 3, 4, 5]) {
        for (const after of [0, 1, 2, 3, 4, 5]) {
          const text = base64(`${'a'.repeat(before)}${known}${'z'.repeat(after)}`).replace(/=+$/, '');
          const left = Math.floor((before * 8) / 6);
          const right = Math.max(0, text.length - Math.ceil(((before + length) * 8) / 6));
          const output = redactor.text(`<${text}>`);
          expect(output.replace(/\[REDACTED:known:[0-9a-f]{12}\]/, '|')).toBe(
            `<${text.slice(0, left)}|${right === 0 ? '' : text.slice(-right)}>`,
          );
        }
      }
    }
  });
});
