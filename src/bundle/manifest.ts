import { z } from 'zod';
import { reasonSchema } from '../proof/verdict.ts';
import type { Reason } from '../reasons/reason.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { Profile } from '../stack/profile-schema.ts';
import { byPath, sha256Hex } from './archive.ts';
import type { SafeCollection } from './redact-files.ts';
import { type Absence, isLoss } from './run-collectors.ts';

/** Name of the manifest in the top folder, and of its volatile part under `volatile/`. */
export const MANIFEST_NAME = 'manifest.json';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Format of `manifest.json`. A volatile file is listed without size and digest, so that the manifest of the same
 * state is the same: those stand in `volatile/manifest.json`.
 */
export const manifestSchema = z.strictObject({
  schema: z.literal('busdk.setup/bundle-manifest/v1'),
  tool: z.strictObject({ name: z.literal('bus-setup'), version: z.string() }),
  profile: z.strictObject({ id: z.string(), title: z.string(), tier: z.string(), runtime: z.string() }),
  /** The archive's one time, RFC 3339. */
  time: z.iso.datetime(),
  /**
   * SHA-256 over the lines `<sha256>  <path>` of every file below that has a digest, sorted by the bytes of the path.
   */
  contentDigest: digest,
  ruleset: z.strictObject({ version: z.string(), digest: z.string() }),
  collectors: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      status: z.enum(['complete', 'partial', 'missing']),
      reason: reasonSchema.optional(),
    }),
  ),
  files: z.array(
    z.strictObject({
      path: z.string(),
      /** Collector that brought it; `bundle` for what the bundle tells of itself. */
      collector: z.string(),
      why: z.string(),
      volatile: z.boolean(),
      /** Absent for a volatile file, like the two that follow. */
      bytes: z.int().optional(),
      sha256: digest.optional(),
      redactions: z.int().optional(),
    }),
  ),
  /** What should have been there: not collected, or withheld. */
  missing: z.array(
    z.strictObject({ path: z.string(), collector: z.string(), volatile: z.boolean(), reason: reasonSchema }),
  ),
});
/** The manifest of a bundle. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Format of `volatile/manifest.json`: size and digest of the files that differ from time to time. */
export const volatileManifestSchema = z.strictObject({
  schema: z.literal('busdk.setup/bundle-volatile/v1'),
  files: z.array(
    z.strictObject({
      path: z.string(),
      bytes: z.int(),
      sha256: digest,
      redactions: z.int(),
      /** What was kept of a text that was cut, e.g. `the last 2000 lines`. */
      cut: z.string().optional(),
    }),
  ),
});
/** The manifest of the volatile files of a bundle. */
export type VolatileManifest = z.infer<typeof volatileManifestSchema>;

/** One file of the bundle as the manifest sees it. */
export interface ListedFile {
  /** Path under the top folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly volatile: boolean;
  readonly collector: string;
  readonly why: string;
  readonly redactions: number;
  /** What was kept of a text that was cut. */
  readonly cut?: string;
}

/** What the manifest tells beside the files. */
export interface ManifestFacts {
  readonly toolVersion: string;
  readonly profile: Profile;
  /** The archive's one time. */
  readonly time: Date;
  readonly ruleset: Redactor['ruleset'];
  readonly collections: readonly SafeCollection[];
}

/**
 * Makes `manifest.json`.
 * @param files every file of the bundle but the manifest itself
 */
export function makeManifest(files: readonly ListedFile[], facts: ManifestFacts): Manifest {
  const { profile, collections } = facts;
  return {
    schema: 'busdk.setup/bundle-manifest/v1',
    tool: { name: 'bus-setup', version: facts.toolVersion },
    profile: { id: profile.id, title: profile.title, tier: profile.tier, runtime: profile.runtime.kind },
    time: facts.time.toISOString(),
    contentDigest: contentDigest(files),
    ruleset: { version: facts.ruleset.version, digest: facts.ruleset.digest },
    collectors: collections.map(({ collector, files: brought, missing, reason }) => ({
      id: collector.id,
      title: collector.title,
      status: statusOf(brought.length, missing, reason),
      ...(reason === undefined ? {} : { reason }),
    })),
    files: [...files].sort(byPath).map(listed),
    missing: collections
      .flatMap(({ collector, missing }) =>
        missing.map((absence) => ({ collector: collector.id, ...absence })),
      )
      .sort(byPath),
  };
}

function statusOf(files: number, missing: readonly Absence[], failed: Reason | undefined) {
  if (failed !== undefined || files === 0) return 'missing';
  return missing.some(isLoss) ? 'partial' : 'complete';
}

/** Makes `volatile/manifest.json`; files that are not volatile are left out. */
export function makeVolatileManifest(files: readonly ListedFile[]): VolatileManifest {
  return {
    schema: 'busdk.setup/bundle-volatile/v1',
    files: [...files]
      .filter(({ volatile }) => volatile)
      .sort(byPath)
      .map(({ path, bytes, redactions, cut }) => ({
        path,
        bytes: bytes.byteLength,
        sha256: sha256Hex(bytes),
        redactions,
        ...(cut === undefined ? {} : { cut }),
      })),
  };
}

/**
 * Digest of everything that is not volatile. The same with tools that every machine has, in the top folder:
 * `find . -type f ! -path './volatile/*' ! -path ./manifest.json | cut -c3- | LC_ALL=C sort | xargs sha256sum | sha256sum`
 */
export function contentDigest(files: readonly ListedFile[]): string {
  const lines = [...files]
    .filter(({ volatile }) => !volatile)
    .sort(byPath)
    .map(({ path, bytes }) => `${sha256Hex(bytes)}  ${path}\n`);
  return sha256Hex(lines.join(''));
}

function listed({
  path,
  bytes,
  volatile,
  collector,
  why,
  redactions,
}: ListedFile): Manifest['files'][number] {
  const entry = { path, collector, why, volatile };
  return volatile ? entry : { ...entry, bytes: bytes.byteLength, sha256: sha256Hex(bytes), redactions };
}
