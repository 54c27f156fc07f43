/**
 * The one time that an archive carries: `SOURCE_DATE_EPOCH` when it is set
 * (https://reproducible-builds.org/specs/source-date-epoch/), else the start of the run, in whole seconds.
 * A value that is not a plain number of seconds is ignored.
 */
export function sourceDate(env: Readonly<Record<string, string | undefined>>, startedAt: Date): Date {
  const epoch = env.SOURCE_DATE_EPOCH;
  const seconds = epoch !== undefined && /^\d{1,11}$/.test(epoch) ? Number(epoch) : undefined;
  return new Date((seconds ?? Math.floor(startedAt.getTime() / 1_000)) * 1_000);
}
