import { useInput, usePaste } from 'ink';
import { useSyncExternalStore } from 'react';
import { frameOf } from './frame.ts';
import { FrameView } from './frame-view.tsx';
import { keysOf } from './keys.ts';
import { isTooSmall } from './layout.ts';
import { SmallTerminal } from './small-terminal.tsx';
import { type Terminal, TerminalContext } from './terminal-context.ts';
import type { WizardStore } from './wizard-store.ts';

interface WizardProps {
  readonly store: WizardStore;
  readonly terminal: Terminal;
  /** Draws what has changed without waiting for the next frame's turn; absent where nobody watches. */
  readonly drawNow?: () => void;
}

/** The whole wizard: draws the model of the store, and hands it every key. */
export function Wizard({ store, terminal, drawNow }: WizardProps) {
  const model = useSyncExternalStore(store.subscribe, store.model);
  useInput((input, key) => {
    store.press(keysOf(input, key));
    // Frames are limited for what happens by itself; a person who presses a key sees what it did.
    drawNow?.();
  });
  // Without a listener Ink hands pasted text on as keys, and a pasted `q` would quit.
  usePaste((text) => store.paste(text));
  const { rows, columns } = model.view.size;
  return (
    <TerminalContext value={terminal}>
      {isTooSmall(rows, columns) ? (
        <SmallTerminal model={model} />
      ) : (
        <FrameView model={model} frame={frameOf(model, terminal.glyphs)} elapsed={store.elapsed} />
      )}
    </TerminalContext>
  );
}
