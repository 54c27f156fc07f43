import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';

/** Milliseconds after which a program that shows nothing is given up. */
const GIVE_UP_MS = 20_000;

/**
 * Starts a Node program in a pseudo-terminal of 100 × 30 and waits for the first character that a person sees.
 * The program is told to end then: what Node has compiled is kept for its next start only by one that ends in order.
 * @param args for Node: flags, script, arguments
 * @returns milliseconds from spawning to that character
 * @throws Error when it ends or is silent before
 */
export function timeToFirstFrame(
  args: readonly string[],
  place: { readonly path: string; readonly env: Readonly<Record<string, string>> },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let seen = '';
    let time: number | undefined;
    const terminal = spawn(process.execPath, [...args], {
      name: 'xterm-256color',
      cols: 100,
      rows: 30,
      cwd: place.path,
      env: { ...place.env, TERM: 'xterm-256color', COLORTERM: 'truecolor' },
    });
    const timer = setTimeout(() => terminal.kill('SIGKILL'), GIVE_UP_MS);
    terminal.onData((data) => {
      if (time !== undefined) return;
      seen += data;
      if (stripVTControlCharacters(seen).trim() === '') return;
      time = performance.now() - started;
      terminal.kill('SIGTERM');
    });
    terminal.onExit(() => {
      clearTimeout(timer);
      if (time === undefined) reject(new Error(`${args.join(' ')} showed nothing`));
      else resolve(time);
    });
  });
}
