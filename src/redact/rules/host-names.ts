import { ALNUM, BYTE, byteSet } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isQuoteByte, skip } from './quote.ts';
import type { Found, Rule } from './rule.ts';

const NAME = byteSet('A-Za-z0-9.-');
const BETWEEN = byteSet(' \t"\'\\:=');
const LONGEST = 253;
/** Names that name nobody: reserved ones (RFC 2606, RFC 6762), and those inside of a stack. */
const RESERVED =
  /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost|local|internal|localdomain|svc|cluster)$/i;
/** Services that everybody uses: which of them was called is what support needs to see. */
const PUBLIC =
  /(?:^|\.)(?:github\.com|githubusercontent\.com|ghcr\.io|gitlab\.com|docker\.(?:com|io)|nodejs\.org|debian\.org|ubuntu\.com|alpinelinux\.org|golang\.org|go\.dev|python\.org|openai\.com|chatgpt\.com|anthropic\.com|stripe\.com|slack\.com|discord\.com|google(?:apis)?\.com|microsoft\.com|windows\.net|amazonaws\.com|cloudflare\.com|upcloud\.com|sendgrid\.(?:com|net)|letsencrypt\.org|busdk\.com|busdk\.org|hg\.fi|w3\.org|json-schema\.org|ietf\.org|schema\.org|opentelemetry\.io|postgresql\.org|mozilla\.org)$/i;
const FULL =
  /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.[A-Za-z]{2,24}$/;
const SINGLE = /^[A-Za-z][A-Za-z0-9-]{2,62}$/;
/** A machine's name by its key, which may be one word; the keys of a service's address need a full name. */
const KEYS = ['://', 'hostname', 'nodename', 'computername', 'host', 'server_name ', 'fqdn', 'sni'] as const;
const MACHINE_KEYS = 3;
const SEPARATOR = byteSet('"\'\\:=');

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').map((month) => `${month} `);
/** `Nov  3 05:11:43 machine program[12]:` (RFC 3164, 4.1). */
const SYSLOG =
  /^[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} ([A-Za-z0-9][A-Za-z0-9.-]{1,252}) [\w./-]{1,64}(?:\[\d+\])?: /;

const HOUR_END = 'Nov  3 05'.length;

/** Names of machines, in addresses and behind keys that say so, replaced by a tag: support sees which are the same. */
export function hostNameRule(machine?: string): Rule {
  const own = machine !== undefined && isTelling(machine) ? [machine.toLowerCase()] : [];
  return {
    id: 'personal-host',
    anchors: [...KEYS, ...MONTHS, ...own],
    inspect(window, start, end, anchor, found) {
      if (start < found.coveredTo) return;
      if (anchor >= KEYS.length + MONTHS.length) inspectOwn(window, start, end, found);
      else if (anchor >= KEYS.length) inspectSyslog(window, start, found);
      else if (anchor === 0) inspectAddress(window, end, found);
      else inspectKey(window, start, end, anchor, found);
    },
  };
}

/** A container's `localhost` and a name that is a service of every stack tell nothing. */
function isTelling(name: string): boolean {
  return SINGLE.test(name) || (FULL.test(name) && !RESERVED.test(name))
    ? !/^(?:localhost|ubuntu|debian|node|server|linux|docker|runner|gateway|postgres)$/i.test(name)
    : false;
}

/** The machine's own name, wherever it stands alone. */
function inspectOwn(
  { bytes, start: first, end: last }: TextWindow,
  start: number,
  end: number,
  found: Found,
): void {
  const isPart = (at: number) =>
    at >= first && at < last && (ALNUM[bytes[at] as number] === 1 || bytes[at] === BYTE.underscore);
  if (isPart(start - 1) || isPart(end)) return;
  push(start, end, start, bytes.toString('latin1', start, end), found);
}

/** The word behind the time of a line of syslog. */
function inspectSyslog({ bytes, end }: TextWindow, start: number, found: Found): void {
  // `may ` and `mar ` are words too: behind the month of a line stands a time.
  if (bytes[start + HOUR_END] !== BYTE.colon) return;
  const match = SYSLOG.exec(bytes.toString('latin1', start, Math.min(end, start + 340)));
  const name = match?.[1];
  if (name === undefined || RESERVED.test(name) || PUBLIC.test(name)) return;
  const at = start + 'Nov  3 05:11:43 '.length;
  push(at, at + name.length, start, name, found);
}

/** The host of an address stands behind user and password. */
function inspectAddress(window: TextWindow, from: number, found: Found): void {
  const { bytes } = window;
  let at = from;
  const limit = Math.min(window.end, from + 2 * LONGEST);
  let end = from;
  for (; end < limit && !isAddressEnd(bytes[end] as number); end++) if (bytes[end] === BYTE.at) at = end + 1;
  addName(window, at, from, false, found);
}

function isAddressEnd(byte: number): boolean {
  return byte === BYTE.slash || byte === BYTE.question || byte <= BYTE.space || isQuoteByte(byte);
}

function inspectKey(window: TextWindow, start: number, end: number, anchor: number, found: Found): void {
  const { bytes } = window;
  const before = start > window.start ? (bytes[start - 1] as number) : BYTE.space;
  if (ALNUM[before] === 1 && anchor !== 1) return;
  const at = skip(bytes, end, window.end, BETWEEN, 8);
  let isBound = KEYS[anchor]?.endsWith(' ') === true;
  for (let i = end; i < at; i++) if (SEPARATOR[bytes[i] as number] === 1) isBound = true;
  if (isBound) addName(window, at, start, anchor >= 1 && anchor <= MACHINE_KEYS, found);
}

function addName(
  window: TextWindow,
  at: number,
  contextStart: number,
  isMachine: boolean,
  found: Found,
): void {
  const { bytes } = window;
  let end = skip(bytes, at, window.end, NAME, LONGEST);
  while (end > at && ALNUM[bytes[end - 1] as number] === 0) end--;
  const name = bytes.toString('latin1', at, end);
  const isName =
    FULL.test(name) ||
    (isMachine && SINGLE.test(name) && !/^(?:null|true|false|none|localhost|unknown)$/i.test(name));
  if (!isName || RESERVED.test(name) || PUBLIC.test(name)) return;
  push(at, end, contextStart, name, found);
}

function push(start: number, end: number, contextStart: number, name: string, found: Found): void {
  found.add({
    start,
    end,
    contextStart,
    rule: 'personal-host',
    kind: 'host',
    layer: LAYER.personal,
    canonical: name.toLowerCase(),
    quote: undefined,
    findEnd: undefined,
  });
}
