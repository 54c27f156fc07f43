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
  /(?:^|\.)(?:github\.com|githubusercontent\.com|ghcr\.io|gitlab\.com|docker\.(?:com|io)|npmjs\.(?:com|org)|nodejs\.org|debian\.org|ubuntu\.com|alpinelinux\.org|golang\.org|go\.dev|pypi\.org|python\.org|openai\.com|chatgpt\.com|anthropic\.com|stripe\.com|slack\.com|discord\.com|google(?:apis)?\.com|microsoft\.com|windows\.net|amazonaws\.com|cloudflare\.com|upcloud\.com|sendgrid\.(?:com|net)|letsencrypt\.org|busdk\.com|busdk\.org|hg\.fi|w3\.org|json-schema\.org|ietf\.org|schema\.org|opentelemetry\.io|postgresql\.org|mozilla\.org)$/i;
const FULL =
  /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*\.[A-Za-z]{2,24}$/;
const SINGLE = /^[A-Za-z][A-Za-z0-9-]{2,62}$/;
/** A machine's name by its key, which may be one word; the keys of a service's address need a full name. */
const KEYS = ['://', 'hostname', 'nodename', 'computername', 'host', 'server_name ', 'fqdn', 'sni'] as const;
const MACHINE_KEYS = 3;
const SEPARATOR = byteSet('"\'\\:=');

/** Names of machines, in addresses and behind keys that say so, replaced by a tag: support sees which are the same. */
export function hostNameRule(): Rule {
  return {
    id: 'personal-host',
    anchors: KEYS,
    inspect(window, start, end, anchor, found) {
      if (start < found.coveredTo) return;
      if (anchor === 0) inspectAddress(window, end, found);
      else inspectKey(window, start, end, anchor, found);
    },
  };
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
  found.add({
    start: at,
    end,
    contextStart,
    rule: 'personal-host',
    kind: 'host',
    layer: LAYER.personal,
    canonical: name.toLowerCase(),
  });
}
