import { renderToString } from 'ink';
import { frameOf } from './frame.ts';
import { FrameView } from './frame-view.tsx';
import { isTooSmall } from './layout.ts';
import type { Model } from './model.ts';
import { SmallTerminal } from './small-terminal.tsx';
import { type Terminal, TerminalContext } from './terminal-context.ts';

/** How a still picture is drawn. */
export type StillTerminal = Omit<Terminal, 'animated'>;

/**
 * One frame of the wizard as text, drawn by the components that draw the live one. Nothing in it moves: no spinner, and
 * the clock stands at the last event.
 * @returns lines without spaces at their ends, joined by line feeds; with colour sequences when the terminal has colour
 */
export function stillFrame(model: Model, terminal: StillTerminal): string {
  const { rows, columns } = model.view.size;
  const view = isTooSmall(rows, columns) ? (
    <SmallTerminal model={model} />
  ) : (
    <FrameView model={model} frame={frameOf(model, terminal.glyphs)} elapsed={() => model.run.t} />
  );
  const still: Terminal = { ...terminal, animated: false };
  const text = renderToString(<TerminalContext value={still}>{view}</TerminalContext>, { columns });
  return text.replace(/ +$/gm, '').trimEnd();
}
