import { SetupError } from '../reasons/setup-error.ts';

/** Milliseconds of each unit of `--since`. */
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** How much of a line is looked at for its time. */
const HEAD = 400;

/**
 * Reads `--since`: a duration back from now (`90s`, `30m`, `2h`, `7d`), or a time as RFC 3339.
 * @throws SetupError `RN-USAGE`
 */
export function parseSince(text: string, now: Date): Date {
  const [, amount, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const milliseconds = UNITS[unit];
  if (amount !== undefined && milliseconds !== undefined)
    return new Date(now.getTime() - Number(amount) * milliseconds);
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time))
    throw new SetupError('RN-USAGE', '--since takes 90s, 30m, 2h, 7d or a time such as 2026-01-31T12:00:00Z');
  return new Date(time);
}

/**
 * Leaves out the lines that are older. A line without a time of its own belongs to the one before it (a stack trace),
 * and a log that tells no times at all is kept: nothing says that it is old.
 * @param lines oldest first
 */
export function linesSince(lines: readonly string[], since: Date | undefined): readonly string[] {
  if (since === undefined) return lines;
  let kept = true;
  return lines.filter((line) => {
    const time = lineTime(line);
    if (time !== undefined) kept = time >= since.getTime();
    return kept;
  });
}

/**
 * The time that a log line begins with or names as its own: RFC 3339 (also as a JSON member), nginx's error log
 * (`2026/01/31 12:00:00`) and access log (`[31/Jan/2026:12:00:00 +0000]`). A time without a zone is taken as UTC.
 * @returns milliseconds since 1970; undefined when the line tells none
 */
export function lineTime(line: string): number | undefined {
  const head = line.slice(0, HEAD);
  const iso = /(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}:\d{2}:\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?/.exec(
    head,
  );
  if (iso !== null) {
    const [, year, month, day, clock, fraction = '', zone = 'Z'] = iso;
    return parsed(`${year}-${month}-${day}T${clock}${fraction.slice(0, 4)}${zone}`);
  }
  const access = /\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})\]/.exec(head);
  if (access === null) return undefined;
  const [, day, name = '', year, clock, hours, minutes] = access;
  const month = String(MONTHS.indexOf(name) + 1).padStart(2, '0');
  return parsed(`${year}-${month}-${day}T${clock}${hours}:${minutes}`);
}

function parsed(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
