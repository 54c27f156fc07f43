import { describe, expect, it } from 'vitest';
import { unsafeContent, unsafePath } from '../../src/bundle/refuse-unsafe.ts';

describe('unsafePath', () => {
  it.each([
    '/home/me/stack/.env',
    'stack/.env.local',
    'stack/prod.env',
    'a/AUTH.JSON',
    '/home/me/.codex/config.toml',
    '/home/me/.ssh/config',
    '/home/me/.ssh/id_ed25519',
    'keys/id_rsa',
    'certs/server.key',
    'certs/server.pem',
    'auth/api-token',
    'tokens',
    'access_token.txt',
    'local-events.jwt',
    '/x/.bus/tokens/local-events',
    '/x/tmp/local-ai-platform/bus-config/auth/anything',
    '.netrc',
    'home/.npmrc',
    '.git-credentials',
    'credentials.json',
    'C:\\Users\\me\\.aws\\config',
    'inbox/1.eml',
    'cluster/kubeconfig',
    'stack/known_hosts',
    'stack/authorized_keys',
    'keys/ssh_host_rsa_key',
    'home/.gnupg/notes.txt',
    'home/.azure/notes.txt',
    'home/.kube/notes.txt',
    'home/.docker/notes.txt',
    'home/.password-store/notes.txt',
    '/home/me/.bus/secrets/notes.txt',
    '/home/me/.config/bus/notes.txt',
    '/home/me/.config/gcloud/notes.txt',
    '/home/me/.config/gh/notes.txt',
  ])('refuses %s', (path) => expect(unsafePath(path)).toBe(true));

  it.each([
    'proof/results.json',
    'logs/bus-auth.log',
    'stack/.env.example',
    'logs/bus-local-token.log',
    'environment/keys.json',
    'run/journal.ndjson',
    'docs/environment.md',
    'monkey.json',
    'token-boundaries.json',
  ])('lets %s through', (path) => expect(unsafePath(path)).toBe(false));
});

describe('unsafeContent', () => {
  it.each([
    ['# settings\nexport A_KEY=1\nB_KEY="two words"\n\n'],
    ['\ufeffA_KEY=1\r\nB_KEY=2\r\n'],
    ['{"auth_mode":"chatgpt","OPENAI_API_KEY":null}'],
    ['{"tokens":{"id_token":"x"}}'],
    ['  -----BEGIN RSA PRIVATE KEY-----\nMIIE\n'],
    ['-----BEGIN PGP PRIVATE KEY BLOCK-----\n'],
    ['AGE-SECRET-KEY-1QQQQ'],
    ['# created: 2026-01-31T12:00:00Z\n# public key: age1qqqq\n'],
    ['PuTTY-User-Key-File-3: ssh-ed25519\n'],
    ['{"tokens":{"id_token":"x"},"OPENAI_API_KEY":'],
    [`${['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJ4In0', 'c2ln'].join('.')}\n`],
    ['{ "auths": { "ghcr.io": {} } }'],
    [['machine api.example', 'login me', 'password x'].join(' ')],
    ['Received: from a by b\nSubject: code\n\n123456'],
    ['name: x\nservices:\n  nginx:\n    environment:\n      A: b\n'],
    ['users:\n- user:\n    client-key-data: abc\n'],
  ])('refuses %j', (text) => expect(unsafeContent(Buffer.from(text))).toBeTypeOf('string'));

  it.each([
    [''],
    ['{"checks":[]}'],
    ['level=info msg="started" port=8080\nlevel=info msg="ready"\n'],
    ['2026-01-01 saw -----BEGIN RSA PRIVATE KEY----- in a request\n'],
    ['# Report\n\nA=1 is set\n'],
    ['services and environment: both are words\n'],
  ])('lets %j through', (text) => expect(unsafeContent(Buffer.from(text))).toBeUndefined());
});
