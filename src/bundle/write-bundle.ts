import { type BundleRequest, prepareBundle } from './prepare-bundle.ts';
import { sealBundle, type WrittenBundle } from './seal-bundle.ts';

/**
 * Collects, redacts, packs, scans and publishes a diagnostic bundle without asking anybody. It works with a stack that
 * is up, half up or down: what is missing stands in the manifest with its reason.
 * @throws SetupError `BN-LEAK` when the finished archive does not pass the gate, and nothing is written then;
 * `RN-OUTPUT-UNUSABLE` or `RN-DISK-FULL` when it cannot be written; the signal's reason when it is aborted
 */
export async function writeBundle(request: BundleRequest): Promise<WrittenBundle> {
  return sealBundle(await prepareBundle(request));
}
