import { bindingsOf } from './bindings.ts';
import { type Content, NO_CONTENT, type Paper } from './content.ts';
import { keyText } from './footer-text.ts';
import { type Model, screenOf } from './model.ts';
import { SCREENS } from './screen-id.ts';
import { BLANK, textLines } from './text-line.ts';

/** The help: what the keys of the screen below do, and what the words mean. */
export function helpContent(model: Model, { width, glyphs }: Paper): Content {
  const below: Model = { ...model, view: { ...model.view, overlays: model.view.overlays.slice(0, -1) } };
  const { number, name } = SCREENS[screenOf(below)];
  const write = (label: string, text: string, tone: 'plain' | 'strong' | 'quiet' = 'plain') =>
    textLines(label, text, width, glyphs, tone);
  const folder = model.run.run?.folder;
  return {
    ...NO_CONTENT,
    text: [
      ...write('', `Keys on ${number} ${name}`, 'strong'),
      ...bindingsOf(below).flatMap(({ keys, meaning }) =>
        write(keys.map((key) => keyText(key, glyphs)).join(' '), meaning),
      ),
      BLANK,
      ...write('', 'Words', 'strong'),
      ...write(`${glyphs.pass} pass`, 'shown by an experiment'),
      ...write(`${glyphs.fail} fail`, 'shown not to work, or not shown in time'),
      ...write(`${glyphs.skip} skip`, 'not tried; the reason is beside it'),
      ...write(`${glyphs.run} run`, 'being tried now'),
      BLANK,
      ...write('', 'bus-setup explain REASON-ID says more about a reason.', 'quiet'),
      ...(folder === undefined ? [] : write('run folder', folder, 'quiet')),
    ],
  };
}
