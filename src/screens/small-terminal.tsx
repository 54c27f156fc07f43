import { Text } from 'ink';
import { bindingsOf } from './bindings.ts';
import { entriesOf } from './entries.ts';
import { tallyOf } from './entry.ts';
import { footerText } from './footer-text.ts';
import { SMALLEST } from './layout.ts';
import { type Model, SCREENS, screenOf } from './model.ts';
import { useTerminal } from './terminal-context.ts';
import { shorten } from './text.ts';

/** What a terminal shows that is too small for the screens: a few plain lines, as many as it has. */
export function SmallTerminal({ model }: { readonly model: Model }) {
  const { glyphs } = useTerminal();
  const { rows, columns } = model.view.size;
  const { number, name } = SCREENS[screenOf(model)];
  const { of, done, failed } = tallyOf(entriesOf(model));
  const { question } = model.run;
  const lines = [
    `${number} ${name}`,
    footerText(bindingsOf(model), columns, glyphs),
    ...(of === 0 || name === 'Welcome' ? [] : [`${done} of ${of}, ${failed} failed`]),
    ...(question === undefined ? [] : [question.text]),
    `Terminal is ${columns}x${rows}; the screens need ${SMALLEST.columns}x${SMALLEST.rows}.`,
  ];
  const shown = lines.slice(0, Math.max(0, rows - 1)).map((line) => shorten(line, columns, glyphs));
  return <Text wrap="truncate">{shown.join('\n')}</Text>;
}
