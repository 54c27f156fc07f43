import { styleText } from 'node:util';
import { READABLE, THEMED } from '../terminal/palette.ts';

/** A place that takes lines of text. */
export interface LineOutput {
  /** Writes one line. Once the reader has gone away (`| head`), lines are dropped in silence. */
  line(text: string): void;
  /** Resolves when everything written has been handed to the system. */
  flush(): Promise<void>;
}

/** Lines on a stream of this process; a closed pipe is no error. */
export function lineOutput(stream: NodeJS.WriteStream): LineOutput {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    open = false;
  });
  return {
    line(text) {
      if (open) stream.write(`${text}\n`);
    },
    flush: () =>
      new Promise((resolve) => {
        if (open) stream.write('', () => resolve());
        else resolve();
      }),
  };
}

/** Names of the few styles that the plain face uses. */
export type Tone = 'good' | 'bad' | 'faint' | 'strong';

/** Gives a text a tone, or leaves it as it is when colour is off. */
export type Paint = (tone: Tone, text: string) => string;

const STYLES = { good: THEMED.good, bad: THEMED.bad, faint: 'dim', strong: 'bold' } as const;

/**
 * @param color whether the output may hold colour sequences
 * @param cube whether the 256 colours of the cube may be used
 */
export function painter(color: boolean, cube = false): Paint {
  if (!color) return (_tone, text) => text;
  return (tone, text) =>
    cube && (tone === 'good' || tone === 'bad')
      ? `\u001b[38;5;${READABLE[tone]}m${text}\u001b[39m`
      : styleText(STYLES[tone], text, { validateStream: false });
}

/**
 * Whether to colour a stream. The launcher has already folded `--color`, `--no-color` and `NO_COLOR` into `FORCE_COLOR`.
 */
export function wantsColor(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return isTerminal && env.TERM !== 'dumb';
}
