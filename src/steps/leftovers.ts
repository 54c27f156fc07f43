import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EVIDENCE_FOLDER } from '../evidence/write-evidence.ts';
import { sweepTemporaryFiles, writePrivateFile } from '../host/private-files.ts';

/** A folder in which evidence was being put together, or the set that it was to replace. */
const EVIDENCE_LEFTOVER = /^\.evidence-[A-Za-z0-9]{6}(-old)?$/;
/** The pointer `latest` before it was put in place. */
const POINTER_LEFTOVER = /^\.latest-[0-9a-f]{8}$/;
/** A checksum file holds the name of its bundle from the first moment on; it is empty until the bundle is there. */
const CHECKSUM = /^(bundle(?:-[1-9]\d*)?\.tar\.gz(?:\.age)?)\.sha256$/;

/**
 * Tidies up after a run that was killed: temporary files go, evidence that was just being replaced comes back, and a
 * bundle that was written gets its checksum. The run folder must be locked.
 * @param folder absolute path of the run folder
 */
export async function clearLeftovers(folder: string): Promise<void> {
  await sweepTemporaryFiles(folder);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (POINTER_LEFTOVER.test(name)) await rm(path, { force: true });
    else if (EVIDENCE_LEFTOVER.test(name)) await clearEvidence(folder, name);
    else await finishBundle(folder, name);
  }
}

async function clearEvidence(folder: string, name: string): Promise<void> {
  const target = join(folder, EVIDENCE_FOLDER);
  if (name.endsWith('-old') && !(await exists(target))) await rename(join(folder, name), target);
  else await rm(join(folder, name), { recursive: true, force: true });
}

async function finishBundle(folder: string, checksum: string): Promise<void> {
  const bundle = CHECKSUM.exec(checksum)?.[1];
  if (bundle === undefined) return;
  const path = join(folder, checksum);
  if ((await stat(path)).size > 0) return;
  if (!(await exists(join(folder, bundle)))) return await rm(path, { force: true });
  const sha256 = createHash('sha256')
    .update(await readFile(join(folder, bundle)))
    .digest('hex');
  await writePrivateFile(path, `${sha256}  ${bundle}\n`);
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}
