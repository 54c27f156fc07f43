import { execa } from 'execa';
import type { Host } from '../../host/host.ts';
import { readSmallFile } from '../../host/private-files.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { parsePublicKey, type SshPublicKey } from './ssh-public-key.ts';
import { readSshsig } from './sshsig.ts';

/** Most bytes of a public key file. */
const KEY_FILE_LIMIT = 64 * 1024;

/** Environment that `ssh-keygen` needs to reach an agent, a security key, and a program that asks for a passphrase. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'SSH_AUTH_SOCK',
  'SSH_SK_PROVIDER',
  'SSH_ASKPASS',
  'SSH_ASKPASS_REQUIRE',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'XDG_RUNTIME_DIR',
  'TERM',
] as const;

/**
 * Where `ssh-keygen` may ask for a passphrase. `nowhere`: not on the terminal, because a wizard draws there and reads its
 * keys; an agent, or a program named by `SSH_ASKPASS`, still works.
 */
export type PassphrasePrompt = 'terminal' | 'nowhere';

/** A key that only `ssh-keygen` can use. */
export interface KeygenSigner {
  readonly publicKey: SshPublicKey;
  /** @throws SetupError `EV-SIGNING-FAILED` */
  sign(message: Uint8Array): Promise<string>;
}

/**
 * Prepares signing with the program `ssh-keygen`: this one never reads a private key, and a passphrase is asked for by
 * `ssh-keygen` itself.
 * @param publicKeyPath absolute path of the `.pub` file
 * @throws SetupError `EV-KEY-UNREADABLE`
 */
export async function signWithSshKeygen(
  host: Host,
  publicKeyPath: string,
  namespace: string,
  { signal, prompt }: { readonly signal: AbortSignal; readonly prompt: PassphrasePrompt },
): Promise<KeygenSigner> {
  const publicKey = parsePublicKey(await keyFile(publicKeyPath));
  return {
    publicKey,
    async sign(message) {
      // Without a file name `ssh-keygen` signs what comes on stdin, and writes nothing to disk.
      const result = await execa('ssh-keygen', ['-Y', 'sign', '-q', '-f', publicKeyPath, '-n', namespace], {
        input: message,
        reject: false,
        cancelSignal: signal,
        extendEnv: false,
        env: keygenEnvironment(host),
        stripFinalNewline: false,
        stderr: prompt === 'terminal' ? ['pipe', 'inherit'] : 'pipe',
        // A session of its own has no terminal, so not even /dev/tty can be asked.
        detached: prompt === 'nowhere',
      });
      signal.throwIfAborted();
      if (result.failed)
        throw new SetupError('EV-SIGNING-FAILED', lastLine(result.stderr) ?? 'ssh-keygen did not run');
      const signature = readSshsig(result.stdout);
      if (signature.key.fingerprint !== publicKey.fingerprint) {
        throw new SetupError('EV-SIGNING-FAILED', 'ssh-keygen signed with another key');
      }
      return result.stdout;
    },
  };
}

async function keyFile(path: string): Promise<string> {
  try {
    return await readSmallFile(path, KEY_FILE_LIMIT);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure';
    throw new SetupError('EV-KEY-UNREADABLE', `${path}: ${code}`, { cause: error });
  }
}

/** What of the operator's environment `ssh-keygen` is given. */
export function keygenEnvironment(host: Host): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = host.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .at(-1);
}
