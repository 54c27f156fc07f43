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
}

/** The exceptions that hold, and the numbers of the entries (from 1) that say too little or have expired. */
export interface ScanExceptions {
  readonly valid: readonly ScanException[];
  readonly refused: readonly number[];
}

const FIELDS = ['path', 'rule', 'fingerprint', 'reason', 'expires'] as const;
const SHORTEST_REASON = 8;

/**
 * Reads the exceptions file: `{"exceptions": [{"path", "rule", "fingerprint", "reason", "expires"}]}`.
 * @param today `YYYY-MM-DD`
 */
export function parseExceptions(text: string, today: string): ScanExceptions {
  const entries = entriesOf(text);
  if (entries === undefined) return { valid: [], refused: [0] };
  const valid: ScanException[] = [];
  const refused: number[] = [];
  entries.forEach((entry, index) => {
    const exception = exceptionOf(entry);
    if (exception === undefined || exception.expires < today) refused.push(index + 1);
    else valid.push(exception);
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

function exceptionOf(entry: unknown): ScanException | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const fields = new Map(Object.entries(entry));
  const [path, rule, fingerprint, reason, expires] = FIELDS.map((name) => {
    const value: unknown = fields.get(name);
    return typeof value === 'string' ? value.trim() : '';
  });
  if (!path || !rule || !fingerprint || !reason || !expires) return undefined;
  if (reason.length < SHORTEST_REASON || !/^\d{4}-\d{2}-\d{2}$/.test(expires)) return undefined;
  return { path, rule, fingerprint, reason, expires };
}
