/** SQLite's primary result codes that speak of the file and not of the statement (https://sqlite.org/rescode.html). */
const FILE_CODES: ReadonlySet<number> = new Set([
  5 /* busy */, 8 /* read-only */, 10 /* input or output */, 11 /* corrupt */, 13 /* full */,
  14 /* cannot open */, 26 /* not a database */,
]);

/** A turn that did not come, network errors of a store on another machine, and PostgreSQL's class 57 and 53 (shutting down, out of resources). */
const SERVER_CODES = /^(STORE_BUSY|ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|57P0[0-9]|53[0-9]{3})$/;

/**
 * Tells whether an error means that the store cannot be used now, as opposed to a mistake in a statement.
 * @param error what a database call threw
 */
export function isStorageFailure(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number') return FILE_CODES.has(errcode & 0xff);
  return typeof code === 'string' && SERVER_CODES.test(code);
}
