import type { Transform } from 'node:stream';
import { isOneTimeCode } from './chosen-names.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { classifyKeyName } from './key-names.ts';
import { KnownScanner } from './known-scanner.ts';
import { isUnsearchable } from './known-values.ts';
import { OutputLedger, type RedactionFinding } from './ledger.ts';
import { Placeholders } from './placeholders.ts';
import { RULESET_VERSION, rulesetDigest } from './ruleset.ts';
import type { SecretRegistry } from './secret.ts';
import type { SpanList } from './span-list.ts';
import { canonicalOf, mergeSpans, type Span, type TextWindow } from './spans.ts';
import { redactingStream } from './stream.ts';
import { structureSpans } from './structure/structure-spans.ts';
import { textEncoding, Utf16Decoder } from './text-encoding.ts';
import { isReadableValue, isWorkingDirectory, looksRandom } from './value-shape.ts';
import { WindowedRedaction } from './windowed.ts';

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
  /** Also replace personal data: mail addresses, public IP addresses, names of machines. False by default. */
  readonly pseudonymise?: boolean;
  /** The machine's own name: replaced wherever it stands, when personal data is. */
  readonly machine?: string | undefined;
}

/** Takes secrets out of texts, values, files and streams. */
export interface Redactor {
  /** One string; the same string object when nothing changes. */
  text(text: string): string;
  /** A deep copy of a JSON-like value: every string is redacted, and every value under a secret key is replaced. */
  value<T>(value: T): T;
  /**
   * A whole file. Small files of a known format are read by their structure too.
   * @param name its path; the last part tells the format
   */
  file(name: string, bytes: Uint8Array): RedactedFile;
  /** A transform over bytes with bounded memory; its output does not depend on how the input is cut into chunks. */
  stream(): Transform;
  /**
   * The first of two passes: what rules find in these bytes becomes known, so that it also goes where no key and no
   * shape gives it away. Values that look like words are left out.
   */
  learn(name: string, bytes: Uint8Array): void;
  /** Names of registered secrets that are too short or too ordinary to be searched for. */
  unsearchable(): readonly string[];
  readonly ruleset: { readonly version: string; readonly digest: string };
}

/** Larger files are read as text without structure. */
const LARGEST_STRUCTURED = 1024 * 1024;
const SHORTEST_LEARNED = 10;
/** Placeholders may be longer than what they replace: an output begins with so many bytes more. */
const LEDGER_ROOM = 4096;

/** Makes a redactor that knows the registry's secrets, also those registered later. */
export function createRedactor(registry: SecretRegistry, options: RedactorOptions = {}): Redactor {
  return new RegistryRedactor(registry, options);
}

class RegistryRedactor implements Redactor {
  readonly #registry: SecretRegistry;
  readonly #placeholders: Placeholders;
  readonly #known: KnownScanner;
  #scratch = Buffer.allocUnsafe(16 * 1024);
  #ruleset: Redactor['ruleset'] | undefined;

  constructor(registry: SecretRegistry, options: RedactorOptions) {
    this.#registry = registry;
    this.#placeholders = new Placeholders(options.key);
    this.#known = new KnownScanner(registry, options.pseudonymise ?? false, options.machine);
  }

  get ruleset(): Redactor['ruleset'] {
    this.#ruleset ??= { version: RULESET_VERSION, digest: rulesetDigest() };
    return this.#ruleset;
  }

  text(text: string): string {
    this.#placeholders.renew();
    if (text.length * 3 > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(text.length * 3);
    const scanner = this.#known.for(text.length);
    const end = this.#scratch.write(text, 0, 'utf8');
    const spans = scanner.scan({ bytes: this.#scratch, start: 0, end, complete: true, startsLine: true });
    return spans.length === 0
      ? text
      : this.#splice(this.#scratch.subarray(0, end), spans.all()).toString('utf8');
  }

  value<T>(value: T): T {
    return this.#copy(value, false) as T;
  }

  file(name: string, bytes: Uint8Array): RedactedFile {
    const encoding = textEncoding(bytes);
    if (encoding === 'binary' || encoding === 'archive') {
      return { bytes: Buffer.alloc(0), findings: [], withheld: { rule: `${encoding}-content` } };
    }
    try {
      const text =
        encoding === 'utf-8'
          ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
          : new Utf16Decoder(encoding).decode(bytes, true);
      return this.#redactFile(name, text);
    } catch {
      // The rest of a bundle goes on; a file that was not understood to its end must not be in it.
      return { bytes: Buffer.alloc(0), findings: [], withheld: { rule: 'redaction-failed' } };
    }
  }

  stream(): Transform {
    return redactingStream({
      withheldNotice: (encoding) => Buffer.from(`[REDACTED:${encoding}]\n`),
      sink: (emit) => {
        // One copy a window: what is kept still lies in the window, which is filled again.
        const output = new ChunkWriter(emit);
        return new WindowedRedaction({
          scan: (window) => this.#scan(window),
          keep: (bytes, start, end) => output.copy(bytes, start, end),
          replace: (span, _length, bytes) => this.#placeholders.write(output, span, bytes),
          flush: () => output.flush(),
        });
      },
    });
  }

  learn(name: string, bytes: Uint8Array): void {
    const encoding = textEncoding(bytes);
    if (encoding !== 'utf-8') return;
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const span of this.#spansOf(name, wholeWindow(buffer))) {
      const value = canonicalOf(span, buffer);
      if (value === undefined || value.length < SHORTEST_LEARNED || span.rule === 'known-value') continue;
      if (span.kind === 'private-key' || span.kind === 'encoded' || isUnsearchable(value)) continue;
      if (looksRandom(value, SHORTEST_LEARNED)) this.#known.learn(value);
    }
  }

  unsearchable(): readonly string[] {
    const hidden = this.#registry.all().filter((secret) => !secret.publicDefault);
    return hidden.filter((secret) => isUnsearchable(secret.reveal())).map((secret) => secret.name);
  }

  #scan(window: TextWindow): SpanList {
    this.#placeholders.renew();
    return this.#known.for(window.end - window.start).scan(window);
  }

  #placeholder(span: Span, bytes: Buffer): string {
    const text = this.#placeholders.of(span.kind, canonicalOf(span, bytes));
    return span.quote === undefined ? text : `${span.quote}${text}${span.quote}`;
  }

  #splice(bytes: Buffer, spans: readonly Span[]): Buffer {
    const parts: Buffer[] = [];
    let at = 0;
    for (const span of spans) {
      parts.push(bytes.subarray(at, span.start), Buffer.from(this.#placeholder(span, bytes), 'utf8'));
      at = span.end;
    }
    parts.push(bytes.subarray(at));
    return Buffer.concat(parts);
  }

  #spansOf(name: string, window: TextWindow): Span[] {
    return mergeSpans([...structureSpans(name, window.bytes), ...this.#scan(window).all()]);
  }

  #redactFile(name: string, bytes: Buffer): RedactedFile {
    const ledger = new OutputLedger(bytes.length + LEDGER_ROOM);
    const port = {
      scan: (window: TextWindow) => this.#scan(window),
      keep: (kept: Buffer, start: number, end: number) => ledger.keep(kept, start, end),
      replace: (span: Span, length: number, from: Buffer) =>
        ledger.replace(span, length, this.#placeholder(span, from)),
      flush: () => undefined,
    };
    if (bytes.length <= LARGEST_STRUCTURED) {
      let at = 0;
      for (const span of this.#spansOf(name, wholeWindow(bytes))) {
        port.keep(bytes, at, span.start);
        port.replace(span, span.end - span.start, bytes);
        at = span.end;
      }
      port.keep(bytes, at, bytes.length);
    } else {
      const windowed = new WindowedRedaction(port);
      windowed.push(bytes);
      windowed.end();
    }
    return { bytes: ledger.bytes(), findings: ledger.findings };
  }

  #copy(value: unknown, isSecret: boolean): unknown {
    if (typeof value === 'string') return isSecret ? this.#secretText(value) : this.text(value);
    if (typeof value === 'number' && isSecret && Math.abs(value) > 999)
      return this.#placeholders.of('secret', String(value));
    if (Array.isArray(value)) return value.map((item) => this.#copy(item, isSecret));
    if (typeof value !== 'object' || value === null) return value;
    if (
      Object.getPrototypeOf(value) !== Object.prototype &&
      'toJSON' in value &&
      typeof value.toJSON === 'function'
    ) {
      return this.#copy(value.toJSON(), isSecret);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [this.text(key), this.#copy(item, hidesValue(key, item))]),
    );
  }

  #secretText(value: string): string {
    const text = this.text(value);
    if (text !== value || isReadableValue(value)) return text;
    return this.#placeholders.of('secret', value);
  }
}

function wholeWindow(bytes: Buffer): TextWindow {
  return { bytes, start: 0, end: bytes.length, complete: true, startsLine: true };
}

/** Addresses keep their readable parts, and a doubtful name needs a value that looks made by a machine. */
function hidesValue(key: string, value: unknown): boolean {
  const keyClass = classifyKeyName(key);
  if (typeof value === 'string' && isWorkingDirectory(key, value)) return false;
  if (keyClass === 'ambiguous')
    return typeof value === 'string' && (looksRandom(value, 12) || isOneTimeCode(key, value, true));
  return keyClass === 'secret' || keyClass === 'cookie' || keyClass === 'authorization';
}
