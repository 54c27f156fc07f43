import type { Size } from '../model.ts';
import { SCREENS } from '../screen-id.ts';
import { type StillTerminal, stillFrame } from '../still-frame.tsx';
import { galleryModel } from './gallery-model.ts';
import { GALLERY, type GalleryState } from './gallery-states.ts';

/** One screen of the gallery, drawn. */
export interface Drawing {
  /** As the screen shows it, e.g. `S4`. */
  readonly number: string;
  readonly name: string;
  /** Stable name of the state, e.g. `s4-failed`. */
  readonly state: string;
  /** What a person is looking at, half a sentence. */
  readonly says: string;
  readonly columns: number;
  readonly rows: number;
  /** The lines of the frame, joined by line feeds. */
  readonly text: string;
}

/** Draws one state on a terminal of a size; a state that needs another size has its own. */
export function drawState(state: GalleryState, size: Size, terminal: StillTerminal): Drawing {
  const { columns, rows } = state.size ?? size;
  const model = galleryModel(state, { columns, rows }, terminal.glyphs);
  const { number, name } = SCREENS[state.screen];
  return {
    number,
    name,
    state: state.name,
    says: state.says,
    columns,
    rows,
    text: stillFrame(model, terminal),
  };
}

/**
 * Chooses states by what a person says: `S4`, `proof`, or the name of a state.
 * @param wanted nothing for every screen
 * @param all also states that most runs never show
 * @returns undefined when a word names nothing
 */
export function chooseStates(wanted: readonly string[], all: boolean): readonly GalleryState[] | undefined {
  const often = GALLERY.filter((state) => all || state.rare !== true);
  if (wanted.length === 0) return often;
  const chosen = wanted.map((word) => {
    const named = GALLERY.filter(({ name }) => name === word.toLowerCase());
    return named.length > 0
      ? named
      : often.filter((state) => screenWords(state).includes(word.toLowerCase()));
  });
  return chosen.some((states) => states.length === 0) ? undefined : [...new Set(chosen.flat())];
}

/** Every word that {@link chooseStates} understands. */
export function galleryWords(): readonly string[] {
  return [...new Set(GALLERY.flatMap((state) => [...screenWords(state), state.name]))];
}

function screenWords({ screen }: GalleryState): readonly string[] {
  const { number, name } = SCREENS[screen];
  return [number.toLowerCase(), name.toLowerCase()];
}
