import { ALNUM, BLANK, BYTE, DIGIT, LINE_END, SPACE } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue } from '../value-shape.ts';
import { decodeValue } from './decode-value.ts';
import { endOfQuoted, type Quote, quoteAt, skip, startsWith } from './quote.ts';
import type { Found, Rule } from './rule.ts';

/** Commands whose short flag takes a password; the flag's letters, and whether the value touches the flag. */
const COMMANDS = [
  { anchor: 'mysql ', flag: ' -p', glued: true },
  { anchor: 'mysqldump ', flag: ' -p', glued: true },
  { anchor: 'mysqladmin ', flag: ' -p', glued: true },
  { anchor: 'mariadb ', flag: ' -p', glued: true },
  { anchor: 'mariadb-dump ', flag: ' -p', glued: true },
  { anchor: 'mariadb-admin ', flag: ' -p', glued: true },
  { anchor: 'mysql"', flag: '"-p', glued: true },
  { anchor: 'mysqldump"', flag: '"-p', glued: true },
  { anchor: 'mysqladmin"', flag: '"-p', glued: true },
  { anchor: 'mariadb"', flag: '"-p', glued: true },
  { anchor: 'mariadb-admin"', flag: '"-p', glued: true },
  { anchor: 'redis-cli ', flag: ' -a ', glued: false },
  { anchor: 'redis-cli"', flag: '"-a",', glued: false },
  { anchor: 'openssl enc ', flag: ' -k ', glued: false },
  { anchor: 'openssl enc ', flag: ' -K ', glued: false },
  { anchor: 'sshpass ', flag: '-p', glued: false },
  { anchor: 'docker login ', flag: ' -p ', glued: false },
  { anchor: 'podman login ', flag: ' -p ', glued: false },
  { anchor: 'mongo ', flag: ' -p ', glued: false },
  { anchor: 'mongosh ', flag: ' -p ', glued: false },
  { anchor: 'ssh-keygen ', flag: ' -N ', glued: false },
  { anchor: 'ldapsearch ', flag: ' -w ', glued: false },
  { anchor: 'zip ', flag: ' -P ', glued: false },
  { anchor: 'keyvault secret set ', flag: ' --value ', glued: false },
  { anchor: 'gh secret set ', flag: ' --body ', glued: false },
  { anchor: 'gh secret set ', flag: ' -b ', glued: false },
  { anchor: 'sqlcmd ', flag: ' -P ', glued: false },
  { anchor: 'bcp ', flag: ' -P ', glued: false },
  { anchor: 'ipmitool ', flag: ' -P ', glued: false },
  { anchor: 'mosquitto_pub ', flag: ' -P ', glued: false },
  { anchor: 'mosquitto_sub ', flag: ' -P ', glued: false },
  { anchor: 'registry login ', flag: ' -p ', glued: false },
  { anchor: 'oras login ', flag: ' -p ', glued: false },
  { anchor: 'auth login ', flag: ' -p ', glued: false },
  { anchor: 'nerdctl login ', flag: ' -p ', glued: false },
  { anchor: 'skopeo login ', flag: ' -p ', glued: false },
  { anchor: 'az login ', flag: ' -p ', glued: false },
  { anchor: 'twine upload ', flag: ' -p ', glued: false },
  { anchor: 'doctl auth init ', flag: ' -t ', glued: false },
  { anchor: 'cqlsh ', flag: ' -p ', glued: false },
  { anchor: 'oc login ', flag: ' -p ', glued: false },
  { anchor: 'cf login ', flag: ' -p ', glued: false },
  { anchor: 'plink ', flag: ' -pw ', glued: false },
  { anchor: 'snmpwalk ', flag: ' -A ', glued: false },
  { anchor: 'snmpwalk ', flag: ' -X ', glued: false },
  { anchor: 'snmpget ', flag: ' -A ', glued: false },
] as const;
const PAIR_FLAGS = [
  ' -u ',
  ' --user ',
  '"-u","',
  '"--user","',
  ' --user=',
  ' --proxy-user ',
  ' --proxy-user=',
  'stats auth ',
] as const;
/** Words after which the next word is a password. */
const BARE_WORDS = [
  'identified by ',
  'with password ',
  'requirepass ',
  'masterauth ',
  'bindpw ',
  'rootpw ',
  "password '",
] as const;
const FLAG_DISTANCE = 512;

/** Passwords on command lines and in statements that no key and no shape gives away. */
export function commandLineRule(): Rule {
  const looked = new Map<string, FlagMemo>();
  return {
    id: 'command-line',
    anchors: [...COMMANDS.map((command) => command.anchor), ...PAIR_FLAGS, ...BARE_WORDS],
    reset() {
      looked.clear();
    },
    inspect(window, start, end, anchor, found) {
      if (start < found.coveredTo) return;
      const command = COMMANDS[anchor];
      if (command !== undefined) inspectCommand(window, end - 1, command, looked, found);
      else if (anchor < COMMANDS.length + PAIR_FLAGS.length) inspectPair(window, start, end, found);
      else
        inspectWord(
          window,
          start,
          anchor === COMMANDS.length + PAIR_FLAGS.length + BARE_WORDS.length - 1 ? end - 1 : end,
          found,
        );
    },
  };
}

/** Where a flag was looked for last, and where it is: the same bytes must not be read for every command in a line. */
interface FlagMemo {
  readonly from: number;
  readonly to: number;
  /** Where the flag stands, or -1. */
  readonly at: number;
}

function inspectCommand(
  window: TextWindow,
  from: number,
  { flag, glued }: { readonly flag: string; readonly glued: boolean },
  looked: Map<string, FlagMemo>,
  found: Found,
): void {
  const limit = Math.min(window.end, from + FLAG_DISTANCE);
  const at = flagAfter(window.bytes, from, limit, flag, looked);
  if (at < 0 || (glued && at + flag.length >= limit)) return;
  // `-p` alone asks for the password.
  if (glued && SPACE[window.bytes[at + flag.length] as number] === 1) return;
  addWord(window, from, skip(window.bytes, at + flag.length, limit, BLANK), found);
}

/** The first place of the flag in the rest of the line, or -1. */
function flagAfter(
  bytes: Buffer,
  from: number,
  limit: number,
  flag: string,
  looked: Map<string, FlagMemo>,
): number {
  const memo = looked.get(flag);
  const isKnown = memo !== undefined && from >= memo.from && from < memo.to;
  if (isKnown && memo.at >= from) return memo.at + flag.length <= limit ? memo.at : -1;
  // At the end of the last look there was no room for a whole flag.
  let to = isKnown && memo.at < 0 ? Math.max(from, memo.to - flag.length) : from;
  let at = -1;
  for (; at < 0 && to < limit && LINE_END[bytes[to] as number] === 0; to++)
    if (stands(bytes, to, limit, flag)) at = to;
  looked.set(flag, { from, to, at });
  return at;
}

function stands(bytes: Buffer, at: number, limit: number, text: string): boolean {
  if (at + text.length > limit) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** `-u user:password`; two numbers are a user and a group of `docker run`. */
function inspectPair(window: TextWindow, start: number, from: number, found: Found): void {
  const { bytes, end } = window;
  const quote = quoteAt(bytes, from, end);
  const first = from + (quote?.length ?? 0);
  let colon = first;
  while (
    colon < end &&
    colon - first < 128 &&
    bytes[colon] !== BYTE.colon &&
    SPACE[bytes[colon] as number] === 0
  )
    colon++;
  // What stands behind `-u` went already.
  if (colon - 9 >= first && startsWith(bytes, colon - 9, end, '[redacted:')) return;
  if (bytes[colon] !== BYTE.colon || colon === first || bytes[colon + 1] === BYTE.slash) return;
  if (DIGIT[bytes[first] as number] === 1 && DIGIT[bytes[colon + 1] ?? 0] === 1) return;
  // A shell joins `admin:'…'` to one word.
  const marked = quote === undefined ? quoteAt(bytes, colon + 1, end) : undefined;
  if (marked !== undefined) {
    addWord(window, start, colon + 1, found);
    return;
  }
  const stop =
    quote === undefined ? endOfWord(bytes, colon + 1, end) : endOfQuoted(bytes, colon + 1, end, quote).end;
  add(window, start, colon + 1, stop, found);
}

function inspectWord(window: TextWindow, start: number, from: number, found: Found): void {
  if (quoteAt(window.bytes, from, window.end) === undefined && ALNUM[window.bytes[from] ?? 0] === 0) return;
  const isStatement =
    window.bytes[from - 1] === BYTE.space &&
    (window.bytes[from] === BYTE.apostrophe || window.bytes[from] === BYTE.quote);
  const isConfig = start === window.start || LINE_END[window.bytes[start - 1] as number] === 1;
  // `requirepass is not set`
  if (isConfig && window.bytes[from + 2] === BYTE.space) return;
  if (isStatement || isConfig) addWord(window, start, from, found);
}

function addWord(window: TextWindow, contextStart: number, at: number, found: Found): void {
  const { bytes, end } = window;
  const quote = quoteAt(bytes, at, end);
  if (quote === undefined) {
    add(window, contextStart, at, endOfWord(bytes, at, end), found);
  } else {
    const from = at + quote.length;
    add(window, contextStart, from, endOfStatement(bytes, from, end, quote), found, quote);
  }
}

/** In SQL a mark that is written twice belongs to the string, also at the end of what a shell would quote. */
function endOfStatement(bytes: Buffer, from: number, end: number, quote: Quote): number {
  let stop = endOfQuoted(bytes, from, end, quote).end;
  while (quote.byte === BYTE.apostrophe && quote.depth === 0 && bytes[stop + 1] === BYTE.apostrophe)
    stop = endOfQuoted(bytes, stop + 2, end, quote).end;
  return stop;
}

function endOfWord(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (
    i < end &&
    SPACE[bytes[i] as number] === 0 &&
    bytes[i] !== BYTE.quote &&
    bytes[i] !== BYTE.apostrophe
  )
    i++;
  return i;
}

function add(
  window: TextWindow,
  contextStart: number,
  start: number,
  end: number,
  found: Found,
  quote: Parameters<typeof decodeValue>[1] = undefined,
): void {
  const value = decodeValue(window.bytes.toString('utf8', start, end), quote);
  if (value === '' || isReadableValue(value)) return;
  found.add({
    start,
    end,
    contextStart,
    rule: 'command-line',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value,
  });
}
