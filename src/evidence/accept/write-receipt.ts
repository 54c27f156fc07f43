import { join } from 'node:path';
import { systemErrorCode } from '../../bundle/why-missing.ts';
import type { Host } from '../../host/host.ts';
import { makePrivateFolder, writePrivateFile } from '../../host/private-files.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { signWithSshKeygen } from '../signing/ssh-keygen.ts';
import { RECEIPT_NAMESPACE } from './receipt.ts';

/** Name of the receipt; its signature has `.sig` behind it. */
export const RECEIPT_NAME = 'receipt.intoto.json';

/** A receipt on disk. */
export interface WrittenReceipt {
  /** Absolute path; the signature lies beside it with `.sig`. */
  readonly path: string;
  /** Fingerprint of the buyer's key. */
  readonly fingerprint: string;
}

/**
 * Signs a receipt with the buyer's key through `ssh-keygen` and writes both files.
 * @param folder absolute path; made when it is missing
 * @param publicKeyPath absolute path of the buyer's public key file
 * @throws SetupError `EV-KEY-UNREADABLE`, `EV-SIGNING-FAILED`, `RN-OUTPUT-UNUSABLE`
 */
export async function writeReceipt(
  host: Host,
  receipt: Record<string, unknown>,
  { folder, publicKeyPath, signal }: { folder: string; publicKeyPath: string; signal: AbortSignal },
): Promise<WrittenReceipt> {
  const signer = await signWithSshKeygen(host, publicKeyPath, RECEIPT_NAMESPACE, {
    signal,
    prompt: 'terminal',
  });
  const bytes = Buffer.from(`${JSON.stringify(receipt, undefined, 2)}\n`);
  const signature = await signer.sign(bytes);
  const path = join(folder, RECEIPT_NAME);
  try {
    await makePrivateFolder(folder);
    await writePrivateFile(path, bytes);
    await writePrivateFile(`${path}.sig`, signature);
  } catch (error) {
    throw new SetupError('RN-OUTPUT-UNUSABLE', `${folder}: ${systemErrorCode(error) ?? 'unknown failure'}`, {
      cause: error,
    });
  }
  return { path, fingerprint: signer.publicKey.fingerprint };
}
