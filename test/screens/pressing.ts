import type { Effect } from '../../src/screens/effects.ts';
import { fold, recorder } from '../../src/screens/gallery/sample-events.ts';
import { PROFILES } from '../../src/screens/gallery/sample-profiles.ts';
import type { Story } from '../../src/screens/gallery/story.ts';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import { initialModel, type Model } from '../../src/screens/model.ts';
import { contentOf } from '../../src/screens/screen-content.ts';
import { update } from '../../src/screens/update.ts';

/** Glyphs of a terminal with UTF-8. */
export const glyphs = glyphsFor({ LANG: 'C.UTF-8' }, 'linux');
/** The design size. */
export const SIZE = { rows: 24, columns: 80 };

/** The wizard before its first key. */
export function welcome(remembered?: string): Model {
  return initialModel(PROFILES, remembered, SIZE);
}

/** The wizard as it shows the end of a story. */
export function during(story: Story): Model {
  const record = recorder();
  const run = fold(story.map(([t, body]) => record(t, body)));
  const begun = press(welcome(), 'enter').model;
  return update(begun, { type: 'run', run }, glyphs).model;
}

/** Presses keys one after the other, as one chunk does, and gathers what they want done. */
export function press(
  model: Model,
  ...keys: readonly string[]
): { model: Model; effects: readonly Effect[] } {
  return keys.reduce<{ model: Model; effects: readonly Effect[] }>(
    (before, key) => {
      const after = update(before.model, { type: 'key', key }, glyphs);
      return { model: after.model, effects: [...before.effects, ...after.effects] };
    },
    { model, effects: [] },
  );
}

/** The row that is selected on the screen that shows. */
export function selected(model: Model): string | undefined {
  return contentOf(model, { width: 78, glyphs }).selected;
}
