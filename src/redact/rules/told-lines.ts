import type { Mark } from './next-mark.ts';

/**
 * A sign, and what a line that holds it looks like. The first group of the pattern is the secret. What the pattern reads
 * behind that is the second group, and where another secret ends it, that is the third: so the places of groups are known
 * by their lengths. Names of groups and their indices would make each match ten times as slow.
 */
export interface LineShape {
  readonly anchor: string;
  /** True when what gives the secret away stands before the sign; else the pattern begins with it. */
  readonly looksBack?: boolean;
  /** True when nothing but blanks may stand before the sign in its line. */
  readonly beginsLine?: boolean;
  /** True when a word of a sentence may stand in the same place: the value must look chosen or random. */
  readonly isDoubtful?: boolean;
  /** What stands behind the sign in its line where the pattern matches: a pattern that looks far is tried nowhere else. */
  readonly needs?: readonly Mark[];
  /** With a bounded number of steps. */
  readonly pattern: RegExp;
}

/** Commands, protocols and sentences in which a secret stands at a place of its own, without a name. */
export const TOLD_LINES: readonly LineShape[] = [
  {
    anchor: 'htpasswd -',
    pattern:
      /htpasswd -[a-zA-Z]{0,6}b[a-zA-Z]{0,6}[ \t]+(?:-\S{1,20}[ \t]+){0,4}(?:[^\s"'-]\S{0,128}[ \t]+){1,2}?["']([^"'\n]{4,256})/y,
  },
  {
    anchor: 'put-parameter ',
    needs: [{ text: 'SecureString' }, { text: '--value' }],
    pattern: /put-parameter (?=[^\n]{0,400}SecureString)[^\n]{0,400}?--value[ =]["']?([^"'\s]{4,1024})/y,
  },
  {
    anchor: 'mc alias set ',
    pattern: /mc alias set \S{1,64} \S{1,256} ["']?\S{1,128}["']? ["']?([^\s"']{4,256})/y,
  },
  {
    anchor: 'insecure-password ',
    pattern: /insecure-password ["']?([^\s"']{4,256})/iy,
  },
  {
    anchor: 'createuser ',
    pattern: /createuser \S{1,64} (?:MD5|SHA(?:-\d{3})?) ["']?([^\s"']{6,256})/iy,
  },
  {
    anchor: ' aes ',
    looksBack: true,
    pattern: /createuser \S{1,64} \S{3,8} \S{6,256} AES ["']?([^\s"']{6,256})/i,
  },
  {
    anchor: ']:587',
    pattern: /\]:587[ \t]+[^\s:]{1,128}:(\S{4,256})/y,
  },
  {
    anchor: ']:465',
    pattern: /\]:465[ \t]+[^\s:]{1,128}:(\S{4,256})/y,
  },
  {
    anchor: 'passphrase for ',
    pattern:
      /passphrase for (?:key )?(?:'[^'\n]{1,200}'|"[^"\n]{1,200}"|\S{1,200}): ?((?=\S*\d)[^\s"']{8,256})([ \t]*(?:\r?\n|$))/y,
  },
  {
    anchor: 'password for ',
    pattern:
      /password for (?:user )?(?:'[^'\n]{1,200}'|"[^"\n]{1,200}"|\S{1,200}): ?((?=\S*\d)[^\s"']{8,256})([ \t]*(?:\r?\n|$))/y,
  },
  {
    anchor: 'rabbitmqctl ',
    pattern:
      /rabbitmqctl (?:-\S{1,30} ){0,3}(?:add_user|change_password|authenticate_user) \S{1,64} ["']?([^\s"']{4,256})/y,
  },
  {
    anchor: 'set password',
    pattern: /set password(?: for \S{1,130})? ?= ?(?:password\()?'((?:[^'\n]|''){4,256})(')/iy,
  },
  {
    anchor: 'sqlplus ',
    pattern: /sqlplus (?:-\S{1,8} ){0,3}["']?[^\s/"'@]{1,64}\/([^\s"'@]{4,256})(@)/y,
  },
  {
    anchor: ' secret create ',
    looksBack: true,
    pattern:
      /(?:echo|printf)[ \t]+(?:-[neE]+[ \t]+)?(?:'%s'[ \t]+)?["']?([^\s"'|]{4,1024})(["']?[ \t]*\|[ \t]*(?:sudo )?(?:docker|podman) secret create )/,
  },
  {
    anchor: 'chpasswd',
    looksBack: true,
    pattern:
      /(?:echo|printf)[ \t]+["']?[\w.-]{1,64}:([^\s"'|]{4,256})(["']?[ \t]*\|[ \t]*(?:sudo )?chpasswd)/,
  },
  {
    anchor: 'chpasswd:',
    pattern:
      /chpasswd:\s{1,20}(?:expire: \w{1,5}\s{1,20})?list: ?\|?-?\s{1,20}["']?[\w.-]{1,64}:([^\s"']{4,256})/y,
  },
  { anchor: '::add-mask::', pattern: /::add-mask::(\S{4,2048})/y },
  {
    anchor: 'bundle config ',
    pattern: /bundle config (?:set )?(?:--\w{1,10} )?\S{3,128} [^\s:]{1,64}:([^\s"']{4,256})/y,
  },
  {
    anchor: 'bundle_',
    pattern: /bundle_[a-z0-9_]{1,80}__[a-z]{2,10}[=:] ?["']?[^\s:"']{1,64}:([^\s"']{4,256})/iy,
  },
  {
    anchor: '-oauth"',
    pattern: /-oauth"\s{0,4}:\s{0,4}\{\s{0,20}"[\w.-]{1,128}"\s{0,4}:\s{0,4}"([^"\s]{8,512})(")/y,
  },
  {
    anchor: 'cargo login ',
    isDoubtful: true,
    pattern: /cargo login (?:--\S{1,40} ){0,2}([^\s-]\S{7,512})/y,
  },
  {
    anchor: 'vault login ',
    isDoubtful: true,
    pattern: /vault login (?:-\S{1,60} ){0,3}([^\s-]\S{7,512})/y,
  },
  {
    anchor: 'poetry config ',
    pattern: /poetry config (?:http-basic\.\S{1,64} \S{1,64}|pypi-token\.\S{1,64}) (\S{4,512})/y,
  },
  {
    anchor: 'config set --secret ',
    pattern: /config set --secret \S{1,128} ["']?([^\s"']{4,1024})/y,
  },
  { anchor: 'unseal key ', pattern: /unseal key \d{1,2}: (\S{16,512})/iy },
  { anchor: 'mc admin user add ', pattern: /mc admin user add \S{1,64} \S{1,64} (\S{4,256})/y },
  {
    anchor: 'smbclient ',
    needs: [{ text: '-U', pattern: /-U ?["']?[^\s%"']{1,64}%/y }],
    pattern: /smbclient [^\n]{0,200}?-U ?["']?[^\s%"']{1,64}%([^\s"']{4,256})/y,
  },
  {
    anchor: 'expect ',
    needs: [{ text: 'assword', foldsCase: true }],
    pattern:
      /expect [^\n]{0,40}assword[^\n]{0,40}\s{1,40}(?:exp_)?send(?: -\S{1,8})? "((?:[^"\\\n]|\\[^rn]){4,256})/iy,
  },
  {
    anchor: 'lftp ',
    needs: [{ text: ' -u ', pattern: / -u ["']?[^\s,"']{1,64},/y }],
    pattern: /lftp (?:[^\n]{0,100}? )?-u ["']?[^\s,"']{1,64},([^\s"']{4,256})/y,
  },
  { anchor: 'freerdp', needs: [{ text: ' /p:' }], pattern: /freerdp[^\n]{0,200} \/p:["']?([^\s"']{4,256})/y },
  ...['password 0 ', 'password 7 ', 'secret 0 ', 'secret 5 ', 'secret 8 ', 'secret 9 '].map((anchor) => ({
    anchor,
    isDoubtful: true,
    pattern: /(?:password|secret) \d (\S{6,256})([ \t]*(?:\r?\n|$))/iy,
  })),
  { anchor: '{plain}', pattern: /\{plain\}([^\s:"']{4,256})/iy },
  { anchor: '{cleartext}', pattern: /\{cleartext\}([^\s:"']{4,256})/iy },
  ...['plain', 'login', 'xoauth2'].map((method) => ({
    anchor: `auth ${method} `,
    pattern: /auth (?:plain|login|xoauth2) ([A-Za-z0-9+/]{8,2048}={0,2})(?![A-Za-z0-9+/])/iy,
    isDoubtful: true,
  })),
  {
    anchor: ' login ',
    isDoubtful: true,
    pattern: / LOGIN "?[^\s"]{1,128}"? "?([^\s"]{6,256})("?[ \t]*(?:\r?\n|$))/y,
  },
  { anchor: '> pass ', pattern: /> PASS (\S{4,256})([ \t]*(?:\r?\n|$))/y },
  { anchor: 'c: pass ', pattern: /C: PASS (\S{4,256})([ \t]*(?:\r?\n|$))/y },
  {
    anchor: 'wifi connect ',
    pattern: /wifi connect (?:"[^"\n]{1,64}"|\S{1,64}) password ["']?([^\s"']{6,128})/y,
  },
  {
    anchor: 'proceed to installation:',
    pattern: /proceed to installation:\s{1,40}([A-Za-z0-9]{16,128})/y,
  },
  { anchor: 'is generated for ', pattern: /is generated for \S{1,128}: (\S{4,256})/y },
  ...['password', 'secret', 'token', 'key'].map((word) => ({
    anchor: `${word} from `,
    isDoubtful: true,
    pattern: /\w{3,8} from ["'`]?([^\s"'`]{8,256})(["'`]? to ["'`]?([^\s"'`]{8,256}))/y,
  })),
  ...['password', 'passphrase', 'secret', 'token', 'api key'].map((word) => ({
    anchor: `${word} for `,
    isDoubtful: true,
    pattern:
      /\w{3,10}(?: key)? for (?:the )?[\w.-]{1,40}(?: [\w.-]{1,20})?(?: is)?: ?["'`]?((?=[^\s"'`]{0,512}\d)[^\s"'`,]{12,512})/y,
  })),
  { anchor: 'anaconda.org/t/', pattern: /anaconda\.org\/t\/([^\s/"']{8,256})/y },
  { anchor: '/with/key/', pattern: /\/with\/key\/([\w-]{8,256})/y },
  ...['set', 'setex', 'getset'].map((command) => ({
    anchor: `"${command}" "`,
    isDoubtful: true,
    pattern:
      /"\w{3,6}" "[^"\n]{0,120}(?:token|secret|session|password|api_?key)[^"\n]{0,120}" (?:"\d{1,12}" )?"([^"\n]{8,512})(")/iy,
  })),
  {
    anchor: '"path":',
    isDoubtful: true,
    pattern:
      /"path": ?"\/[^"\n]{0,160}(?:password|secret|token|api_?key|passphrase|credential|private_?key)[^"\n/]{0,24}", ?"value": ?"([^"\n]{6,1024})(")/iy,
  },
  {
    anchor: 'header.name">',
    pattern:
      /header\.name">[^<\n]{0,60}(?:key|token|secret|auth|cookie)[^<\n]{0,60}<\/stringprop>\s{0,80}<stringprop name="header\.value">([^<\n]{4,1024})/iy,
  },
];
