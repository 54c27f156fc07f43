import type { Host } from '../../host/host.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { MANIFEST, SIGNATURE } from '../bag/bagit.ts';
import { type FileMap, textOf } from '../bag/file-map.ts';
import { proofCode } from '../signing/proof-code.ts';
import type { SshPublicKey } from '../signing/ssh-public-key.ts';
import { EVIDENCE_NAMESPACE, readSshsig, type SshSignature, verifySshsig } from '../signing/sshsig.ts';
import { type Point, Problems } from './verification.ts';
import { verifyWithSshKeygen } from './verify-with-ssh-keygen.ts';

/** What the buyer got over another channel. */
export interface TrustedOrigin {
  /** Keys of which one must have signed. */
  readonly keys?: readonly SshPublicKey[];
  /** The proof code. */
  readonly code?: string;
}

/** What the signature is, besides the point. */
export interface Origin {
  readonly point: Point;
  readonly fingerprint?: string;
  readonly proofCode?: string;
}

/**
 * V2: the manifest was signed by the key that the buyer trusts. Without a key or a code from outside nothing is
 * established, however good the signature is: anybody can sign.
 */
export async function checkOrigin(
  files: FileMap,
  trusted: TrustedOrigin,
  surroundings: { readonly host: Host; readonly signal: AbortSignal },
): Promise<Origin> {
  const problems = new Problems();
  const finish = (holds: boolean, says: string): Point =>
    problems.point(
      { id: 'origin', level: 'V2', broken: 'Nobody you trust is shown to have signed this.' },
      { status: holds ? 'holds' : 'open', says },
    );
  const manifest = files.get(MANIFEST);
  const armour = files.get(SIGNATURE);
  if (manifest === undefined || armour === undefined) {
    problems.add('EV-FILE-MISSING', manifest === undefined ? MANIFEST : SIGNATURE);
    return { point: finish(false, '') };
  }
  const signature = signatureIn(textOf(armour), problems);
  if (signature === undefined) return { point: finish(false, '') };
  await checkSignature(signature, textOf(armour), manifest, problems, surroundings);
  const { fingerprint } = signature.key;
  const code = proofCode(fingerprint, manifest);
  compare(signature, code, trusted, problems);
  const asked = (trusted.keys?.length ?? 0) > 0 || trusted.code !== undefined;
  const says = asked
    ? `The key ${fingerprint} signed this manifest. That it says the truth is another question.`
    : `Signed by ${fingerprint}, which anybody could have made. Get the key or the proof code over another channel, and give --signer or --code.`;
  return { point: finish(asked, says), fingerprint, proofCode: code };
}

function signatureIn(armour: string, problems: Problems): SshSignature | undefined {
  try {
    const signature = readSshsig(armour);
    if (signature.namespace === EVIDENCE_NAMESPACE) return signature;
    problems.add('EV-SIGNATURE-FORMAT', `it was made for something else than ${EVIDENCE_NAMESPACE}`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    problems.add('EV-SIGNATURE-FORMAT', error.reason.detail ?? SIGNATURE);
  }
  return undefined;
}

async function checkSignature(
  signature: SshSignature,
  armour: string,
  manifest: Uint8Array,
  problems: Problems,
  { host, signal }: { readonly host: Host; readonly signal: AbortSignal },
): Promise<void> {
  const { key, namespace } = signature;
  const own = verifySshsig(signature, manifest);
  const valid =
    own ??
    (await verifyWithSshKeygen(host, { key, namespace, signature: armour, message: manifest, signal }));
  if (valid === undefined) problems.add('EV-KEY-UNSUPPORTED', key.type);
  else if (!valid) problems.add('EV-SIGNATURE-WRONG', SIGNATURE);
}

function compare(signature: SshSignature, code: string, trusted: TrustedOrigin, problems: Problems): void {
  const { fingerprint } = signature.key;
  const keys = trusted.keys ?? [];
  if (keys.length > 0 && !keys.some((key) => key.blob.equals(signature.key.blob))) {
    problems.add('EV-OTHER-KEY', `signed by ${fingerprint}, trusted is ${keys[0]?.fingerprint ?? ''}`);
  }
  if (trusted.code !== undefined && trusted.code !== code) problems.add('EV-OTHER-CODE', `it is ${code}`);
}
