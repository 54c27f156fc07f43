import { Text } from 'ink';
import { bindingsOf } from './bindings.ts';
import { entriesOf, selectedEntry } from './entries.ts';
import { tallyOf } from './entry.ts';
import { footerText } from './footer-text.ts';
import { SMALLEST } from './layout.ts';
import { filterOf, type Model, screenOf } from './model.ts';
import { askedUnfinished } from './resume-choice.ts';
import { SCREENS } from './screen-id.ts';
import { useTerminal } from './terminal-context.ts';
import { columnsOf, shorten } from './text.ts';

/** What a terminal shows that is too small for the screens: a few plain lines, as many as it has. */
export function SmallTerminal({ model }: { readonly model: Model }) {
  const { glyphs } = useTerminal();
  const { rows, columns } = model.view.size;
  const screen = screenOf(model);
  const { number, name } = SCREENS[screen];
  const profile = model.view.selected.welcome ?? '';
  const entries = entriesOf(model);
  const choice =
    askedUnfinished(model) === undefined
      ? `Profile: ${profile}`
      : (selectedEntry(model, entries)?.text ?? '');
  const { of, done, failed } = tallyOf(entries);
  const { question } = model.run;
  const { said } = model.view;
  const filter = filterOf(model);
  const cut = (text: string): string => (columnsOf(text) <= columns ? text : shorten(text, columns, glyphs));
  const lines = [
    cut(`${number} ${name}`),
    cut(footerText(bindingsOf(model), columns, glyphs)),
    ...(screen === 'welcome' ? [cut(choice)] : []),
    ...(screen === 'welcome' || of === 0 ? [] : [cut(`${done} of ${of}, ${failed} failed`)]),
    ...(said === undefined ? [] : [cut([said.text, said.exact ?? ''].join(' '))]),
    ...(filter?.typing === true ? [cut(`/${filter.text}${glyphs.cursor}`)] : []),
    ...(question === undefined ? [] : [cut(question.text)]),
    cut(`Terminal is ${columns}x${rows}; the screens need ${SMALLEST.columns}x${SMALLEST.rows}.`),
  ];
  const shown = lines.slice(0, Math.max(0, rows - 1));
  return <Text wrap="truncate">{shown.join('\n')}</Text>;
}
