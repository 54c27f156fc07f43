import { createHash, scryptSync } from 'node:crypto';
import { BYTE } from './byte-classes.ts';
import { LateForms } from './late-forms.ts';
import { decodedLayers } from './leak-decode.ts';
import type { LexicalScanner } from './lexical.ts';
import { buildScanner } from './scanner.ts';
import type { Span } from './spans.ts';
import { looksRandom } from './value-shape.ts';

/** A secret in one text. */
export interface TextFinding {
  readonly rule: string;
  readonly severity: 'refuse' | 'warn';
  readonly line: number;
  readonly fingerprint: string;
}

/** Kinds that are never in a tracked file by mistake of the scanner: the run is refused. Test-mode keys too. */
const STRICT: ReadonlySet<string> = new Set([
  'stripe-key',
  'stripe-webhook-secret',
  'openai-key',
  'openai-session',
  'codex-refresh-token',
  'codex-access-token',
  'codex-auth-file',
  'private-key',
  'aws-access-key',
  'github-token',
  'age-key',
]);
/** Rules that name a key or a place and not a kind of secret. */
const GENERIC: ReadonlySet<string> = new Set([
  'keyed-value',
  'url-credentials',
  'authorization',
  'bearer',
  'basic-auth',
  'command-line',
  'cookie',
  'otp-line',
  'line-secret',
  'table-column',
  'directive',
  'statement-parameter',
  'rejected-input',
  'auth-command',
  'sql-insert',
  'named-elsewhere',
]);
const DIGITS = 16;
/** A slow hash, so that a fingerprint of a weak password cannot be used to guess it. */
const SCRYPT = { N: 2 ** 13, r: 8, p: 1 };
const LARGEST_DECODED = 1024 * 1024;
const MOST_GENERIC = 50;

/** The scanner of a whole run: shapes and keys, no known values. */
export function textScanner(): LexicalScanner {
  return buildScanner([], new LateForms(), false);
}

/** Finds the secrets of a text, also those in base64, hex, percent encoding and JSON strings, two levels deep. */
export function findInText(scanner: LexicalScanner, path: string, text: Buffer): TextFinding[] {
  const findings = new Map<string, TextFinding>();
  let generic = 0;
  const add = (span: Span, offset: number) => {
    const rule =
      isCodexFile(path, text) && (span.rule === 'keyed-value' || span.rule === 'jwt')
        ? 'codex-auth-file'
        : span.rule;
    if (rule === 'private-key' && !hasKeyBody(text, span)) return;
    const severity = STRICT.has(rule) || isCodexToken(span) ? 'refuse' : 'warn';
    if (severity === 'warn' && (!isWorthWarning(span) || generic++ >= MOST_GENERIC)) return;
    const line = lineAt(text, offset);
    const fingerprint = fingerprintOf(rule, path, span.canonical ?? '', GENERIC.has(rule));
    findings.set(`${rule} ${line} ${fingerprint}`, { rule, severity, line, fingerprint });
  };
  for (const span of scanner.findAll(window(text))) add(span, span.start);
  if (text.length <= LARGEST_DECODED) {
    for (const layer of decodedLayers(text)) {
      if (layer.way === '' || layer.way === '!unwrapped') continue;
      for (const span of scanner.findAll(window(layer.bytes))) {
        if (STRICT.has(span.rule) && !isSeen(findings, span, path))
          add(span, Math.min(text.length, layer.source(span.start)));
      }
    }
  }
  return [...findings.values()];
}

function window(bytes: Buffer) {
  return { bytes, start: 0, end: bytes.length, complete: true, startsLine: true };
}

function isSeen(findings: ReadonlyMap<string, TextFinding>, span: Span, path: string): boolean {
  const fingerprint = fingerprintOf(span.rule, path, span.canonical ?? '', false);
  return [...findings.values()].some((finding) => finding.fingerprint === fingerprint);
}

/** A password that a person could have meant as an example is not worth a line; a random one is. */
function isWorthWarning(span: Span): boolean {
  if (!GENERIC.has(span.rule)) return span.rule !== 'encoded-secret';
  return span.canonical !== undefined && looksRandom(span.canonical, 14);
}

/** The session file of Codex, whatever its name: three of its fields together. */
function isCodexFile(path: string, text: Buffer): boolean {
  if (!path.endsWith('.json')) return false;
  return (
    text.length < 64 * 1024 &&
    ['"tokens"', '"refresh_token"', '"id_token"'].every((field) => text.includes(field))
  );
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

/** A token that OpenAI issued says so in its payload. */
function isCodexToken(span: Span): boolean {
  if (span.rule !== 'jwt' || span.canonical === undefined) return false;
  const payload = Buffer.from(span.canonical.split('.')[1] ?? '', 'base64url').toString('latin1');
  return payload.includes('auth.openai.com') || payload.includes('api.openai.com');
}

function lineAt(text: Buffer, offset: number): number {
  let line = 1;
  for (let at = text.indexOf(BYTE.lf); at >= 0 && at < offset; at = text.indexOf(BYTE.lf, at + 1)) line++;
  return line;
}

function fingerprintOf(rule: string, path: string, value: string, isWeak: boolean): string {
  const salt = `bus-setup scan\0${rule}\0${path}`;
  if (isWeak) return scryptSync(value, salt, DIGITS / 2, SCRYPT).toString('hex');
  return createHash('sha256').update(`${salt}\0${value}`).digest('hex').slice(0, DIGITS);
}
