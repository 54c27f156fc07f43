import { BYTE, byteSet } from '../byte-classes.ts';
import type { Leaf } from './leaf.ts';

const BLANKS = byteSet(' \t\r\n');
const BARE = byteSet('A-Za-z0-9+.-');
const DEEPEST = 512;

/**
 * Reads JSON and says where its scalars stand. Unlike `JSON.parse` it keeps duplicate keys and long numbers apart.
 * @returns undefined when the bytes are not JSON; the caller then reads them as text
 */
export function jsonLeaves(bytes: Buffer): Leaf[] | undefined {
  const reader = new JsonReader(bytes);
  return reader.read() ? reader.leaves : undefined;
}

class JsonReader {
  readonly leaves: Leaf[] = [];
  readonly #bytes: Buffer;
  #at = 0;
  #parents = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
  }

  read(): boolean {
    if (!this.#value([], 0, 0)) return false;
    this.#blanks();
    return this.#at === this.#bytes.length;
  }

  #value(path: readonly string[], parent: number, depth: number): boolean {
    this.#blanks();
    const byte = this.#bytes[this.#at];
    if (depth > DEEPEST) return false;
    if (byte === BYTE.openBrace) return this.#object(path, depth);
    if (byte === BYTE.openBracket) return this.#array(path, depth);
    return byte === BYTE.quote ? this.#string(path, parent) : this.#bare(path, parent);
  }

  #object(path: readonly string[], depth: number): boolean {
    const parent = ++this.#parents;
    this.#at++;
    if (this.#take(BYTE.closeBrace)) return true;
    for (;;) {
      this.#blanks();
      const key = this.#text();
      if (key === undefined || !this.#take(BYTE.colon)) return false;
      if (!this.#value([...path, key.value], parent, depth + 1)) return false;
      if (this.#take(BYTE.closeBrace)) return true;
      if (!this.#take(BYTE.comma)) return false;
    }
  }

  #array(path: readonly string[], depth: number): boolean {
    const parent = ++this.#parents;
    this.#at++;
    if (this.#take(BYTE.closeBracket)) return true;
    for (;;) {
      if (!this.#value([...path, '[]'], parent, depth + 1)) return false;
      if (this.#take(BYTE.closeBracket)) return true;
      if (!this.#take(BYTE.comma)) return false;
    }
  }

  #string(path: readonly string[], parent: number): boolean {
    const text = this.#text();
    if (text === undefined) return false;
    this.leaves.push({
      path,
      value: text.value,
      start: text.start,
      end: text.end,
      quote: '',
      kind: 'string',
      parent,
    });
    return true;
  }

  #bare(path: readonly string[], parent: number): boolean {
    const start = this.#at;
    while (BARE[this.#bytes[this.#at] ?? 0] === 1) this.#at++;
    const value = this.#bytes.toString('latin1', start, this.#at);
    const isWord = value === 'true' || value === 'false' || value === 'null';
    if (!isWord && !/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value)) return false;
    this.leaves.push({
      path,
      value,
      start,
      end: this.#at,
      quote: '"',
      kind: isWord ? 'word' : 'number',
      parent,
    });
    return true;
  }

  #text(): { value: string; start: number; end: number } | undefined {
    if (this.#bytes[this.#at] !== BYTE.quote) return undefined;
    const start = this.#at + 1;
    let i = start;
    while (i < this.#bytes.length && this.#bytes[i] !== BYTE.quote)
      i += this.#bytes[i] === BYTE.backslash ? 2 : 1;
    if (i >= this.#bytes.length) return undefined;
    this.#at = i + 1;
    try {
      const value: unknown = JSON.parse(this.#bytes.toString('utf8', start - 1, i + 1));
      return typeof value === 'string' ? { value, start, end: i } : undefined;
    } catch {
      return undefined;
    }
  }

  #take(byte: number): boolean {
    this.#blanks();
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  #blanks(): void {
    while (BLANKS[this.#bytes[this.#at] ?? 0] === 1) this.#at++;
  }
}
