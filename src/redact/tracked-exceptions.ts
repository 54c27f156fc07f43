/** Where a checkout keeps the findings it has looked at and accepted; the file must be tracked itself. */
export const EXCEPTIONS_FILE = '.bus-setup-allow.json';

/** A finding that was looked at and accepted. */
export interface ScanException {
  readonly path: string;
  readonly rule: string;
  readonly fingerprint: string;
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
  /** Number of its entry in the file, from 1. */
  readonly entry: number;
}

/** An entry that does not hold; number 0 is the whole file. */
export interface RefusedException {
  readonly entry: number;
  /** Why, as a clause. Nothing of the entry is repeated but its day. */
  readonly why: string;
}

/** The exceptions that hold, and the entries that do not. */
export interface ScanExceptions {
  readonly valid: readonly ScanException[];
  readonly refused: readonly RefusedException[];
}

const FIELDS = ['path', 'rule', 'fingerprint', 'reason', 'expires'] as const;
const SHORTEST_REASON = 8;

/**
 * Reads the exceptions file: `{"exceptions": [{"path", "rule", "fingerprint", "reason", "expires"}]}`.
 * @param today `YYYY-MM-DD`
 */
export function parseExceptions(text: string, today: string): ScanExceptions {
  const entries = entriesOf(text);
  if (entries === undefined)
    return {
      valid: [],
      refused: [{ entry: 0, why: 'the file is no JSON object with a list of exceptions' }],
    };
  const valid: ScanException[] = [];
  const refused: RefusedException[] = [];
  entries.forEach((each, index) => {
    const entry = index + 1;
    const exception = exceptionOf(each, entry);
    const why = typeof exception === 'string' ? exception : whyRefused(exception, valid, today);
    if (why !== undefined) refused.push({ entry, why: `entry ${entry} ${why}` });
    else if (typeof exception !== 'string') valid.push(exception);
  });
  return { valid, refused };
}

function entriesOf(text: string): readonly unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const list =
      typeof parsed === 'object' && parsed !== null && 'exceptions' in parsed ? parsed.exceptions : undefined;
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the exception, or what is wrong with it */
function exceptionOf(each: unknown, entry: number): ScanException | string {
  if (typeof each !== 'object' || each === null) return 'is no object';
  const fields = new Map(Object.entries(each));
  for (const name of FIELDS) {
    const value: unknown = fields.get(name);
    if (typeof value !== 'string' || value.trim() === '') return `has no ${name}`;
  }
  const [path = '', rule = '', fingerprint = '', reason = '', expires = ''] = FIELDS.map((name) =>
    String(fields.get(name)).trim(),
  );
  if (reason.length < SHORTEST_REASON) return `has a reason of fewer than ${SHORTEST_REASON} letters`;
  if (!isDay(expires)) return 'has a last day that is none: "expires" takes YYYY-MM-DD';
  return { path, rule, fingerprint, reason, expires, entry };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function whyRefused(
  exception: ScanException,
  earlier: readonly ScanException[],
  today: string,
): string | undefined {
  const same = earlier.find((other) => isSameFinding(other, exception));
  if (same !== undefined) return `says what entry ${same.entry} says`;
  return exception.expires < today ? `expired on ${exception.expires}` : undefined;
}

type NamedFinding = Pick<ScanException, 'path' | 'rule' | 'fingerprint'>;

/** True when both name one finding. */
export function isSameFinding(one: NamedFinding, two: NamedFinding): boolean {
  return one.path === two.path && one.rule === two.rule && one.fingerprint === two.fingerprint;
}
