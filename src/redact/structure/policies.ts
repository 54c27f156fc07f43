import { isOneTimeCode } from '../chosen-names.ts';
import { NESTED_NAMES } from '../key-name-words.ts';
import { classifyKeyName, endsInnocently } from '../key-names.ts';
import { isReadableValue, isWorkingDirectory, looksRandom } from '../value-shape.ts';
import type { Leaf } from './leaf.ts';

/** Tells of a leaf whether its whole value goes, and by which rule. */
export type LeafPolicy = (leaf: Leaf) => string | undefined;

/** What stays readable in Codex's session file: which way of signing in, and when. */
const CODEX_READABLE = new Set(['auth_mode', 'last_refresh']);
const JWK_PRIVATE = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']);

/**
 * The policies that hold for a file, by its name and its leaves. Policies for whole files come first.
 * @param name the last part of the file's path
 */
export function policiesFor(name: string, leaves: readonly Leaf[]): LeafPolicy[] {
  const policies: LeafPolicy[] = [];
  if (isCodexSession(name, leaves)) policies.push(codexSession);
  if (leaves.some((leaf) => leaf.path.at(-1) === 'kind' && leaf.value === 'Secret'))
    policies.push(kubernetesSecret(leaves));
  policies.push(jwk(leaves), namedPair(leaves), keyed, nested, held, harCookie);
  return policies;
}

function isCodexSession(name: string, leaves: readonly Leaf[]): boolean {
  const has = (...path: string[]) => leaves.some((leaf) => leaf.path.join('/') === path.join('/'));
  const fields = [
    has('OPENAI_API_KEY'),
    has('tokens', 'id_token'),
    has('tokens', 'access_token'),
    has('tokens', 'refresh_token'),
    has('personal_access_token'),
    // A string in some versions, and an object with a private key in others.
    leaves.some((leaf) => leaf.path[0] === 'agent_identity'),
  ];
  return fields.filter(Boolean).length >= (name === 'auth.json' ? 1 : 2);
}

function codexSession(leaf: Leaf): string | undefined {
  if (leaf.kind === 'word' || CODEX_READABLE.has(leaf.path.at(-1) ?? '')) return undefined;
  return 'codex-auth-file';
}

function kubernetesSecret(leaves: readonly Leaf[]): LeafPolicy {
  const inSecret = new Set(
    leaves
      .filter((leaf) => leaf.path.at(-1) === 'kind' && leaf.value === 'Secret')
      .map((leaf) => leaf.path.slice(0, -1).join('/')),
  );
  return (leaf) => {
    const at = leaf.path.findIndex(
      (part, index) =>
        (part === 'data' || part === 'stringData') && inSecret.has(leaf.path.slice(0, index).join('/')),
    );
    return at >= 0 && leaf.path.length > at + 1 ? 'kubernetes-secret' : undefined;
  };
}

function jwk(leaves: readonly Leaf[]): LeafPolicy {
  const keys = new Set(leaves.filter((leaf) => leaf.path.at(-1) === 'kty').map((leaf) => leaf.parent));
  return (leaf) =>
    keys.has(leaf.parent) && JWK_PRIVATE.has(leaf.path.at(-1) ?? '') ? 'jwk-private' : undefined;
}

/** `{"value": "…", "name": "DB_PASSWORD"}` in either order, as HAR, Kubernetes and CI systems write it. */
function namedPair(leaves: readonly Leaf[]): LeafPolicy {
  const names = new Map<number, string>();
  for (const leaf of leaves) {
    const key = leaf.path.at(-1)?.toLowerCase();
    if ((key === 'name' || key === 'key') && leaf.parent !== 0 && leaf.kind === 'string')
      names.set(leaf.parent, leaf.value);
  }
  return (leaf) => {
    const key = leaf.path.at(-1)?.toLowerCase();
    const name =
      key === 'value' || key === 'val' || key === 'plaintextvalue' ? names.get(leaf.parent) : undefined;
    return name !== undefined && name.length <= 200 && hides(name, leaf) ? 'named-value' : undefined;
  };
}

function keyed(leaf: Leaf): string | undefined {
  const key = leaf.path.at(-1) === '[]' ? leaf.path.at(-2) : leaf.path.at(-1);
  return key !== undefined && key.length <= 200 && hides(key, leaf) ? 'keyed-value' : undefined;
}

function nested(leaf: Leaf): string | undefined {
  const path = leaf.path.filter((part) => part !== '[]');
  const [owner, name] = [path.at(-2), path.at(-1)];
  if (owner === undefined || owner.length > 200 || !NESTED_NAMES.has(name?.toLowerCase() ?? ''))
    return undefined;
  return hides(owner, leaf) ? 'keyed-value' : undefined;
}

const HOLDERS = /^(?:.*[_-])?(?:passwords|api_?keys|secrets|credentials|tokens)$/i;

/** `api_keys: {bob: …}` and `[credentials]` in a TOML file: what stands in it, but what says of itself that it is none. */
function held(leaf: Leaf): string | undefined {
  const [owner = '', name = ''] = [leaf.path.at(-2), leaf.path.at(-1)];
  if (leaf.kind !== 'string' || name === '[]' || owner.length > 100 || !HOLDERS.test(owner)) return undefined;
  if (endsInnocently(name) || isReadableValue(leaf.value.trim()) || /\s|:\/\//.test(leaf.value))
    return undefined;
  return leaf.value.length >= 12 && /\d/.test(leaf.value) ? 'keyed-value' : undefined;
}

/** HAR 1.2 lists cookies as objects; the value of each goes, whatever its name. */
function harCookie(leaf: Leaf): string | undefined {
  const isCookie = leaf.path.at(-3)?.toLowerCase() === 'cookies' && leaf.path.at(-2) === '[]';
  return isCookie && leaf.path.at(-1) === 'value' && !isReadableValue(leaf.value) ? 'cookie' : undefined;
}

/**
 * `- API_TOKEN=…` in a list of assignments, as Compose and `docker inspect` write an environment.
 * @param raw the leaf's own bytes
 * @returns where the value begins in them, or undefined when the leaf is no assignment that hides something
 */
export function assignedFrom(leaf: Leaf, raw: string): number | undefined {
  const match = /^([A-Za-z_][\w.-]{0,100})=/.exec(raw);
  if (match === null || leaf.kind !== 'string' || leaf.path.at(-1) !== '[]' || raw.length === match[0].length)
    return undefined;
  const value = { ...leaf, value: leaf.value.slice(match[0].length) };
  return hides(match[1] ?? '', value) ? match[0].length : undefined;
}

function hides(name: string, leaf: Leaf): boolean {
  if (leaf.kind === 'word' || (leaf.kind === 'number' && leaf.value.length < 4)) return false;
  const keyClass = classifyKeyName(name.slice(name.lastIndexOf(':') + 1).replace(/^\/\//, ''));
  if (keyClass === 'ambiguous')
    return looksRandom(leaf.value, 12) || isOneTimeCode(name, leaf.value, leaf.kind === 'string');
  return (
    keyClass === 'secret' && !isReadableValue(leaf.value.trim()) && !isWorkingDirectory(name, leaf.value)
  );
}
