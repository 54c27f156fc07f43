import { Text, useAnimation } from 'ink';
import Spinner from 'ink-spinner';
import { isWorking, type Model, SCREENS, screenOf } from './model.ts';
import { clockText } from './quantities.ts';
import { styleOf, useTerminal } from './terminal-context.ts';
import { columnsOf, shorten } from './text.ts';

interface HeaderProps {
  readonly model: Model;
  readonly width: number;
  /** Milliseconds since the run began. */
  elapsed(): number;
}

/** The first line: which screen this is, what runs where, for how long. The one spinner of a screen is here. */
export function Header({ model, width, elapsed }: HeaderProps) {
  const terminal = useTerminal();
  const { glyphs } = terminal;
  const working = isWorking(model);
  const moves = working && terminal.animated;
  // Only asks to be drawn again each second; the time itself comes from the run's clock.
  useAnimation({ interval: 1_000, isActive: moves });
  const title = titleOf(model, glyphs.dot);
  const clock = clockText(working ? elapsed() : model.run.t);
  const { run } = model.run;
  const about = run === undefined ? '' : `${run.profile} ${glyphs.dot} ${run.runtime} ${glyphs.dot} ${clock}`;
  const room = width - columnsOf(title) - 6;
  const right = shorten(about, room, glyphs);
  return (
    <Text wrap="truncate">
      {' bus-setup '}
      <Text {...styleOf('quiet', terminal)}>{glyphs.dot}</Text>
      <Text {...styleOf('strong', terminal)}>{title.slice(' bus-setup .'.length)}</Text>{' '}
      {moves ? <Spinner type={glyphs.spinner} /> : ' '}
      {' '.repeat(Math.max(1, width - columnsOf(title) - 3 - columnsOf(right)))}
      <Text {...styleOf('quiet', terminal)}>{right}</Text>
    </Text>
  );
}

function titleOf(model: Model, dot: string): string {
  const { number, name } = SCREENS[screenOf(model)];
  const over = model.view.overlays.at(-1);
  const extra = over?.kind === 'help' ? ` ${dot} help` : over?.kind === 'details' ? ` ${dot} ${over.id}` : '';
  return ` bus-setup ${dot} ${number} ${name}${extra}`;
}
