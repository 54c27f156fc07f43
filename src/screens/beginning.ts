import { still, type Update, withView } from './effects.ts';
import { entriesOf, selectedEntry } from './entries.ts';
import { type Model, preselected } from './model.ts';
import { askedUnfinished, choiceOf } from './resume-choice.ts';

/** What the primary key of S1 leads to: a run, or the choice of a profile for a new one. */
export function begun(model: Model): Update {
  const row = selectedEntry(model, entriesOf(model))?.id;
  const unfinished = askedUnfinished(model);
  if (unfinished === undefined) {
    if (row === undefined) return still(model);
    const how = model.unfinished === undefined ? {} : ({ how: 'fresh' } as const);
    return {
      model: withView(selecting(model, row), { begun: true }),
      effects: [{ do: 'begin', profile: row, ...how }],
    };
  }
  const how = choiceOf(row);
  if (how === 'anew') return still(withView(selecting(model, preselected(model)), { anew: true }));
  return {
    model: withView(model, { begun: true }),
    effects: [{ do: 'begin', profile: unfinished.profile, how }],
  };
}

/** Back from the choice of a profile to the question about the unfinished run; nothing lies over the screen. */
export function backToUnfinished(model: Model): Model {
  return withView(selecting(model, preselected(model)), { anew: false });
}

function selecting(model: Model, row: string | undefined): Model {
  if (row === undefined) return model;
  return withView(model, { selected: { ...model.view.selected, welcome: row } });
}
