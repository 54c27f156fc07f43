import { SetupError } from '../reasons/setup-error.ts';
import type { CollectedFile } from './collector.ts';
import { UNSAFE_CONTENT } from './unsafe-content.ts';

/** File names that hold credentials by their nature, in lower case. */
const UNSAFE_NAMES: readonly RegExp[] = [
  /^\.env(?!\.(example|sample|template|dist)$)(\..+)?$/,
  /\.env$/,
  /^auth\.json$/,
  /^(id|ssh_host)_(rsa|dsa|ecdsa|ed25519)(_sk|_key)?$/,
  /^(known_hosts|authorized_keys)$/,
  /\.(pem|key|p8|p12|pfx|jks|keystore|ppk|age|kdbx|jwt|token|eml|mbox)$/,
  /^(api|access|refresh|id|auth|bearer|session)?[-_.]?tokens?(\.txt)?$/,
  /^\.?credentials?(\.(json|yaml|yml|toml|ini|txt))?$/,
  /^[._](netrc|npmrc|pypirc|pgpass|git-credentials|htpasswd|dockercfg|my\.cnf|vault-token)$/,
  /^kubeconfig$/,
];

/** Folders of which nothing is taken, whatever a file in them is called. */
const UNSAFE_FOLDERS = new Set([
  '.ssh',
  '.codex',
  '.gnupg',
  '.aws',
  '.azure',
  '.kube',
  '.docker',
  '.password-store',
]);

/** The same for folders that only mean it together with their parent. */
const UNSAFE_FOLDER_PAIRS: readonly RegExp[] = [
  /\/\.bus\/(tokens|secrets)\//,
  /\/\.config\/(bus|gcloud|gh)\//,
  /\/tmp\/local-ai-platform\//,
];

/**
 * Refuses what must never be in a bundle, not even redacted: environment files, token and credential files, private
 * keys, mails. By name and place first, then by what the bytes are, so that a renamed file does not slip through.
 * @param file as the collector found it
 * @throws SetupError `BN-UNSAFE-FILE`; the detail names the kind, never the content
 */
export function refuseUnsafe(file: CollectedFile): void {
  for (const path of [file.path, file.source]) {
    if (path !== undefined && unsafePath(path))
      throw new SetupError('BN-UNSAFE-FILE', 'by its name or its folder');
  }
  const kind = unsafeContent(file.bytes);
  if (kind !== undefined) throw new SetupError('BN-UNSAFE-FILE', `by its content: ${kind}`);
}

/**
 * True when a path names a credential file, or lies in a folder of them. Ask before the file is opened.
 * @param path absolute, or relative to the bundle; `/` and `\` both separate
 */
export function unsafePath(path: string): boolean {
  const parts = path.toLowerCase().split(/[/\\]/);
  const name = parts.at(-1) ?? '';
  if (UNSAFE_NAMES.some((pattern) => pattern.test(name))) return true;
  if (parts.some((part) => UNSAFE_FOLDERS.has(part))) return true;
  const folders = `/${parts.join('/')}`;
  return UNSAFE_FOLDER_PAIRS.some((pattern) => pattern.test(folders));
}

/**
 * Recognises a credential file by its content.
 * @returns the kind, e.g. `an environment file`; undefined for anything else
 */
export function unsafeContent(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return UNSAFE_CONTENT.find((rule) => rule.matches(text))?.kind;
}
