import { BYTE } from './byte-classes.ts';
import { ByteWriter } from './byte-writer.ts';
import { type LengthBucket, lengthBucket } from './placeholders.ts';
import type { Span } from './spans.ts';

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

/** Collects the output of a redaction together with the places of its placeholders. */
export class OutputLedger {
  readonly #output: ByteWriter;
  readonly findings: RedactionFinding[] = [];
  #line = 1;
  #column = 1;

  /** @param room bytes that the output may have */
  constructor(room: number) {
    this.#output = new ByteWriter(room);
  }

  /** The output so far. */
  bytes(): Buffer {
    return this.#output.take();
  }

  /** Adds bytes that stay. They are copied. */
  keep(bytes: Buffer, start: number, end: number): void {
    this.#output.copy(bytes, start, end);
    const kept = bytes.subarray(start, end);
    let from = 0;
    for (let at = kept.indexOf(BYTE.lf); at >= 0; at = kept.indexOf(BYTE.lf, from)) {
      this.#line++;
      this.#column = 1;
      from = at + 1;
    }
    this.#column += kept.length - from;
  }

  /** Adds a placeholder for a span of which `length` bytes went. */
  replace(span: Span, length: number, placeholder: string): void {
    const quote = span.quote?.length ?? 0;
    this.findings.push({
      rule: span.rule,
      kind: span.kind,
      line: this.#line,
      column: this.#column + quote,
      lengthBucket: lengthBucket(length),
    });
    this.#output.text(placeholder);
    this.#column += Buffer.byteLength(placeholder);
  }
}
