// The words that the names of keys are judged by.

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter((word) => word !== ''));

/** A name that ends in one of these tells something about a secret and is none. */
export const INNOCENT_ENDINGS = words(`
  count counts counter limit limits ttl file files filename path paths dir directory folder name names type types
  enabled disabled enable disable id ids identifier uuid host hosts hostname port ports expires expiry expiration expire
  expired expiring exp at age length len size bytes bits min max minimum maximum policy policies required optional valid
  invalid validation validity validator version format prefix suffix hint usage used remaining total totals budget rate
  algorithm algorithms alg issuer audience scope scopes status state mode method methods provider providers backend
  source kind label labels reset rotation rotated changed updated created last next field fields column columns index
  regex pattern manager management store ref reference references fingerprint thumbprint present presence class
  seconds minutes hours days ms millis duration interval timeout window time timestamp date lifetime set exists missing
  supported configured visible hidden masked redacted strength rules rule attempts attempt retries retry error errors
  failed failures failure events event url uri endpoint endpoints link page form input title description message
  messages text help default defaults example sample template generator length_min per ok check checks checked
  bundle list listing map table lookup cost price code_challenge_method stream streams spec config settings option
  options role roles group groups user users username email domain origin site samesite secure httponly jar domain
  checksum checksums prompt completion cached owner action actions header headers parser reader writer handler helper factory service
`);

/** Members of an object under a secret name that hold the secret: `{"password": {"value": "…", "min_length": 8}}`. */
export const NESTED_NAMES: ReadonlySet<string> = words(
  'value val values old new current previous plain plaintext raw secret text content data',
);

/** Words that are secret wherever they stand, unless the name ends innocently. */
export const SECRET_WORDS = words(`
  secret secrets password passwords passwd passwds passwort passcode passphrase passphrases pwd pwds pass token credential credentials
  creds jwt otp totp bearer mnemonic hmac signature privkey pgpass pgpassword bindpw sessid phpsessid jsessionid
  authtoken apikey apikeys apitoken psk htpasswd kennwort salasana pw passe contrasena senha wachtwoord
`);

/** Long names glued together without a border: `dbpassword`, `clientsecret`, `identitytoken`. */
export const SECRET_TAILS = [
  ...words(`
    password passwd passphrase secret apikey accesskey secretkey privatekey signingkey encryptionkey
    accountkey storagekey sharedkey authkey masterkey presharedkey authtoken accesstoken refreshtoken
    identitytoken registrytoken sessiontoken bearertoken idtoken apitoken securitytoken webtoken bottoken
    usertoken requirepass storepass keypass masterauth dbpass rootpass userpass adminpass smtppass
    mailpass dbpwd userpwd adminpwd
  `),
];

/** `<one of these> code` lets somebody in once. */
export const CODE_OWNERS = words(
  'otp totp sms mfa 2fa login signin pass confirmation recovery backup invite unlock security',
);

/** `<one of these> key` is a secret. */
export const KEY_QUALIFIERS = words(`
  api access private secret auth authentication signing sign encryption encrypt decryption master account storage shared
  internal deploy deployment license licence client webhook ssh rsa ecdsa ed25519 dsa pgp gpg hmac jwt session admin
  subscription consumer application functions service symmetric aes des data wrapping kek dek transit crypto cipher
  restricted unseal recovery root wallet seed age write ingest integration rest server app jwk cookie csrf
  preshared vault cluster join bot personal payment llm secure smtp tls gateway portal
  stripe openai anthropic sendgrid mailgun twilio datadog newrelic algolia azure gemini groq mistral cohere
`);

/** `<one of these> key` is a name in a table, a map or a queue. */
export const INNOCENT_QUALIFIERS = words(`
  recv trusted known authorized host import export
  public pub primary foreign sort partition cache lookup idempotency row translation object s3 routing registry map dict
  config env environment json yaml message hash range composite unique natural surrogate feature flag metric label
  group dedup deduplication event topic shard index search i18n locale query param parameter header field attr attribute
  property press pressed down up arrow hot shortcut keyboard enter escape tab return delete any each every other
  this that the a current next previous last first new old same missing unknown duplicate invalid unexpected
`);

/** Words that make a URL or a string an address with credentials in it. */
export const ADDRESS_OWNERS = words(`
  database db postgres postgresql pg mysql mariadb redis valkey mongo mongodb amqp rabbitmq broker celery nats kafka
  clickhouse jdbc sqlalchemy ldap smtp mail mailer sentry elasticsearch elastic memcached cockroach datasource libpq
  proxy repository repo git registry remote
`);

export const QUALIFIERS = words(`
  prod production stage staging dev development test testing live local base main primary secondary backup old new
  current previous value raw plain plaintext b64 base64 hex encoded encrypted hash hashed digest string str env
  prd stg qa ro rw readonly admin root master replica a b hs256 rs256
`);

/** `<one of these> tokens` are secrets. */
export const TOKEN_OWNERS = words(
  'access refresh auth api bearer session id deploy personal user service admin bot device client registry account',
);

/** Words that the judgement of names asks for one by one. */
const ASKED_FOR = words(`
  apikey assertion auth authorization base64 client code connection connectionstring connstr cookie cookie2 cookies databaseurl device dsn key keys licence license phrase pin private salt saml secret seed session sessionid setcookie sid sig string tokens uri url urls verification verifier webhook webhooks
`);

/** All words that make a difference: what `classifyKeyName` says of a name depends on no other. */
export const KEY_NAME_WORDS: readonly string[] = [
  ...new Set([
    ...ASKED_FOR,
    ...INNOCENT_ENDINGS,
    ...SECRET_WORDS,
    ...CODE_OWNERS,
    ...KEY_QUALIFIERS,
    ...INNOCENT_QUALIFIERS,
    ...ADDRESS_OWNERS,
    ...QUALIFIERS,
    ...TOKEN_OWNERS,
  ]),
];
