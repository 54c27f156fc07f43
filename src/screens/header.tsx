import { Text, useAnimation } from 'ink';
import Spinner from 'ink-spinner';
import type { Glyphs } from './glyphs.ts';
import { isWorking, type Model, screenOf } from './model.ts';
import { clockText } from './quantities.ts';
import { SCREENS } from './screen-id.ts';
import { styleOf, useTerminal } from './terminal-context.ts';
import { columnsOf, plain, shorten } from './text.ts';

interface HeaderProps {
  readonly model: Model;
  readonly width: number;
  /** Milliseconds since the run began. */
  elapsed(): number;
}

/** The program, before the name of the screen. */
const PROGRAM = ' bus-setup ';
/** Columns after the name: a gap, the spinner, a gap, and the margin at the end. */
const AFTER_NAME = 4;

/** The first line: which screen this is, what runs where, for how long. The one spinner of a screen is here. */
export function Header({ model, width, elapsed }: HeaderProps) {
  const terminal = useTerminal();
  const { glyphs } = terminal;
  const working = isWorking(model);
  const moves = working && terminal.animated;
  // Only asks to be drawn again each second; the time itself comes from the run's clock.
  useAnimation({ interval: 1_000, isActive: moves });
  const { run } = model.run;
  const room = width - PROGRAM.length - glyphs.dot.length - 1 - AFTER_NAME;
  const name = shorten(nameOf(model, glyphs.dot), room, glyphs);
  const clock = run === undefined ? '' : clockText(working ? elapsed() : model.run.t);
  const where = run === undefined ? [] : [...new Set([run.profile, run.runtime]), clock];
  const left = room - columnsOf(name);
  const right = endOf([where.join(` ${glyphs.dot} `), clock], left, glyphs);
  return (
    <Text wrap="truncate">
      {PROGRAM}
      <Text {...styleOf('quiet', terminal)}>{glyphs.dot}</Text>
      <Text {...styleOf('strong', terminal)}> {name}</Text> {moves ? <Spinner type={glyphs.spinner} /> : ' '}
      {' '.repeat(1 + left - columnsOf(right))}
      <Text {...styleOf('quiet', terminal)}>{right}</Text>
    </Text>
  );
}

/** The longest of several wordings that fits whole; nothing when none does. */
function endOf(wordings: readonly string[], room: number, glyphs: Glyphs): string {
  return wordings.map((each) => plain(each, glyphs)).find((each) => columnsOf(each) <= room) ?? '';
}

function nameOf(model: Model, dot: string): string {
  const { number, name } = SCREENS[screenOf(model)];
  const over = model.view.overlays.at(-1);
  const extra =
    over?.kind === 'help'
      ? ` ${dot} help`
      : over?.kind === 'details' || over?.kind === 'call'
        ? ` ${dot} ${over.id}`
        : '';
  return `${number} ${name}${extra}`;
}
