import { createHash } from 'node:crypto';
import type { Transform } from 'node:stream';
import { classifyKeyName } from './key-names.ts';
import { knownForms } from './known-values.ts';
import { LexicalScanner } from './lexical.ts';
import { type LengthBucket, lengthBucket, Placeholders } from './placeholders.ts';
import { knownValueRule } from './rules/known-value-rule.ts';
import { tokenRule } from './rules/token-rule.ts';
import type { SecretRegistry } from './secret.ts';
import type { Span } from './spans.ts';
import { redactingStream } from './stream.ts';
import { isReadableValue } from './value-shape.ts';

/** What was removed and where: it goes into the ledger of a bundle and holds nothing of the value. */
export interface RedactionFinding {
  readonly rule: string;
  readonly kind: string;
  /** Line of the placeholder in the output, from 1. */
  readonly line: number;
  /** Column in bytes of the placeholder in the output, from 1. */
  readonly column: number;
  readonly lengthBucket: LengthBucket;
}

/** A file after redaction. */
export interface RedactedFile {
  /** The bytes that may be published; empty when the file is withheld. */
  readonly bytes: Buffer;
  readonly findings: readonly RedactionFinding[];
  /** Set when the file must not be published at all, with the rule that says so. */
  readonly withheld?: { readonly rule: string };
}

/** Settings of a redactor. */
export interface RedactorOptions {
  /** HMAC key of the tags, 32 bytes; random by default. */
  readonly key?: Uint8Array;
  /** Also replace personal data: mail addresses and IP addresses. */
  readonly pseudonymise?: boolean;
}

/** Takes secrets out of texts, values, files and streams. */
export interface Redactor {
  /** One string; the same string object when nothing changes. */
  text(text: string): string;
  /** A deep copy of a JSON-like value: every string is redacted, and every value under a secret key is replaced. */
  value<T>(value: T): T;
  /** A whole file. */
  file(name: string, bytes: Uint8Array): RedactedFile;
  /** A transform over bytes with bounded memory; its output does not depend on how the input is cut into chunks. */
  stream(): Transform;
  readonly ruleset: { readonly version: string; readonly digest: string };
}

const RULESET_VERSION = '1';

/** Makes a redactor that knows the registry's secrets, also those registered later. */
export function createRedactor(registry: SecretRegistry, options: RedactorOptions = {}): Redactor {
  return new RegistryRedactor(registry, options);
}

class RegistryRedactor implements Redactor {
  readonly #registry: SecretRegistry;
  readonly #placeholders: Placeholders;
  #scanner: LexicalScanner;
  #revision: number;
  #scratch = Buffer.allocUnsafe(16 * 1024);
  readonly ruleset: { readonly version: string; readonly digest: string };

  constructor(registry: SecretRegistry, options: RedactorOptions) {
    this.#registry = registry;
    this.#placeholders = new Placeholders(options.key);
    this.#revision = registry.revision;
    this.#scanner = this.#build();
    this.ruleset = {
      version: RULESET_VERSION,
      digest: createHash('sha256').update(JSON.stringify(tokenRule().anchors)).digest('hex'),
    };
  }

  #build(): LexicalScanner {
    return new LexicalScanner([knownValueRule(knownForms(this.#registry.all())), tokenRule()]);
  }

  #current(): LexicalScanner {
    if (this.#registry.revision !== this.#revision) {
      this.#revision = this.#registry.revision;
      this.#scanner = this.#build();
    }
    return this.#scanner;
  }

  text(text: string): string {
    const scanner = this.#current();
    if (text.length * 3 > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(text.length * 3);
    const end = this.#scratch.write(text, 0, 'utf8');
    const spans = scanner.scan({ bytes: this.#scratch, start: 0, end, complete: true, startsLine: true });
    return spans.length === 0 ? text : this.#splice(this.#scratch.subarray(0, end), spans).toString('utf8');
  }

  #splice(bytes: Buffer, spans: readonly Span[]): Buffer {
    const parts: Buffer[] = [];
    let at = 0;
    for (const span of spans) {
      parts.push(
        bytes.subarray(at, span.start),
        Buffer.from(this.#placeholders.of(span.kind, span.canonical)),
      );
      at = span.end;
    }
    parts.push(bytes.subarray(at));
    return Buffer.concat(parts);
  }

  value<T>(value: T): T {
    return this.#copy(value, false) as T;
  }

  #copy(value: unknown, secret: boolean): unknown {
    if (typeof value === 'string') {
      const text = this.text(value);
      return secret && text === value && !isReadableValue(value)
        ? this.#placeholders.of('secret', value)
        : text;
    }
    if (Array.isArray(value)) return value.map((item) => this.#copy(item, secret));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        this.text(key),
        this.#copy(item, classifyKeyName(key) === 'secret'),
      ]),
    );
  }

  file(_name: string, bytes: Uint8Array): RedactedFile {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const spans = this.#current().scan({
      bytes: buffer,
      start: 0,
      end: buffer.length,
      complete: true,
      startsLine: true,
    });
    const findings = spans.map((span) => ({
      rule: span.rule,
      kind: span.kind,
      line: 1,
      column: 1,
      lengthBucket: lengthBucket(span.end - span.start),
    }));
    return { bytes: this.#splice(buffer, spans), findings };
  }

  stream(): Transform {
    return redactingStream((bytes) => this.file('', bytes).bytes);
  }
}
