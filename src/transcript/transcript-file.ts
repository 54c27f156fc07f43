import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Host } from '../host/host.ts';
import { PRIVATE_FILE } from '../host/private-files.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { safeText } from '../steps/safe-text.ts';
import { VERSION } from '../version.ts';
import type { Transcript } from './transcript.ts';

/** Most bytes of a transcript; a long run of a person shows a few hundred kilobytes. */
const TRANSCRIPT_LIMIT = 4 * 1024 * 1024;
/** Kept free for the entry that says that it is full, and for the last one. */
const RESERVE = 512;

/** What a transcript is opened with. */
export interface TranscriptSetting {
  /** Value of `--transcript`, relative to the working folder. */
  readonly file: string;
  /** Which face it records. */
  readonly face: string;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
  /** Most bytes; {@link TRANSCRIPT_LIMIT} by default. */
  readonly limit?: number;
}

/**
 * Opens a transcript in a new private file. Each entry is written as it happens, so a program that crashes or is killed
 * leaves all of them. An entry begins with
 * `+ 00:12.345 screen`, its time since the start and what it is; a text of one line stands behind it, a longer one below.
 * @throws SetupError `RN-TRANSCRIPT-UNUSABLE` when the file exists already, also as a link, or cannot be made
 */
export function openTranscript(host: Host, setting: TranscriptSetting): Transcript {
  const { file, face, redact, limit = TRANSCRIPT_LIMIT } = setting;
  const startedAt = host.monotonic();
  let descriptor: number | undefined = createNew(resolve(host.cwd, file));
  let room = limit - RESERVE;
  let shown = '';
  let keys: string[] = [];

  function append(text: string): void {
    if (descriptor === undefined) return;
    try {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
    } catch {
      // A full disk ends the transcript; the run has its own words for a full disk.
      end();
    }
  }

  function end(): void {
    const open = descriptor;
    descriptor = undefined;
    if (open !== undefined) closeSync(open);
  }

  function entry(what: string, text: string): void {
    if (room <= 0) return;
    const said = cleaned(text, redact);
    const below = said.includes('\n') ? `\n${said}` : said === '' ? '' : `  ${said}`;
    const written = `+ ${clock(host.monotonic() - startedAt)} ${what}${below}\n`;
    const bytes = Buffer.byteLength(written);
    if (bytes > room) append(`+ the transcript is full: ${limit} bytes\n`);
    else append(written);
    room = bytes > room ? 0 : room - bytes;
  }

  /** Keys are written together, so that what was typed letter by letter is redacted as the word that it is. */
  function flushKeys(): void {
    if (keys.length === 0) return;
    const pressed = spelled(keys);
    keys = [];
    entry('keys', pressed);
  }

  append(
    `bus-setup ${VERSION} transcript, ${face}, ${host.platform}-${host.arch}, ${host.now().toISOString()}\n`,
  );
  return {
    screen(text) {
      flushKeys();
      if (sameFrame(text, shown)) return;
      shown = text;
      entry('screen', text);
    },
    line(text) {
      flushKeys();
      entry('line', text);
    },
    key(name) {
      keys.push(name);
    },
    typed: (text) => entry('typed', text),
    close(ending) {
      flushKeys();
      room = Math.max(room, RESERVE);
      entry(`end ${ending}`, '');
      end();
    },
  };
}

function createNew(path: string): number {
  try {
    const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_NOFOLLOW } = constants;
    return openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW, PRIVATE_FILE);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new SetupError('RN-TRANSCRIPT-UNUSABLE', `${path}: ${code}`, { cause: error });
  }
}

/** Colour and control characters out, then secrets; a line that looks like the head of an entry is moved aside. */
function cleaned(text: string, redact: (text: string) => string): string {
  return redact(safeText(text)).replace(/^\+ /gm, ' + ');
}

/** Frames that differ in their first line alone differ in the clock. */
function sameFrame(one: string, other: string): boolean {
  const below = (text: string): string => text.slice(text.indexOf('\n') + 1);
  const name = (text: string): string =>
    text
      .slice(0, text.indexOf('\n'))
      .replace(/\d+:\d\d/g, '')
      .trim();
  return below(one) === below(other) && name(one).split('  ')[0] === name(other).split('  ')[0];
}

/** Letters as they were typed, other keys by their names. */
function spelled(keys: readonly string[]): string {
  return keys
    .map((key) => (Array.from(key).length === 1 && key !== ' ' ? key : ` <${key === ' ' ? 'space' : key}> `))
    .join('')
    .replace(/ {2,}/g, ' ')
    .trim();
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}.${String(Math.floor(ms % 1_000)).padStart(3, '0')}`;
}
