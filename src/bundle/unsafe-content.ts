/** A kind of file that is recognised by what is in it. */
export interface UnsafeContent {
  /** In words for a reason, e.g. `a private key`. */
  readonly kind: string;
  matches(text: string): boolean;
}

/** As much of a text as its kind is looked for in. Linear expressions only: the text may be hostile. */
const HEAD_CHARACTERS = 64 * 1024;

const CODEX_KEYS = ['tokens', 'OPENAI_API_KEY', 'agent_identity', 'personal_access_token'];

/**
 * Whole files that are a credential. A log line that holds one is another thing: that is for the redactor, and
 * refusing the log would lose what support needs.
 */
export const UNSAFE_CONTENT: readonly UnsafeContent[] = [
  {
    kind: 'a private key',
    matches: (text) =>
      /^\s*-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----/.test(withoutMark(text)) ||
      /^(PuTTY-User-Key-File-|# created: .*\n# public key: age1|AGE-SECRET-KEY-)/.test(withoutMark(text)),
  },
  { kind: 'an environment file', matches: isEnvironmentFile },
  { kind: 'a Codex credential file', matches: isCodexAuth },
  {
    kind: 'a token file',
    matches: (text) => /^\s*eyJ[\w-]{8,}\.[\w-]+\.[\w-]*\s*$/.test(text.slice(0, HEAD_CHARACTERS)),
  },
  {
    kind: 'a container registry login',
    matches: (text) => /^\s*\{\s*"auths"\s*:/.test(text.slice(0, 1_000)),
  },
  {
    kind: 'a kubeconfig',
    matches: (text) => /^\s*(client-key-data|client-certificate-data):\s/m.test(head(text)),
  },
  {
    kind: 'a netrc file',
    matches: (text) => /^machine\s+\S+(\s+|\n\s*)login\s/.test(head(text).trimStart()),
  },
  {
    kind: 'a mail',
    matches: (text) => /^(Return-Path|Received|Delivered-To|MIME-Version): /.test(withoutMark(text)),
  },
  { kind: 'a rendered compose file', matches: isRenderedCompose },
];

function head(text: string): string {
  return text.slice(0, HEAD_CHARACTERS);
}

function withoutMark(text: string): string {
  return head(text).replace(/^\ufeff/, '');
}

/** Most of its lines that say anything are `KEY=value`; logs in key=value style have lower-case keys. */
function isEnvironmentFile(text: string): boolean {
  const lines = withoutMark(text)
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const settings = lines.filter((line) => /^\s*(export\s+)?[A-Z][A-Z0-9_]{1,126}\s?=/.test(line));
  return settings.length > 0 && settings.length * 2 > lines.length;
}

/** `auth.json` of the Codex CLI by its keys, under whatever name. */
function isCodexAuth(text: string): boolean {
  const start = withoutMark(text).trimStart();
  if (!start.startsWith('{')) return false;
  try {
    const data: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return typeof data === 'object' && data !== null && CODEX_KEYS.some((key) => Object.hasOwn(data, key));
  } catch {
    return CODEX_KEYS.slice(1).some((key) => start.includes(`"${key}"`)) && start.includes('"tokens"');
  }
}

/** What `docker compose config` prints has every secret of the stack written out. */
function isRenderedCompose(text: string): boolean {
  const start = head(text);
  return /^services:\s*$/m.test(start) && /^ +environment:\s*$/m.test(start);
}
