/** Secrets of the corpus are put together here, at run time: no tracked file may hold one. */
const join = (...parts: readonly string[]): string => parts.join('');

const RANDOM = 'k3TmP0rVbX7nYcD2eF51Hq9ZsWaLuJ8g';
const LONG = join(RANDOM, 'Q4vBnM6xRtKpEyCi', RANDOM);
const HEX = '9f8e7d6c5b4a39281706f5e4d3c2b1a0';

/** One secret of each kind, with the part of it that must be nowhere in the output. */
export const SHAPES: Readonly<Record<string, string>> = {
  'stripe live': join('sk', '_live_', '51', RANDOM),
  'stripe test': join('sk', '_test_', '51', RANDOM),
  'stripe restricted live': join('rk', '_live_', '51', RANDOM),
  'stripe restricted test': join('rk', '_test_', '51', RANDOM),
  'stripe webhook': join('whsec', '_', RANDOM),
  'openai old': join('sk', '-', RANDOM, 'T3BlbkFJ', 'q8WdXzLm5RtY'),
  'openai project': join('sk', '-proj-', LONG),
  'openai service account': join('sk', '-svcacct-', LONG),
  'openai admin': join('sk', '-admin-', LONG),
  'codex refresh': join('rt', '_', LONG),
  'codex access': join('at', '-', RANDOM, RANDOM),
  jwt: join('eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9', '.', 'eyJzdWIiOiIwMDAxIiwiYXVkIjoiYXBpIn0', '.', RANDOM),
  'github classic': join('gh', 'p_', RANDOM, 'Ab12'),
  'github app, long': join('gh', 's_', LONG.repeat(6)),
  'github fine-grained': join('github', '_pat_', '11ABCDEFG0', RANDOM, '_', LONG),
  gitlab: join('gl', 'pat-', RANDOM.slice(0, 20)),
  aws: join('AK', 'IA', 'Q7XH5WNB3LDM2KAZ'),
  google: join('AI', 'za', 'SyD', RANDOM),
  'google oauth': join('GOC', 'SPX-', RANDOM.slice(0, 28)),
  'azure application': join('abc8', 'Q~', RANDOM, 'xY'),
  slack: join('xox', 'b-', '123456789012-1234567890123-', RANDOM.slice(0, 24)),
  'slack webhook': join('https://hooks.slack', '.com/services/', 'T0AB1CD2E/B0AB1CD2E/', RANDOM.slice(0, 24)),
  sendgrid: join('SG', '.', RANDOM.slice(0, 22), '.', LONG.slice(0, 43)),
  npm: join('np', 'm_', RANDOM, 'Ab12'),
  pypi: join('py', 'pi-AgEIcHlwaS5vcmc', LONG),
  upcloud: join('uc', 'at_', '01J5ABCDEFGHJKMNPQRSTVWXYZ'),
  docker: join('dckr', '_pat_', RANDOM.slice(0, 27)),
  age: join('AGE-SECRET', '-KEY-1', 'QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN54KHC'),
  anthropic: join('sk', '-ant-api03-', LONG),
  vault: join('hv', 's.', RANDOM),
  digitalocean: join('dop', '_v1_', HEX, HEX),
};

/** Ways in which a value travels; each gets a name that is innocent, so that only the value's shape gives it away. */
export const CARRIERS: Readonly<Record<string, (key: string, value: string) => string>> = {
  env: (key, value) => `${key}=${value}`,
  'quoted env': (key, value) => `export ${key}="${value}"`,
  json: (key, value) => JSON.stringify({ a: 1, [key]: value, z: true }),
  'json in json': (key, value) => JSON.stringify({ log: JSON.stringify({ [key]: value }) }),
  'json in json in json': (key, value) =>
    JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ [key]: value }) }) }),
  yaml: (key, value) => `root:\n  ${key}: ${value}\n  next: 1\n`,
  'yaml quoted': (key, value) => `- ${key}: '${value}'\n`,
  'yaml block': (key, value) => `${key}: |\n  ${value}\nnext: 1\n`,
  'yaml flow': (key, value) => `{a: 1, ${key}: ${value}, b: 2}`,
  header: (key, value) => `X-${key}: ${value}\r\nAccept: */*\r\n`,
  query: (key, value) => `GET /v1/x?a=1&${key}=${encodeURIComponent(value)}&b=2 HTTP/1.1`,
  'flag and blank': (key, value) => `tool --${key.toLowerCase().replaceAll('_', '-')} ${value} --verbose`,
  'flag and equals sign': (key, value) =>
    `tool --${key.toLowerCase().replaceAll('_', '-')}=${value} --verbose`,
  'flag in a list': (key, value) => `["tool","--${key}","${value}","x"]`,
  'log line': (key, value) =>
    `2026-01-02T03:04:05Z level=info msg="sent ${key}=${value} to gateway" took=3ms`,
  'name and value': (key, value) => `{"name":"${key}","value":"${value}"}`,
  'kubernetes env': (key, value) => `env:\n  - name: ${key}\n    value: ${value}\n  - name: B\n`,
  'docker inspect': (key, value) => `"Env":["A=b","${key}=${value}","C=d"]`,
  xml: (key, value) => `<config><${key}>${value}</${key}></config>`,
  'xml attributes': (key, value) => `<add key="${key}" value="${value}"/>`,
  'html entities': (key, value) => `&quot;${key}&quot;:&quot;${value}&quot;`,
  'percent-encoded json': (key, value) => encodeURIComponent(JSON.stringify({ [key]: value })),
  colours: (key, value) => `\x1b[33m${key}\x1b[0m=\x1b[32m${value}\x1b[0m done`,
  go: (key, value) => `map[${key}:${value} other:x]`,
  ruby: (key, value) => `{:a => 1, '${key}' => '${value}'}`,
  python: (key, value) => `config['${key}'] = '${value}'`,
  compose: (key, value) => `web-1  | ${key}: ${value}\nweb-1  | ready\n`,
  toml: (key, value) => `[a]\n${key} = "${value}"\n`,
};

/** Text that has every word of the rules in it and no secret. */
export const INNOCENT: readonly string[] = [
  'token_count=17 max_tokens: 4096 total_tokens=7 prompt_tokens: 12 {"completion_tokens": 99}',
  'monkey: banana, keyboard: qwerty, turkey=1, secretary=alice, tokenizer: cl100k_base',
  'password_reset_enabled: true\npassword_min_length=12\npassword_policy: strict',
  'key_id=abc-123 access_key_id_present: true api_key_count: 3 public_key: in the header',
  'dev-task-supervisor-2024-session-01 disk-usage-report-0123456789abcdef task-0123456789abcdefghij',
  'sk-learn-tutorial-introduction risk-assessment-level-3-of-10 ask-for-help',
  'whsec_local_not_secret sk_test_replace_me whsec_replace_me',
  'BUS_LOCAL_JWT_SECRET=not-a-secret-local-development-hs256-key',
  'BUS_PORTAL_TOKEN=local-dev LOCAL_AI_PLATFORM_POSTGRES_PASSWORD=bus',
  'postgres://bus:bus@postgres:5432/bus_local?sslmode=disable',
  'postgres://$' + '{USER}:$' + '{PASSWORD}@db/x redis://:$REDIS_PASSWORD@cache:6379',
  'https://packages.example.org:443/@babel/core http://127.0.0.1:8080/portal/local-dev/v1/healthz',
  'password: $' + '{DB_PASSWORD} token={{ .Values.token }} secret=<your secret> api_key: ******',
  'password=null token: none secret=false api_key="" client_secret: xxxxxxxx',
  'const token = process.env.BUS_API_TOKEN; password = getPassword(); secret: config.secret',
  'error: invalid token: expired; unexpected token } in JSON at position 3',
  'the key of the map, the token of the parser and the secret of success',
  'Bearer authentication failed: the token is missing; Basic authentication is disabled',
  'docs mention -----BEGIN PRIVATE KEY----- lines and -----END PRIVATE KEY----- lines',
  '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUZ\n-----END CERTIFICATE-----\n',
  'commit 5257a869e7ecebeda32affa62cdca3fa51cad7e7 sha256:a15e7dad657da4a0e120eede29556fee6d50e8c919759cc2ecba3c99099363e2',
  'eyJpZCI6MX0 cursor=eyJpZCI6MX0= next',
  'Set-Cookie: ; Path=/; HttpOnly\nCookie policy: strict',
  'ssl_certificate_key /etc/nginx/ssl/server.key; secret_file: /run/secrets/db_password',
  '{"token_type":"bearer","expires_in":3600,"scope":"llm:proxy"}',
  'partition key: 42 primary key (id) foreign key user_id idempotency_key: 550e8400-e29b-41d4-a716-446655440000',
  'user:group 1000:1000 docker run -u 1000:1000 alpine',
];

/** Deterministic random numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A value as a generator of passwords makes it. */
export function randomSecret(random: () => number, length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

export const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
