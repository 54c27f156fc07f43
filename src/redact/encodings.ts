/** How JSON writes a string, without the quotes around it. */
export function json(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** JSON with everything that is not ASCII as `\uXXXX`, as Python writes it. */
export function asciiJson(value: string): string {
  return json(value).replace(/[^\x00-\x7f]/g, escapeUnit);
}

/** Every letter as `\uXXXX`. */
export function unicodeEscapes(value: string): string {
  return value.replace(/[\s\S]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Every byte as `%XX`, as a page that hides an address writes it. */
export function percentEach(value: string): string {
  return [...Buffer.from(value.toWellFormed(), 'utf8')]
    .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
    .join('');
}

/** Every letter as an HTML entity, by its number or its hex number. */
export function entityEach(value: string, style: 'number' | 'hex'): string {
  const one = (letter: string) => letter.codePointAt(0) ?? 0;
  return [...value.toWellFormed()]
    .map((letter) => (style === 'hex' ? `&#x${one(letter).toString(16)};` : `&#${one(letter)};`))
    .join('');
}

/** Percent encoding as `encodeURIComponent` does it; lone surrogates become U+FFFD first. */
export function percent(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}

/** Percent encoding of everything that RFC 3986 does not call unreserved. */
export function percentAll(value: string): string {
  return percent(value).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
}

/** Form encoding: as percent encoding with `+` for a blank. */
export function formPercent(value: string): string {
  return percentAll(value).replaceAll('%20', '+').replaceAll('%2a', '*').replaceAll('~', '%7e');
}

/** A shell's apostrophe quoting without the outer marks. */
export function shellQuote(value: string): string {
  return value.replaceAll("'", "'\\''");
}

/** Quoted-printable without line folding. */
export function quotedPrintable(value: string): string {
  let text = '';
  for (const byte of Buffer.from(value, 'utf8')) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x3d;
    text += isPlain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return text;
}

/** Hex digits: run together, and with the usual borders between the bytes. */
export function hexPairs(bytes: Buffer): string[] {
  const pairs = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  return [pairs.join(''), pairs.join(':'), pairs.join(' '), pairs.map((pair) => `\\x${pair}`).join('')];
}

/** A base64 text that holds the bytes at one alignment. */
export interface Base64Form {
  readonly text: string;
  /** Letters before and after that hold bits of the bytes and of their neighbours. */
  readonly edges: readonly [before: number, after: number];
}

/**
 * Base64 and base64url of bytes at the three alignments. Letters that depend on what stands beside the bytes are cut
 * off, so that the form is found inside of any longer text.
 */
export function base64Forms(bytes: Buffer): Base64Form[] {
  const forms: Base64Form[] = [];
  for (let shift = 0; shift < 3; shift++) {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    const stableFrom = Math.ceil((shift * 8) / 6);
    const stableTo = Math.floor((padded.length * 8) / 6);
    const edges = [shift === 0 ? 0 : 1, (padded.length * 8) % 6 === 0 ? 0 : 1] as const;
    const text = padded.toString('base64').slice(stableFrom, stableTo);
    forms.push({ text, edges });
    const url = text.replaceAll('+', '-').replaceAll('/', '_');
    if (url !== text) forms.push({ text: url, edges });
    const encoded = text.replaceAll('+', '%2B').replaceAll('/', '%2F');
    if (encoded !== text) forms.push({ text: encoded, edges });
  }
  return forms;
}
