import { SetupError } from '../reasons/setup-error.ts';

/** Milliseconds of each unit of `--since`. */
const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** How much of a line is looked at for its time. */
const HEAD = 400;

/** What `--since` takes, for whoever wrote something else. */
const FORMS = '--since takes 90s, 30m, 2h, 1h30m, 7d or a time such as 2026-01-31T12:00:00Z';

/** RFC 3339, or its date alone; without a zone it is UTC, as in a log. */
const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/i;

/**
 * Reads `--since`: a duration back from now (`90s`, `30m`, `1h30m`, `7d`), or a time as RFC 3339. A time without a zone is
 * UTC, whatever the zone of this machine.
 * @throws SetupError `RN-USAGE`, also for a time to come and for no time at all: every log would be empty
 */
export function parseSince(text: string, now: Date): Date {
  const time = /^(\d{1,6}[smhd])+$/.test(text) ? now.getTime() - durationOf(text) : timeOf(text);
  if (Number.isNaN(time)) throw new SetupError('RN-USAGE', FORMS);
  if (time >= now.getTime())
    throw new SetupError('RN-USAGE', `--since ${text} is not in the past: no log would be left`);
  return new Date(time);
}

function durationOf(text: string): number {
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNITS[unit] ?? Number.NaN), 0);
}

function timeOf(text: string): number {
  const [, day, clock = '00:00', zone = 'Z'] = TIME.exec(text) ?? [];
  return day === undefined ? Number.NaN : Date.parse(`${day}T${clock}${zone.toUpperCase()}`);
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
