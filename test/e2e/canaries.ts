import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { cleanEnvironment, LAUNCHER } from './program.ts';

/** A value that only its key tells, as random as real ones. */
export function opaqueCanary(): string {
  return `Cn${randomBytes(18).toString('base64url').replaceAll(/[-_]/g, 'Z')}`;
}

/** A value that its shape tells. */
export function shapedCanary(): string {
  return ['sk', 'live', randomBytes(18).toString('hex')].join('_');
}

/** The ways in which a value is looked for. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The letters at both ends also hold bits of what stands beside the value.
    return [text.slice(shift === 0 ? 0 : 4, -4)];
  });
  return [
    value,
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    encodeURIComponent(value),
    [...bytes].map((byte) => `%${byte.toString(16)}`).join(''),
    value.split('').reverse().join(''),
  ];
}

/** Every file below a folder but those that a channel is, by its path; compressed ones unpacked too. */
export function filesBelow(folder: string): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (!statSync(path).isFile()) continue;
    const bytes = readFileSync(path);
    found.set(name, bytes);
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) found.set(`${name} (unpacked)`, gunzipSync(bytes));
  }
  return found;
}

/** The first channel of which anything is in the bytes, and in which form. */
export function leakIn(bytes: Buffer, planted: Readonly<Record<string, string>>): string | undefined {
  for (const [channel, value] of Object.entries(planted)) {
    const form = formsOf(value).findIndex((each) => bytes.includes(each));
    if (form !== -1) return `${channel}, form ${form}`;
  }
  return undefined;
}

/** Neither the names nor the contents hold anything that was planted. */
export function expectClean(
  files: ReadonlyMap<string, Buffer>,
  planted: Readonly<Record<string, string>>,
): void {
  for (const [name, bytes] of files) {
    expect([name, leakIn(Buffer.from(name), planted)]).toEqual([name, undefined]);
    expect([name, leakIn(bytes, planted)]).toEqual([name, undefined]);
  }
}

/** Command lines of every process that runs now, one string; empty where the system does not tell them as files. */
function commandLines(): string {
  if (!existsSync('/proc/self/cmdline')) return '';
  const lines: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      lines.push(readFileSync(join('/proc', pid, 'cmdline'), 'latin1'));
    } catch {
      // It has ended between the look and the read.
    }
  }
  return lines.join('\n');
}

/** What a program printed, and what ran meanwhile. */
export interface Watched {
  readonly code: number | null;
  /** Standard output and error. */
  readonly drawn: string;
  /** Command lines of every process of the machine. */
  readonly seen: string;
}

/** Runs the program, and collects the command lines of everything that runs meanwhile. */
export async function runWatched(
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
  signalWhen?: { readonly text: string; readonly signal: NodeJS.Signals },
): Promise<Watched> {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd: folder,
    env: cleanEnvironment(folder, env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let drawn = '';
  let signalled = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      drawn += text;
      if (signalWhen !== undefined && !signalled && drawn.includes(signalWhen.text)) {
        signalled = true;
        child.kill(signalWhen.signal);
      }
    });
  }
  const seen = new Set<string>();
  const watch = setInterval(() => seen.add(commandLines()), 100);
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  const code = await promise;
  clearInterval(watch);
  return { code, drawn, seen: [...seen].join('\n') };
}
