import { sha256Hex } from '../../bundle/archive.ts';
import type { Results } from '../../proof/report/results.ts';
import {
  BAG_DECLARATION,
  BAG_DECLARATION_TEXT,
  BAG_INFO,
  bagInfo,
  MANIFEST,
  manifestText,
  PAYLOAD,
  readManifest,
  TAG_FILES,
  TAG_MANIFEST,
} from '../bag/bagit.ts';
import { type FileMap, filesUnder, textOf } from '../bag/file-map.ts';
import { type Point, Problems } from './verification.ts';

/**
 * V1: the files are those of the manifest, no more and no fewer, and the files around the payload are what they must be.
 * @param files of an evidence set
 * @param results for `bag-info.txt`; undefined when they could not be read
 */
export function checkIntegrity(files: FileMap, results: Results | undefined): Point {
  const problems = new Problems();
  const payload = filesUnder(files, PAYLOAD);
  const manifest = files.get(MANIFEST);
  if (manifest !== undefined) holdAgainstManifest(payload, textOf(manifest), problems);
  checkTagFiles(files, problems);
  const info = files.get(BAG_INFO);
  if (results !== undefined && info !== undefined && textOf(info) !== bagInfo(results, payload)) {
    problems.add('EV-BAG-FORM', BAG_INFO);
  }
  return problems.point(
    { id: 'integrity', level: 'V1', broken: 'The files are not those that were sealed.' },
    {
      status: 'holds',
      says: `All ${payload.size} files are as the manifest names them, none is missing, none was added. Who made them is another question.`,
    },
  );
}

function holdAgainstManifest(payload: FileMap, text: string, problems: Problems): void {
  const digests = readManifest(text);
  if (digests === undefined) {
    problems.add('EV-MANIFEST-FORM', MANIFEST);
    return;
  }
  for (const [path, digest] of digests) {
    const bytes = payload.get(path);
    if (bytes === undefined) problems.add('EV-FILE-MISSING', path);
    else if (sha256Hex(bytes) !== digest) problems.add('EV-FILE-CHANGED', path);
  }
  for (const path of payload.keys()) if (!digests.has(path)) problems.add('EV-FILE-UNLISTED', path);
}

function checkTagFiles(files: FileMap, problems: Problems): void {
  const tags = new Map<string, Uint8Array>();
  for (const path of TAG_FILES) {
    const bytes = files.get(path);
    if (bytes === undefined) problems.add('EV-FILE-MISSING', path);
    else tags.set(path, bytes);
  }
  const declaration = tags.get(BAG_DECLARATION);
  if (declaration !== undefined && textOf(declaration) !== BAG_DECLARATION_TEXT) {
    problems.add('EV-BAG-FORM', BAG_DECLARATION);
  }
  const tagManifest = files.get(TAG_MANIFEST);
  if (tagManifest === undefined) problems.add('EV-FILE-MISSING', TAG_MANIFEST);
  else if (textOf(tagManifest) !== manifestText(tags)) problems.add('EV-FILE-CHANGED', TAG_MANIFEST);
  const known = new Set<string>([...TAG_FILES, TAG_MANIFEST]);
  for (const path of files.keys()) {
    if (!path.startsWith(PAYLOAD) && !known.has(path)) problems.add('EV-FILE-UNLISTED', path);
  }
}
