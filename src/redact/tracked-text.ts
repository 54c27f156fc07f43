import { createHash, scryptSync } from 'node:crypto';
import { BYTE } from './byte-classes.ts';
import { LateForms } from './late-forms.ts';
import { type DecodedLayer, decodedLayers } from './leak-decode.ts';
import type { LexicalScanner } from './lexical.ts';
import { buildScanner } from './scanner.ts';
import type { Span, TextWindow } from './spans.ts';
import { structureSpans } from './structure/structure-spans.ts';
import { fallbackSpans } from './tracked-fallbacks.ts';
import { isAwsSecret, isGeneric, isStrict, worthOf } from './tracked-worth.ts';

/** A secret in one text. */
export interface TextFinding {
  readonly rule: string;
  readonly severity: 'refuse' | 'warn';
  readonly line: number;
  readonly fingerprint: string;
}

const DIGITS = 16;
/** A slow hash, so that a fingerprint of a weak password cannot be used to guess it. */
const SCRYPT = { N: 2 ** 11, r: 8, p: 1 };
/** Decoding unpacks what it sees many times over: so much of a text at a time, and so much of it twice. */
const DECODED_WINDOW = 1024 * 1024;
const DECODED_OVERLAP = 64 * 1024;
const LARGEST_STRUCTURED = 256 * 1024;
const MOST_GENERIC = 50;
/** Shorter values hold no token, and longer ones are texts. */
const SHORTEST_TOKEN = 20;
const LONGEST_INSIDE = 1024;

/** The scanner of a whole run: shapes and keys, no known values. */
export function textScanner(): LexicalScanner {
  return buildScanner([], new LateForms(), false);
}

/** Finds the secrets of a text, also those in base64, hex, percent encoding and JSON strings, two levels deep. */
export function findInText(scanner: LexicalScanner, path: string, text: Buffer): TextFinding[] {
  const findings = new TextFindings(scanner, path, text);
  for (const span of scanner.findAll(whole(text))) findings.addOpen(span, text);
  for (const span of structured(path, text)) findings.addOpen(span, text);
  for (const span of fallbackSpans(text)) findings.addOpen(span, text);
  for (let from = 0; from < text.length; from += DECODED_WINDOW) {
    const part = text.subarray(from, from + DECODED_WINDOW + DECODED_OVERLAP);
    for (const layer of decodedLayers(part)) {
      if (layer.way === '' || layer.way === '!unwrapped') continue;
      for (const span of scanner.findAll(whole(layer.bytes)))
        if (isPlausible(layer, span))
          findings.addDecoded(span, layer.bytes, from + Math.min(part.length, layer.source(span.start)));
    }
  }
  return findings.all();
}

function whole(bytes: Buffer): TextWindow {
  return { bytes, start: 0, end: bytes.length, complete: true, startsLine: true };
}

/** What only a parser can tell: which value is the private half of a JWK, or stands in a Kubernetes secret. */
const PARSED =
  /"kty"|\bkind"?:\s{0,4}"?Secret\b|"cookies"|"agent_identity"|"personal_access_token"|"refresh_token"/;

function structured(path: string, text: Buffer): readonly Span[] {
  if (text.length > LARGEST_STRUCTURED || !PARSED.test(text.toString('latin1'))) return [];
  return structureSpans(path, text);
}

/** Encodings behind which a generic value is not seen in the open. */
const HIDING = /!(?:base64|hex|gzip|utf-16|percent|html)/;
const AROUND = 16;

/** Random bytes hold everything: what is found in a layer counts where text stands around it. */
function isPlausible({ way, bytes }: DecodedLayer, span: Span): boolean {
  if (isStrict(span.rule)) return true;
  // An address needs no key: escapes hide it as a whole.
  if (isGeneric(span.rule) && span.rule !== 'url-credentials' && !HIDING.test(way)) return false;
  const end = Math.min(bytes.length, span.start + 256, span.end + AROUND);
  for (let i = Math.max(0, span.contextStart - AROUND); i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === BYTE.lf && (i < span.contextStart || i >= span.end)) continue;
    if (byte >= 0x80 || (byte < 0x20 && byte !== BYTE.lf && byte !== BYTE.cr && byte !== 0x09)) return false;
  }
  return true;
}

/** What came of one text. */
class TextFindings {
  readonly #scanner: LexicalScanner;
  readonly #path: string;
  readonly #lines: LineCounter;
  readonly #isCodex: boolean;
  readonly #found = new Map<string, TextFinding>();
  readonly #open = new Set<string>();
  readonly #prints = new Map<string, string>();
  #generic = 0;

  constructor(scanner: LexicalScanner, path: string, text: Buffer) {
    this.#scanner = scanner;
    this.#path = path;
    this.#lines = new LineCounter(text);
    this.#isCodex = isCodexFile(path, text);
  }

  all(): TextFinding[] {
    return [...this.#found.values()];
  }

  /** What stands in the text as it is. */
  addOpen(span: Span, text: Buffer): void {
    this.#open.add(`${span.rule} ${span.canonical}`);
    this.#add(span, text, span.start);
  }

  #add(span: Span, holder: Buffer, offset: number): void {
    const context = holder.toString('latin1', span.contextStart, Math.min(span.end, span.contextStart + 256));
    const rule = this.#ruleOf(span, context);
    if (isGeneric(rule) && this.#isInside(span, holder, offset)) return;
    if (rule === 'private-key' && !hasKeyBody(holder, span)) return;
    const severity = worthOf(rule, span, context);
    if (severity === undefined || (severity === 'warn' && this.#generic++ >= MOST_GENERIC)) return;
    const line = this.#lines.lineAt(offset);
    const fingerprint = this.#fingerprint(rule, span.canonical ?? '');
    // Two rules may name the same value: the stricter one is told.
    const place = `${line} ${span.canonical ?? rule}`;
    if (severity === 'refuse' || !this.#found.has(place))
      this.#found.set(place, { rule, severity, line, fingerprint });
  }

  /** The same for a layer: what stands there in the open too is told where it stands in the open. */
  addDecoded(span: Span, layer: Buffer, offset: number): void {
    if (!this.#open.has(`${span.rule} ${span.canonical}`)) this.#add(span, layer, offset);
  }

  /** `https://user:sk_live_…@host`: the place hides what stands there, and the kind is what is to be told. */
  #isInside(span: Span, holder: Buffer, offset: number): boolean {
    if (span.end - span.start < SHORTEST_TOKEN || span.end - span.start > LONGEST_INSIDE) return false;
    const value = Buffer.from(holder.subarray(span.start, span.end));
    const inside = this.#scanner.findAll(whole(value)).filter(({ rule }) => !isGeneric(rule));
    for (const token of inside) this.#add(token, value, offset);
    return inside.some((token) => isStrict(token.rule));
  }

  #ruleOf(span: Span, context: string): string {
    if (span.rule === 'keyed-value' || span.rule === 'jwt') {
      if (this.#isCodex) return 'codex-auth-file';
      if (isAwsSecret(span, context)) return 'aws-secret-key';
    }
    return span.rule;
  }

  #fingerprint(rule: string, value: string): string {
    const key = `${rule} ${value}`;
    const print = this.#prints.get(key) ?? fingerprintOf(rule, this.#path, value, isGeneric(rule));
    this.#prints.set(key, print);
    return print;
  }
}

/** The session file of Codex, whatever its name: three of its fields together. */
function isCodexFile(path: string, text: Buffer): boolean {
  if (text.length >= 64 * 1024 || (!path.endsWith('.json') && text[0] !== 0x7b)) return false;
  return ['"tokens"', '"refresh_token"', '"id_token"'].every((field) => text.includes(field));
}

/** Base64 letters of the shortest private key there is (Ed25519). A BEGIN line in a test or a text has fewer behind it. */
const SHORTEST_KEY = 64;

function hasKeyBody(text: Buffer, span: Span): boolean {
  if (span.canonical !== undefined) return span.canonical.length >= SHORTEST_KEY;
  const behind = text
    .toString('latin1', span.start, span.start + 2048)
    .replace(/^.{0,12}BEGIN [A-Za-z0-9 ]{0,60}-{3,5}/, '');
  if (/^\s*(?:Proc-Type|DEK-Info|Version|Comment): /.test(behind)) return true;
  const letters = behind.replace(/\\[nr]|[\s"'`,+]/g, '');
  return (/^[A-Za-z0-9/=]*/.exec(letters)?.[0].length ?? 0) >= SHORTEST_KEY;
}

/** Counts lines from where it counted last: most findings come in order. */
class LineCounter {
  readonly #text: Buffer;
  #offset = 0;
  #line = 1;

  constructor(text: Buffer) {
    this.#text = text;
  }

  lineAt(offset: number): number {
    if (offset < this.#offset) {
      this.#offset = 0;
      this.#line = 1;
    }
    for (;;) {
      const feed = this.#text.indexOf(BYTE.lf, this.#offset);
      if (feed < 0 || feed >= offset) return this.#line;
      this.#offset = feed + 1;
      this.#line++;
    }
  }
}

function fingerprintOf(rule: string, path: string, value: string, isWeak: boolean): string {
  const salt = `bus-setup scan\0${rule}\0${path}`;
  if (isWeak) return scryptSync(value, salt, DIGITS / 2, SCRYPT).toString('hex');
  return createHash('sha256').update(`${salt}\0${value}`).digest('hex').slice(0, DIGITS);
}
