import { createHash } from 'node:crypto';
import type { CheckResult } from '../verdict.ts';

/**
 * The digest that two honest runs share: SHA-256 over the sorted lines `id<TAB>STATUS<LF>`, no times in it. Anybody can
 * make it again: `jq -r '.checks[]|[.id,.status]|@tsv' results.json | LC_ALL=C sort | sha256sum`.
 * @returns 64 lowercase hex digits
 */
export function verdictDigest(checks: readonly Pick<CheckResult, 'id' | 'status'>[]): string {
  const lines = checks.map(({ id, status }) => Buffer.from(`${id}\t${status}\n`, 'utf8'));
  return createHash('sha256')
    .update(Buffer.concat(lines.sort(Buffer.compare)))
    .digest('hex');
}
