/** A sign, and what a line that holds it looks like; the group named `secret` goes, and one named `other` as well. */
export interface LineShape {
  readonly anchor: string;
  /** True when what gives the secret away stands before the sign; else the pattern begins with it. */
  readonly looksBack?: boolean;
  /** True when nothing but blanks may stand before the sign in its line. */
  readonly beginsLine?: boolean;
  /** True when a word of a sentence may stand in the same place: the value must look chosen or random. */
  readonly isDoubtful?: boolean;
  /** With a bounded number of steps. */
  readonly pattern: RegExp;
}

/** Commands, protocols and sentences in which a secret stands at a place of its own, without a name. */
export const TOLD_LINES: readonly LineShape[] = [
  {
    anchor: 'htpasswd -',
    pattern:
      /htpasswd -[a-zA-Z]{0,6}b[a-zA-Z]{0,6}[ \t]+(?:-\S{1,20}[ \t]+){0,4}(?:[^\s"'-]\S{0,128}[ \t]+){1,2}?["'](?<secret>[^"'\n]{4,256})/dy,
  },
  {
    anchor: 'put-parameter ',
    pattern:
      /put-parameter (?=[^\n]{0,400}SecureString)[^\n]{0,400}?--value[ =]["']?(?<secret>[^"'\s]{4,1024})/dy,
  },
  {
    anchor: 'mc alias set ',
    pattern: /mc alias set \S{1,64} \S{1,256} ["']?\S{1,128}["']? ["']?(?<secret>[^\s"']{4,256})/dy,
  },
  {
    anchor: 'insecure-password ',
    pattern: /insecure-password ["']?(?<secret>[^\s"']{4,256})/diy,
  },
  {
    anchor: 'createuser ',
    pattern: /createuser \S{1,64} (?:MD5|SHA(?:-\d{3})?) ["']?(?<secret>[^\s"']{6,256})/diy,
  },
  {
    anchor: ' aes ',
    looksBack: true,
    pattern: /createuser \S{1,64} \S{3,8} \S{6,256} AES ["']?(?<secret>[^\s"']{6,256})/di,
  },
  {
    anchor: ']:587',
    pattern: /\]:587[ \t]+[^\s:]{1,128}:(?<secret>\S{4,256})/dy,
  },
  {
    anchor: ']:465',
    pattern: /\]:465[ \t]+[^\s:]{1,128}:(?<secret>\S{4,256})/dy,
  },
  {
    anchor: 'passphrase for ',
    pattern:
      /passphrase for (?:key )?(?:'[^'\n]{1,200}'|"[^"\n]{1,200}"|\S{1,200}): ?(?<secret>(?=\S*\d)[^\s"']{8,256})[ \t]*(?:\r?\n|$)/dy,
  },
  {
    anchor: 'password for ',
    pattern:
      /password for (?:user )?(?:'[^'\n]{1,200}'|"[^"\n]{1,200}"|\S{1,200}): ?(?<secret>(?=\S*\d)[^\s"']{8,256})[ \t]*(?:\r?\n|$)/dy,
  },
  {
    anchor: 'rabbitmqctl ',
    pattern:
      /rabbitmqctl (?:-\S{1,30} ){0,3}(?:add_user|change_password|authenticate_user) \S{1,64} ["']?(?<secret>[^\s"']{4,256})/dy,
  },
  {
    anchor: 'set password',
    pattern: /set password(?: for \S{1,130})? ?= ?(?:password\()?'(?<secret>(?:[^'\n]|''){4,256})'/diy,
  },
  {
    anchor: 'sqlplus ',
    pattern: /sqlplus (?:-\S{1,8} ){0,3}["']?[^\s/"'@]{1,64}\/(?<secret>[^\s"'@]{4,256})@/dy,
  },
  {
    anchor: ' secret create ',
    looksBack: true,
    pattern:
      /(?:echo|printf)[ \t]+(?:-[neE]+[ \t]+)?(?:'%s'[ \t]+)?["']?(?<secret>[^\s"'|]{4,1024})["']?[ \t]*\|[ \t]*(?:sudo )?(?:docker|podman) secret create /d,
  },
  {
    anchor: 'chpasswd',
    looksBack: true,
    pattern:
      /(?:echo|printf)[ \t]+["']?[\w.-]{1,64}:(?<secret>[^\s"'|]{4,256})["']?[ \t]*\|[ \t]*(?:sudo )?chpasswd/d,
  },
  {
    anchor: 'chpasswd:',
    pattern:
      /chpasswd:\s{1,20}(?:expire: \w{1,5}\s{1,20})?list: ?\|?-?\s{1,20}["']?[\w.-]{1,64}:(?<secret>[^\s"']{4,256})/dy,
  },
  { anchor: '::add-mask::', pattern: /::add-mask::(?<secret>\S{4,2048})/dy },
  {
    anchor: 'bundle config ',
    pattern: /bundle config (?:set )?(?:--\w{1,10} )?\S{3,128} [^\s:]{1,64}:(?<secret>[^\s"']{4,256})/dy,
  },
  {
    anchor: 'bundle_',
    pattern: /bundle_[a-z0-9_]{1,80}__[a-z]{2,10}[=:] ?["']?[^\s:"']{1,64}:(?<secret>[^\s"']{4,256})/diy,
  },
  {
    anchor: '-oauth"',
    pattern: /-oauth"\s{0,4}:\s{0,4}\{\s{0,20}"[\w.-]{1,128}"\s{0,4}:\s{0,4}"(?<secret>[^"\s]{8,512})"/dy,
  },
  {
    anchor: 'cargo login ',
    isDoubtful: true,
    pattern: /cargo login (?:--\S{1,40} ){0,2}(?<secret>[^\s-]\S{7,512})/dy,
  },
  {
    anchor: 'vault login ',
    isDoubtful: true,
    pattern: /vault login (?:-\S{1,60} ){0,3}(?<secret>[^\s-]\S{7,512})/dy,
  },
  {
    anchor: 'poetry config ',
    pattern: /poetry config (?:http-basic\.\S{1,64} \S{1,64}|pypi-token\.\S{1,64}) (?<secret>\S{4,512})/dy,
  },
  {
    anchor: 'config set --secret ',
    pattern: /config set --secret \S{1,128} ["']?(?<secret>[^\s"']{4,1024})/dy,
  },
  { anchor: 'unseal key ', pattern: /unseal key \d{1,2}: (?<secret>\S{16,512})/diy },
  { anchor: 'mc admin user add ', pattern: /mc admin user add \S{1,64} \S{1,64} (?<secret>\S{4,256})/dy },
  {
    anchor: 'smbclient ',
    pattern: /smbclient [^\n]{0,200}?-U ?["']?[^\s%"']{1,64}%(?<secret>[^\s"']{4,256})/dy,
  },
  {
    anchor: 'expect ',
    pattern:
      /expect [^\n]{0,40}assword[^\n]{0,40}\s{1,40}(?:exp_)?send(?: -\S{1,8})? "(?<secret>(?:[^"\\\n]|\\[^rn]){4,256})/diy,
  },
  { anchor: 'lftp ', pattern: /lftp (?:[^\n]{0,100}? )?-u ["']?[^\s,"']{1,64},(?<secret>[^\s"']{4,256})/dy },
  { anchor: 'freerdp', pattern: /freerdp[^\n]{0,200} \/p:["']?(?<secret>[^\s"']{4,256})/dy },
  ...['password 0 ', 'password 7 ', 'secret 0 ', 'secret 5 ', 'secret 8 ', 'secret 9 '].map((anchor) => ({
    anchor,
    isDoubtful: true,
    pattern: /(?:password|secret) \d (?<secret>\S{6,256})[ \t]*(?:\r?\n|$)/diy,
  })),
  { anchor: '{plain}', pattern: /\{plain\}(?<secret>[^\s:"']{4,256})/diy },
  { anchor: '{cleartext}', pattern: /\{cleartext\}(?<secret>[^\s:"']{4,256})/diy },
  ...['plain', 'login', 'xoauth2'].map((method) => ({
    anchor: `auth ${method} `,
    pattern: /auth (?:plain|login|xoauth2) (?<secret>[A-Za-z0-9+/]{8,2048}={0,2})(?![A-Za-z0-9+/])/diy,
    isDoubtful: true,
  })),
  {
    anchor: ' login ',
    isDoubtful: true,
    pattern: / LOGIN "?[^\s"]{1,128}"? "?(?<secret>[^\s"]{6,256})"?[ \t]*(?:\r?\n|$)/dy,
  },
  { anchor: '> pass ', pattern: /> PASS (?<secret>\S{4,256})[ \t]*(?:\r?\n|$)/dy },
  { anchor: 'c: pass ', pattern: /C: PASS (?<secret>\S{4,256})[ \t]*(?:\r?\n|$)/dy },
  {
    anchor: 'wifi connect ',
    pattern: /wifi connect (?:"[^"\n]{1,64}"|\S{1,64}) password ["']?(?<secret>[^\s"']{6,128})/dy,
  },
  {
    anchor: 'proceed to installation:',
    pattern: /proceed to installation:\s{1,40}(?<secret>[A-Za-z0-9]{16,128})/dy,
  },
  { anchor: 'is generated for ', pattern: /is generated for \S{1,128}: (?<secret>\S{4,256})/dy },
  ...['password', 'secret', 'token', 'key'].map((word) => ({
    anchor: `${word} from `,
    isDoubtful: true,
    pattern: /\w{3,8} from ["'`]?(?<secret>[^\s"'`]{8,256})["'`]? to ["'`]?(?<other>[^\s"'`]{8,256})/dy,
  })),
  ...['password', 'passphrase', 'secret', 'token', 'api key'].map((word) => ({
    anchor: `${word} for `,
    isDoubtful: true,
    pattern:
      /\w{3,10}(?: key)? for (?:the )?[\w.-]{1,40}(?: [\w.-]{1,20})?(?: is)?: ?["'`]?(?<secret>(?=[^\s"'`]{0,512}\d)[^\s"'`,]{12,512})/dy,
  })),
  { anchor: 'anaconda.org/t/', pattern: /anaconda\.org\/t\/(?<secret>[^\s/"']{8,256})/dy },
  { anchor: '/with/key/', pattern: /\/with\/key\/(?<secret>[\w-]{8,256})/dy },
  ...['set', 'setex', 'getset'].map((command) => ({
    anchor: `"${command}" "`,
    isDoubtful: true,
    pattern:
      /"\w{3,6}" "[^"\n]{0,120}(?:token|secret|session|password|api_?key)[^"\n]{0,120}" (?:"\d{1,12}" )?"(?<secret>[^"\n]{8,512})"/diy,
  })),
  {
    anchor: '"path":',
    isDoubtful: true,
    pattern:
      /"path": ?"\/[^"\n]{0,160}(?:password|secret|token|api_?key|passphrase|credential|private_?key)[^"\n/]{0,24}", ?"value": ?"(?<secret>[^"\n]{6,1024})"/diy,
  },
  {
    anchor: 'header.name">',
    pattern:
      /header\.name">[^<\n]{0,60}(?:key|token|secret|auth|cookie)[^<\n]{0,60}<\/stringprop>\s{0,80}<stringprop name="header\.value">(?<secret>[^<\n]{4,1024})/diy,
  },
];
