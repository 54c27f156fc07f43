import { resolve } from 'node:path';
import { systemHost } from '../host/host.ts';
import { readRun } from './compare/read-run.ts';
import { trustedKeys } from './verify/trusted-keys.ts';
import type { Verification } from './verify/verification.ts';
import { verifyPath } from './verify/verify-path.ts';

/** What a program that verifies evidence knows. Everything is optional, and what is left out stays open. */
export interface VerifyOptions {
  /** Keys that are trusted, from another channel: the text of a public key file or of `allowed_signers`. */
  readonly signer?: string;
  /** Proof code, from another channel. */
  readonly code?: string;
  /** Text that was chosen before the proof was made. */
  readonly challenge?: string;
  /** Path of an own run of the same proof. */
  readonly against?: string;
  /** SHA-256 in hex that was published for the archive. */
  readonly digest?: string;
  readonly signal?: AbortSignal;
}

/**
 * Verifies evidence for another program: `import { verify } from '@busdk/setup/verify'`.
 * @param path of an evidence folder, an `evidence.tar.gz` or a `bundle.tar.gz`
 * @returns what is established, what is broken and what is open; `sound` is false when anything is broken
 * @throws SetupError with an `EV-` reason for what cannot be read or is refused unread
 */
export async function verify(path: string, options: VerifyOptions = {}): Promise<Verification> {
  const host = systemHost();
  const { signer, code, challenge, against, digest, signal = new AbortController().signal } = options;
  return await verifyPath(resolve(host.cwd, path), {
    host,
    signal,
    trusted: { code, keys: signer === undefined ? [] : trustedKeys(signer) },
    challenge,
    own: against === undefined ? undefined : (await readRun(resolve(host.cwd, against), signal)).results,
    digest,
  });
}
