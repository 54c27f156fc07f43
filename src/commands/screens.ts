import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { didYouMeanQuestion } from '../reasons/did-you-mean.ts';
import { SetupError } from '../reasons/setup-error.ts';
import type { Drawing } from '../screens/gallery/draw-gallery.ts';
import { hasColorCube } from '../terminal/palette.ts';

/** Flags of `screens`. */
export interface ScreensFlags {
  readonly all?: boolean;
  readonly ascii?: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly json?: boolean;
}

/**
 * Prints screens of the wizard in their typical states, drawn by the wizard itself, so that support and operator can
 * look at the same thing. Ink is loaded here and only for this.
 * @param wanted `S4`, `proof`, `s4-failed` …; nothing for every screen
 * @param color whether the output may hold colour
 * @returns the exit code
 * @throws SetupError `RN-USAGE` for a word that names no screen
 */
export async function printScreens(
  host: Host,
  console: { readonly out: LineOutput },
  wanted: readonly string[],
  flags: ScreensFlags,
  color: boolean,
): Promise<number> {
  const [{ chooseStates, drawState, galleryWords }, { glyphsFor }] = await Promise.all([
    import('../screens/gallery/draw-gallery.ts'),
    import('../screens/glyphs.ts'),
  ]);
  const states = chooseStates(wanted, flags.all === true);
  if (states === undefined) {
    const words = galleryWords();
    const unknown = wanted.find((word) => !words.includes(word.toLowerCase())) ?? '';
    throw new SetupError(
      'RN-USAGE',
      `there is no screen ${unknown}.${didYouMeanQuestion(
        unknown,
        words.map((word) => (/^s\d$/.test(word) ? word.toUpperCase() : word)),
      )}`,
      {
        next: 'bus-setup screens --all',
      },
    );
  }
  const glyphs = glyphsFor(flags.ascii === true ? { LC_ALL: 'C' } : host.env, host.platform);
  const terminal = { glyphs, color: color && flags.json !== true, cube: hasColorCube(host.env) };
  const size = { rows: flags.rows, columns: flags.columns };
  const drawings = states.map((state) => drawState(state, size, terminal));
  if (flags.json === true) console.out.line(JSON.stringify({ v: 1, screens: drawings }));
  else for (const line of drawings.flatMap(drawingLines)) console.out.line(line);
  return 0;
}

/** A frame between two rules that are as wide as its terminal. */
function drawingLines({ number, name, state, says, columns, text }: Drawing): readonly string[] {
  const rule = '-'.repeat(columns);
  return [`${number} ${name}: ${says} (${state})`, rule, ...text.split('\n'), rule, ''];
}
