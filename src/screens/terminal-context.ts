import type { TextProps } from 'ink';
import { createContext, useContext } from 'react';
import type { Glyphs } from './glyphs.ts';
import type { Tone } from './text-line.ts';

/** How this terminal is drawn on; it does not change while the wizard runs. */
export interface Terminal {
  readonly glyphs: Glyphs;
  readonly color: boolean;
  /** False in a still picture: nothing moves by itself. */
  readonly animated: boolean;
}

type Style = Pick<TextProps, 'color' | 'dimColor' | 'bold'>;

const STYLES: Record<Tone, Style> = {
  plain: {},
  strong: { bold: true },
  quiet: { dimColor: true },
  good: { color: 'green' },
  bad: { color: 'red' },
  busy: { color: 'cyan' },
  caution: { color: 'yellow' },
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
export function styleOf(tone: Tone, { color }: Terminal): Style {
  return color ? STYLES[tone] : NO_STYLE;
}
