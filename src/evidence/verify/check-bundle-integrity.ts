import { sha256Hex } from '../../bundle/archive.ts';
import {
  contentDigest,
  MANIFEST_NAME,
  type Manifest,
  volatileManifestSchema,
} from '../../bundle/manifest.ts';
import { VOLATILE_FOLDER } from '../../bundle/run-collectors.ts';
import type { FileMap } from '../bag/file-map.ts';
import { isPlainJson, jsonOf } from './json-of.ts';
import { type Point, Problems } from './verification.ts';

const VOLATILE_MANIFEST = `${VOLATILE_FOLDER}/${MANIFEST_NAME}`;

/** The digest that was published for an archive, and where it came from. */
export interface PublishedDigest {
  /** SHA-256 in hex that the archive, or its uncompressed tar, must have. */
  readonly expected: string;
  /** What is there: of the `.tar.gz` and of the tar. */
  readonly actual: readonly string[];
  /** True when it stands in the file beside the archive, which whoever replaced one would have replaced too. */
  readonly beside: boolean;
}

/**
 * V1 for a bundle: its files are those of its manifest. Nothing inside vouches for the manifest itself: that takes the
 * digest that was published when it was written.
 */
export function checkBundleIntegrity(
  files: FileMap,
  manifest: Manifest,
  published: PublishedDigest | undefined,
): Point {
  const problems = new Problems();
  const own = files.get(MANIFEST_NAME);
  if (own === undefined || !isPlainJson(own)) problems.add('EV-MANIFEST-FORM', MANIFEST_NAME);
  const digests = listedDigests(files, manifest, problems);
  for (const { path } of manifest.files) if (!files.has(path)) problems.add('EV-FILE-MISSING', path);
  for (const [path, bytes] of files) {
    if (path === MANIFEST_NAME) continue;
    const digest = digests.get(path);
    if (digest === undefined) problems.add('EV-FILE-UNLISTED', path);
    else if (digest !== sha256Hex(bytes)) problems.add('EV-FILE-CHANGED', path);
  }
  checkContentDigest(files, manifest, problems);
  if (published !== undefined && !published.actual.includes(published.expected)) {
    problems.add('EV-ARCHIVE-DIGEST', `published was ${published.expected}`);
  }
  const broken = 'The bundle is not as it was written.';
  return problems.point(
    { id: 'integrity', level: 'V1', broken },
    { status: published === undefined ? 'open' : 'holds', says: sentence(published) },
  );
}

function sentence(published: PublishedDigest | undefined): string {
  if (published === undefined) {
    return 'The files agree with the manifest, for which nothing vouches: give the published digest with --digest.';
  }
  return published.beside
    ? 'The archive has the digest of the file beside it, and its files are those of its manifest. Only a digest that you got over another channel rules out that both were replaced.'
    : 'The archive has the published digest, and its files are those of its manifest.';
}

/** Digest by path, of both manifests; the volatile manifest itself has none, and is held against its own text. */
function listedDigests(files: FileMap, manifest: Manifest, problems: Problems): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  const paths = manifest.files.map(({ path }) => path);
  if (new Set(paths).size !== paths.length) problems.add('EV-MANIFEST-FORM', 'a path is listed twice');
  for (const { path, sha256 } of manifest.files) if (sha256 !== undefined) digests.set(path, sha256);
  const bytes = files.get(VOLATILE_MANIFEST);
  const volatile = bytes === undefined ? undefined : jsonOf(bytes, volatileManifestSchema);
  if (bytes === undefined || volatile === undefined || !isPlainJson(bytes)) {
    problems.add('EV-MANIFEST-FORM', VOLATILE_MANIFEST);
    return digests;
  }
  const listed = new Map(manifest.files.map((file) => [file.path, file.volatile]));
  for (const { path, sha256 } of volatile.files) {
    if (listed.get(path) !== true) problems.add('EV-FILE-UNLISTED', path);
    digests.set(path, sha256);
  }
  digests.set(VOLATILE_MANIFEST, sha256Hex(bytes));
  return digests;
}

function checkContentDigest(files: FileMap, manifest: Manifest, problems: Problems): void {
  const stable = manifest.files.flatMap((file) => {
    const bytes = files.get(file.path);
    return bytes === undefined ? [] : [{ ...file, bytes, redactions: 0 }];
  });
  if (contentDigest(stable) !== manifest.contentDigest)
    problems.add('EV-MANIFEST-FORM', 'the content digest');
}
