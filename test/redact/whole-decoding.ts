import { inflateRawSync } from 'node:zlib';

/** Undoes every encoding of the whole text, with expressions: slow, and so short that it can be seen to be right. */
const UNDO: readonly ((text: string) => readonly string[])[] = [
  (text) => [text.replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) => letter(hex))],
  (text) => [
    text.replace(/\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([^\r\n]))/g, (_all, long, short, other) =>
      other === undefined ? letter(long ?? short) : (CONTROLS[other] ?? other),
    ),
  ],
  (text) => [
    text.replace(/&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/g, (_all, hex, number, name) =>
      name === undefined ? letter(hex ?? Number(number).toString(16)) : (NAMES[name] ?? ''),
    ),
  ],
  (text) => digitsOf(text, /[A-Za-z0-9+/_-]{11,}/g, 'base64', 4),
  (text) => digitsOf(text, /[0-9A-Fa-f]{16,}/g, 'hex', 2),
  (text) => pairsOf(text).map((pairs) => latin1(pairs.toString('utf16le'))),
  (text) => pairsOf(text).map((pairs) => latin1(pairs.swap16().toString('utf16le'))),
  (text) =>
    [...text.matchAll(/\x1f\x8b\x08/g)].map(({ index }) => {
      try {
        const body = Buffer.from(text.slice(index + 10), 'latin1');
        return inflateRawSync(body, { finishFlush: 2 }).toString('latin1');
      } catch {
        return '';
      }
    }),
];
const UNWRAP: typeof UNDO = [
  (text) => [text.replace(/[\\=]?(?:\r\n|[\r\n])[ \t]*/g, '')],
  (text) => [text.replace(/\x1b\[[0-9;]{0,20}[A-Za-z]/g, '')],
];

/** A text and all that it holds, one and two encodings deep. */
export function wholeDecoding(bytes: Buffer): Buffer[] {
  const text = bytes.toString('latin1');
  const once = [...UNDO, ...UNWRAP].flatMap((undo) => undo(text));
  const twice = once.flatMap((each) => UNDO.flatMap((undo) => undo(each)));
  return [...new Set([text, ...once, ...twice])].map((each) => Buffer.from(each, 'latin1'));
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const NAMES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The bytes of a character; one byte for what was `%XX` or `\xXX`. */
function letter(hex: string): string {
  const code = Number.parseInt(hex, 16);
  return code < 0x100 ? String.fromCharCode(code) : code > 0x10ffff ? '' : latin1(String.fromCodePoint(code));
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function digitsOf(text: string, runs: RegExp, encoding: 'base64' | 'hex', alignments: number): string[] {
  const found = [...text.matchAll(runs)].map(([run]) => run);
  return Array.from({ length: alignments }, (_, shift) =>
    found.map((run) => Buffer.from(run.slice(shift), encoding).toString('latin1')).join('\n'),
  );
}

/** At both alignments, a whole number of pairs each. */
function pairsOf(text: string): Buffer[] {
  return [0, 1].map((shift) =>
    Buffer.from(text.slice(shift, text.length - ((text.length - shift) & 1)), 'latin1'),
  );
}
