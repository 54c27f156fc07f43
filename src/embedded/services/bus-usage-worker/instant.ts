import { ApiError } from '../../http/api-error.ts';

const NANOSECOND_DIGITS = 9;

/**
 * Writes a time so that the order of the texts is the order of the times: UTC, always nine digits of a second.
 * @param time RFC 3339 with any offset; digits beyond the ninth are dropped
 * @throws ApiError `bad_request` when the time does not exist or has no four-digit year in UTC
 */
export function sortableInstant(time: string): string {
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  const date = new Date(time.replace(/\.\d+/, ''));
  const whole = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  if (!/^\d{4}-/.test(whole)) throw new ApiError('bad_request', 'the time is out of range');
  const digits = fraction.slice(0, NANOSECOND_DIGITS).padEnd(NANOSECOND_DIGITS, '0');
  return whole.replace('.000Z', `.${digits}Z`);
}

/**
 * Writes a sortable time as it goes over the wire, without needless zeros.
 * @param instant from {@link sortableInstant}
 */
export function wireInstant(instant: string): string {
  return instant.replace(/\.?0+Z$/, 'Z');
}
