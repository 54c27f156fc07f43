import { leakScan } from '../../redact/leak-scan.ts';
import { SecretRegistry } from '../../redact/secret.ts';
import type { FileMap } from '../bag/file-map.ts';
import { type Point, Problems } from './verification.ts';

/** Scans every file for shapes of secrets. Values that only the maker knew cannot be looked for. */
export function checkSecrets(files: FileMap): Point {
  const problems = new Problems();
  const scan = leakScan(new SecretRegistry());
  for (const [path, bytes] of files) {
    for (const hit of [...scan('(file name)', Buffer.from(path)), ...scan(path, bytes)]) {
      problems.add('EV-LEAK', `rule ${hit.rule} in ${hit.path} at byte ${hit.offset}`);
    }
  }
  return problems.point(
    { id: 'secrets', broken: 'It may hold a secret.' },
    { status: 'holds', says: 'No file holds anything that has the shape of a secret.' },
  );
}
