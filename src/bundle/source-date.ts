/** The last second that the header of a tar member can hold: eleven octal digits. */
const LAST_SECOND = 0o77777777777;

/**
 * The one time that an archive carries: `SOURCE_DATE_EPOCH` when it is set
 * (https://reproducible-builds.org/specs/source-date-epoch/), else the start of the run, in whole seconds.
 * A value that is not a plain number of seconds, or too large for an archive, is ignored.
 */
export function sourceDate(env: Readonly<Record<string, string | undefined>>, startedAt: Date): Date {
  const epoch = env.SOURCE_DATE_EPOCH;
  const seconds = epoch !== undefined && /^\d{1,10}$/.test(epoch) ? Number(epoch) : Number.NaN;
  const usable = seconds <= LAST_SECOND;
  return new Date((usable ? seconds : Math.floor(startedAt.getTime() / 1_000)) * 1_000);
}
