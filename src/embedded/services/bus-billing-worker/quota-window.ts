import type { QuotaWindow } from '../../../contract/billing.ts';

/** Start of the window that never ends. */
const TOTAL_WINDOW_START = '1970-01-01T00:00:00.000Z';

const MONDAY = 1;
const DAYS_IN_WEEK = 7;

/**
 * Gives the start of the calendar window in UTC that holds a moment; weeks start on Monday. The start belongs to
 * the window, the next start does not. The contract names no boundaries; calendar windows are this project's
 * choice.
 * @param window how long the window is
 * @param moment any time
 * @returns RFC 3339 in UTC with milliseconds
 */
export function windowStart(window: QuotaWindow, moment: Date): string {
  if (window === 'total') return TOTAL_WINDOW_START;
  const start = new Date(moment);
  start.setUTCSeconds(0, 0);
  if (window === 'minute') return start.toISOString();
  start.setUTCMinutes(0);
  if (window === 'hour') return start.toISOString();
  start.setUTCHours(0);
  if (window === 'week') start.setUTCDate(start.getUTCDate() - daysSinceMonday(start));
  if (window === 'month') start.setUTCDate(1);
  return start.toISOString();
}

function daysSinceMonday(day: Date): number {
  return (day.getUTCDay() - MONDAY + DAYS_IN_WEEK) % DAYS_IN_WEEK;
}
