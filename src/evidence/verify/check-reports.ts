import type { Results } from '../../proof/report/results.ts';
import { type FileMap, textOf } from '../bag/file-map.ts';
import { renderedFiles } from '../rendered-files.ts';
import { type Point, Problems } from './verification.ts';

/**
 * Every report is what the results give: each is made again and compared byte for byte.
 * @param payload files by their path in the payload
 * @param own names in the payload that are no reports
 */
export function checkReports(
  results: Results,
  payload: FileMap,
  options: { readonly own: readonly string[]; readonly sameVersion: boolean },
): Point {
  const problems = new Problems();
  const expected = new Set<string>();
  for (const [path, text] of renderedFiles(results)) {
    expected.add(path);
    const bytes = payload.get(path);
    if (bytes === undefined) problems.add('EV-FILE-MISSING', path);
    else if (options.sameVersion && textOf(bytes) !== text) problems.add('EV-REPORT-DIFFERS', path);
  }
  const own = new Set(options.own);
  for (const path of payload.keys()) {
    if (!own.has(path) && !expected.has(path)) problems.add('EV-FILE-UNLISTED', path);
  }
  const broken = 'A report does not say what the results say.';
  if (!options.sameVersion) {
    return problems.point(
      { id: 'reports', broken },
      {
        status: 'open',
        says: `Written by version ${results.tool.version}, which this one cannot repeat: read results.json, or verify with that version.`,
      },
    );
  }
  return problems.point(
    { id: 'reports', broken },
    {
      status: 'holds',
      says: `All ${expected.size} reports were made again from results.json, and are the same.`,
    },
  );
}
