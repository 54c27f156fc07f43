import { open } from 'node:fs/promises';
import type { Host } from '../../host/host.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { type PassphrasePrompt, signWithSshKeygen } from './ssh-keygen.ts';

/** What the trial signature is for: nobody asks for signatures of this name, so it is worth nothing to anybody. */
const TRIAL_NAMESPACE = 'bus-setup-trial';
/** Longest that the trial may take, milliseconds. */
const TRIAL_MS = 20_000;

/**
 * Finds out before a run whether `ssh-keygen` will be able to sign at its end: makes a signature over nothing, without
 * asking anybody. A key that a person has to touch, or whose passphrase a window asks for, is not tried.
 * @param publicKeyPath absolute path of the public key file
 * @param prompt `terminal` lets a locked key pass when there is a terminal on which `ssh-keygen` can ask later
 * @throws SetupError `EV-KEY-UNREADABLE`; `EV-KEY-LOCKED` for a passphrase that nobody can be asked for;
 * `EV-SIGNING-FAILED` when there is no private key or no ssh-keygen
 */
export async function demandSignable(
  host: Host,
  publicKeyPath: string,
  prompt: PassphrasePrompt,
): Promise<void> {
  const signal = AbortSignal.timeout(TRIAL_MS);
  const signer = await signWithSshKeygen(host, publicKeyPath, TRIAL_NAMESPACE, { signal, prompt: 'nowhere' });
  const { SSH_ASKPASS: askpass, DISPLAY: display, WAYLAND_DISPLAY: wayland } = host.env;
  const asksElsewhere = askpass !== undefined && (display ?? wayland) !== undefined;
  if (signer.publicKey.type.startsWith('sk-') || asksElsewhere) return;
  try {
    await signer.sign(new Uint8Array());
  } catch (error) {
    if (!(error instanceof SetupError) || !/passphrase/i.test(error.reason.detail ?? '')) throw error;
    if (prompt === 'terminal' && (await hasTerminal())) return;
    const said = error.reason.detail?.replace(/^Enter passphrase[^:]*: */, '');
    const add = `eval "$(ssh-agent)" && ssh-add ${publicKeyPath.replace(/\.pub$/, '')}`;
    const elsewhere =
      prompt === 'nowhere' ? ', or run with --ci, where ssh-keygen can ask on the terminal' : '';
    throw new SetupError('EV-KEY-LOCKED', said, { next: add + elsewhere, cause: error });
  }
}

/** True when this process has a terminal, whatever its streams are. */
async function hasTerminal(): Promise<boolean> {
  try {
    await (await open('/dev/tty', 'r+')).close();
    return true;
  } catch {
    return false;
  }
}
