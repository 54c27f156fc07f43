const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Reads a duration as the stack's settings spell it (Go's `time.ParseDuration`, without its units below a millisecond):
 * `250ms`, `5s`, `1h30m`.
 * @param text the setting, or `undefined` when it is not set
 * @param fallback milliseconds for a setting that is absent or empty
 * @returns milliseconds
 * @throws RangeError when it is no such duration
 */
export function durationMs(text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  if (!/^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/.test(text))
    throw new RangeError('not a duration such as 250ms or 5s');
  const parts = text.matchAll(/([0-9]+(?:\.[0-9]+)?)(ms|s|m|h)/g);
  return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}
