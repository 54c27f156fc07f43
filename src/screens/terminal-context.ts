import type { TextProps } from 'ink';
import { createContext, useContext } from 'react';
import { READABLE, THEMED } from '../terminal/palette.ts';
import type { Glyphs } from './glyphs.ts';
import type { Tone } from './text-line.ts';

/** How this terminal is drawn on; it does not change while the wizard runs. */
export interface Terminal {
  readonly glyphs: Glyphs;
  readonly color: boolean;
  /** Whether it has the 256 colours of the cube; else it gets the sixteen of its theme. */
  readonly cube: boolean;
  /** False in a still picture: nothing moves by itself. */
  readonly animated: boolean;
}

type Style = Pick<TextProps, 'color' | 'dimColor' | 'bold'>;

const UNCOLOURED = { plain: {}, strong: { bold: true }, quiet: { dimColor: true } } as const;

const THEMED_STYLES: Record<Tone, Style> = {
  ...UNCOLOURED,
  good: { color: THEMED.good },
  bad: { color: THEMED.bad },
  busy: { color: THEMED.busy },
  caution: { color: THEMED.caution },
};

const CUBE_STYLES: Record<Tone, Style> = {
  ...UNCOLOURED,
  good: { color: `ansi256(${READABLE.good})` },
  bad: { color: `ansi256(${READABLE.bad})` },
  busy: { color: `ansi256(${READABLE.busy})` },
  caution: { color: `ansi256(${READABLE.caution})` },
};

const NO_STYLE: Style = {};

/** The terminal of the components below. */
export const TerminalContext = createContext<Terminal | undefined>(undefined);

/**
 * @returns the terminal of the wizard
 * @throws Error outside of a wizard, which is a bug
 */
export function useTerminal(): Terminal {
  const terminal = useContext(TerminalContext);
  if (terminal === undefined) throw new Error('a screen was drawn outside of the wizard');
  return terminal;
}

/** The style of a tone; without colour there is none, and the words carry everything. */
export function styleOf(tone: Tone, { color, cube }: Terminal): Style {
  if (!color) return NO_STYLE;
  return cube ? CUBE_STYLES[tone] : THEMED_STYLES[tone];
}
