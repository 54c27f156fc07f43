import type { Host } from '../../host/host.ts';
import { type EphemeralKey, ephemeralKey } from './ephemeral-key.ts';
import { type PassphrasePrompt, signWithSshKeygen } from './ssh-keygen.ts';
import type { SshPublicKey } from './ssh-public-key.ts';
import { armouredSshsig, EVIDENCE_NAMESPACE, sshsigPreimage } from './sshsig.ts';

/** Who signs an evidence set. */
export interface EvidenceSigner {
  /** Key that signs the manifest. */
  readonly publicKey: SshPublicKey;
  /**
   * Key that signs the statement. With an operator's key it is another one, because `ssh-keygen` signs nothing but its
   * own format; the signed manifest then vouches for it.
   */
  readonly statementKey: EphemeralKey;
  /**
   * Signs `manifest-sha256.txt`.
   * @returns the armoured SSHSIG
   * @throws SetupError `EV-SIGNING-FAILED`
   */
  signManifest(manifest: Uint8Array): Promise<string>;
}

/** Signs with a key that is made for this and forgotten; who it was is told by the proof code, over another channel. */
export function ephemeralSigner(host: Pick<Host, 'random'>): EvidenceSigner {
  const key = ephemeralKey(host);
  return {
    publicKey: key.publicKey,
    statementKey: key,
    signManifest: async (manifest) =>
      armouredSshsig(
        key.publicKey,
        EVIDENCE_NAMESPACE,
        key.sign(sshsigPreimage(manifest, EVIDENCE_NAMESPACE)),
      ),
  };
}

/**
 * Signs with a key of the operator through `ssh-keygen`, its agent and its passphrase prompt.
 * @param publicKeyPath absolute path of a public key file, or of a private key whose public half lies beside it
 * @throws SetupError `EV-KEY-UNREADABLE`
 */
export async function operatorSigner(
  host: Host,
  publicKeyPath: string,
  options: { readonly signal: AbortSignal; readonly prompt: PassphrasePrompt },
): Promise<EvidenceSigner> {
  const signing = await signWithSshKeygen(host, publicKeyPath, EVIDENCE_NAMESPACE, options);
  return {
    publicKey: signing.publicKey,
    statementKey: ephemeralKey(host),
    signManifest: (manifest) => signing.sign(manifest),
  };
}
