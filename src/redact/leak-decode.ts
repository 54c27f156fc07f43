import { constants, gunzipSync } from 'node:zlib';

/** Bytes as they are after undoing one or two encodings. */
export interface DecodedLayer {
  /** The encodings that were undone, e.g. `!base64` or `!percent!json`; empty for the bytes themselves. */
  readonly way: string;
  readonly bytes: Buffer;
  /** Where the text that holds this position is encoded in the layer above. */
  source(position: number): number;
}

/** What came of decoding: `complete` is false when there was too much of it. */
export interface DecodedLayers {
  readonly layers: readonly DecodedLayer[];
  readonly complete: boolean;
}

const DEEPEST = 2;
/** Bytes of decoded text, as a multiple of the input and at least. */
const MOST_GROWTH = 24;
const LEAST_BUDGET = 8 * 1024 * 1024;
const LARGEST_MEMBER = 64 * 1024 * 1024;

interface Budget {
  left: number;
}

/** The bytes, and everything that is encoded in them: base64, hex, percent, JSON, HTML, gzip, UTF-16, wrapped lines. */
export function decodedLayers(bytes: Buffer): DecodedLayers {
  const budget: Budget = { left: Math.max(LEAST_BUDGET, bytes.length * MOST_GROWTH) };
  const layers: DecodedLayer[] = [{ way: '', bytes, source: (position) => position }];
  let previous = layers.slice();
  for (let depth = 0; depth < DEEPEST && previous.length > 0; depth++) {
    const next: DecodedLayer[] = [];
    for (const layer of previous) {
      for (const inner of decodeOnce(layer.bytes, depth === 0)) {
        budget.left -= inner.bytes.length;
        if (budget.left < 0) return { layers, complete: false };
        next.push({ way: layer.way + inner.way, bytes: inner.bytes, source: inner.source });
      }
    }
    layers.push(...next);
    previous = next;
  }
  return { layers, complete: true };
}

function* decodeOnce(bytes: Buffer, isOuter: boolean): Generator<DecodedLayer> {
  yield* gzipMembers(bytes);
  yield* utf16(bytes);
  const text = bytes.toString('latin1');
  yield* whole('!percent', text, /%[0-9A-Fa-f]{2}/, percent);
  yield* whole('!json', text, /\\[u"\\/nrt]/, unescapeText);
  yield* whole('!html', text, /&(?:amp|lt|gt|quot|apos|#\d{2,3}|#x[0-9A-Fa-f]{2});/, entities);
  if (isOuter) {
    yield* whole('!unwrapped', text, /[\r\n]/, (all) => all.replace(/[\\=]?(?:\r\n|[\r\n])[ \t]*/g, ''));
    yield* whole('!colours', text, /\x1b\[/, (all) => all.replace(/\x1b\[[0-9;]{0,20}[A-Za-z]/g, ''));
  }
  yield* runs('!base64', text, /[A-Za-z0-9+/_-]{11,}/g, 4, (run) => Buffer.from(run, 'base64'));
  yield* runs('!hex', text, /[0-9A-Fa-f]{16,}/g, 2, (run) => Buffer.from(run, 'hex'));
}

function* whole(
  way: string,
  text: string,
  sign: RegExp,
  decode: (text: string) => string,
): Generator<DecodedLayer> {
  if (!sign.test(text)) return;
  const decoded = decode(text);
  if (decoded !== text) yield { way, bytes: Buffer.from(decoded, 'latin1'), source: () => 0 };
}

/**
 * Every run of an alphabet, from each of its alignments, because what is looked for may begin inside of one. The runs
 * of one alignment make one layer with a line break between them.
 */
function* runs(
  way: string,
  text: string,
  pattern: RegExp,
  alignments: number,
  decode: (run: string) => Buffer,
): Generator<DecodedLayer> {
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return;
  for (let shift = 0; shift < alignments; shift++) {
    const parts: Buffer[] = [];
    const starts: number[] = [];
    let length = 0;
    for (const match of matches) {
      const bytes = decode(match[0].slice(shift));
      starts.push(length);
      parts.push(bytes, BREAK);
      length += bytes.length + 1;
    }
    yield {
      way,
      bytes: Buffer.concat(parts, length),
      source: (position) => matches[indexAt(starts, position)]?.index ?? 0,
    };
  }
}

const BREAK = Buffer.from('\n');

/** Index of the last start that is not behind `position`. */
function indexAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

function percent(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescapeText(text: string): string {
  return text.replace(
    /\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))/g,
    (_all, long?: string, short?: string, letter?: string) => {
      const hex = long ?? short;
      if (hex !== undefined)
        return Buffer.from(String.fromCharCode(Number.parseInt(hex, 16)), 'utf8').toString('latin1');
      return LETTERS[letter ?? ''] ?? letter ?? '';
    },
  );
}

const NAMES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function entities(text: string): string {
  return text.replace(
    /&(?:#x([0-9A-Fa-f]{1,4})|#(\d{1,5})|([a-z]{2,4}));/g,
    (all, hex?: string, number?: string, name?: string) => {
      if (name !== undefined) return NAMES[name] ?? all;
      return String.fromCharCode(hex === undefined ? Number(number) : Number.parseInt(hex, 16));
    },
  );
}

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);

function* gzipMembers(bytes: Buffer): Generator<DecodedLayer> {
  for (let at = bytes.indexOf(GZIP); at >= 0; at = bytes.indexOf(GZIP, at + 1)) {
    const member = inflate(bytes.subarray(at));
    if (member !== undefined) yield { way: '!gzip', bytes: member, source: () => at };
  }
}

function inflate(bytes: Buffer): Buffer | undefined {
  try {
    // A member may be cut off, and anything may follow it.
    return gunzipSync(bytes, { maxOutputLength: LARGEST_MEMBER, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // Three bytes that look like the head of a member are in many files.
    return undefined;
  }
}

function* utf16(bytes: Buffer): Generator<DecodedLayer> {
  const head = bytes.subarray(0, 4096);
  if (bytes.length < 8 || !head.includes(0)) return;
  for (const [way, odd] of [
    ['!utf-16le', 1],
    ['!utf-16be', 0],
  ] as const) {
    const pairs = bytes.subarray(0, bytes.length & ~1);
    const text = odd === 1 ? pairs : Buffer.from(pairs).swap16();
    yield { way, bytes: Buffer.from(text.toString('utf16le'), 'utf8'), source: (position) => position };
  }
}
