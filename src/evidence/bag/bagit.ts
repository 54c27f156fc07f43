import { byPath, sha256Hex } from '../../bundle/archive.ts';
import type { Results } from '../../proof/report/results.ts';
import type { FileMap } from './file-map.ts';

/** Folder of the payload. */
export const PAYLOAD = 'data/';
/** The file that says that this is a bag. */
export const BAG_DECLARATION = 'bagit.txt';
/** What the bag is, for people and archives. */
export const BAG_INFO = 'bag-info.txt';
/** The one file that is signed. */
export const MANIFEST = 'manifest-sha256.txt';
/** Its SSHSIG. */
export const SIGNATURE = 'manifest-sha256.txt.sig';
/** Digests of the files beside the payload. */
export const TAG_MANIFEST = 'tagmanifest-sha256.txt';

/** Files beside the payload, without the tag manifest, which cannot hold its own digest. */
export const TAG_FILES = [BAG_INFO, BAG_DECLARATION, MANIFEST, SIGNATURE] as const;

/** The declaration of a bag (RFC 8493, section 2.1.1). */
export const BAG_DECLARATION_TEXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** Writes `bag-info.txt` (RFC 8493, section 2.2.2): a pure function of results and payload. */
export function bagInfo(results: Results, payload: FileMap): string {
  const bytes = [...payload.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  return [
    `Bag-Software-Agent: bus-setup ${oneLine(results.tool.version)}`,
    `Bagging-Date: ${results.volatile.writtenAt.slice(0, 10)}`,
    `External-Identifier: ${oneLine(results.volatile.run)}`,
    `External-Description: Proof of the setup profile ${oneLine(results.profile.id)}`,
    `Payload-Oxum: ${bytes}.${payload.size}`,
    '',
  ].join('\n');
}

/**
 * Writes a manifest in the format of `sha256sum`: `<64 hex digits>  <path>`, sorted by the bytes of the paths.
 * @param files by their path in the bag
 */
export function manifestText(files: FileMap): string {
  return [...files]
    .map(([path, bytes]) => ({ path, bytes }))
    .sort(byPath)
    .map(({ path, bytes }) => `${sha256Hex(bytes)}  ${path}\n`)
    .join('');
}

/**
 * Reads a manifest strictly: one spelling, no path twice, sorted.
 * @returns digest by path; undefined when it is not in the one form that {@link manifestText} writes
 */
export function readManifest(text: string): ReadonlyMap<string, string> | undefined {
  if (text !== '' && !text.endsWith('\n')) return undefined;
  const digests = new Map<string, string>();
  let before: Buffer | undefined;
  for (const line of text.split('\n').slice(0, -1)) {
    const [, digest, path] = /^([0-9a-f]{64}) {2}([A-Za-z0-9._/-]{1,260})$/.exec(line) ?? [];
    if (digest === undefined || path === undefined) return undefined;
    const bytes = Buffer.from(path);
    if (before !== undefined && Buffer.compare(before, bytes) >= 0) return undefined;
    before = bytes;
    digests.set(path, digest);
  }
  return digests;
}

/** Tag files have a line a value. */
function oneLine(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, 200);
}
