import { type Binding, bind, help, moves, scrolls } from './binding.ts';
import { supportCopyOf } from './copy-text.ts';
import { entriesOf, selectedEntry, shownEntries } from './entries.ts';
import { isSealing } from './file-entries.ts';
import { isTooSmall } from './layout.ts';
import { filterOf, isWorking, type Model, screenOf } from './model.ts';
import { copyBinding, overlayBindings } from './overlay-bindings.ts';
import { choices, hasPrimary } from './question-bindings.ts';
import { askedUnfinished, choiceOf, resumeLabel } from './resume-choice.ts';

/** Every binding that is live in the model, in the order of the footer. */
export function bindingsOf(model: Model): readonly Binding[] {
  return [...bindingsOfSurface(model).filter((binding) => canShow(binding, model)), ...interrupts(model)];
}

/** What a terminal that is too small has no place for. */
const NEEDS_ROOM: ReadonlySet<Binding['action']['do']> = new Set([
  'details',
  'help',
  'next-failed',
  'filter',
  'copy',
  'ask-to-export',
  'ask-to-leave',
]);

/** A terminal that is too small shows no list but that of the profiles, and nothing that would lie over it. */
function canShow({ action }: Binding, model: Model): boolean {
  const { size, overlays } = model.view;
  if (overlays.length > 0 || !isTooSmall(size.rows, size.columns)) return true;
  if (action.do === 'move') return screenOf(model) === 'welcome';
  // What asks about one row needs that row to be seen.
  return !NEEDS_ROOM.has(action.do) && !(action.do === 'answer' && action.about !== undefined);
}

function bindingsOfSurface(model: Model): readonly Binding[] {
  const overlay = model.view.overlays.at(-1);
  if (overlay !== undefined) return overlayBindings(overlay, model);
  if (filterOf(model)?.typing === true) return typingBindings();
  switch (screenOf(model)) {
    case 'welcome':
      return [
        bind(['enter'], beginLabel(model), 0, { do: 'begin' }),
        ...(model.view.anew ? [bind(['esc'], 'back', 3, { do: 'back' })] : []),
        ...moves(5),
        help(),
        bind(['q'], 'quit', 2, { do: 'leave' }),
      ];
    case 'done':
      return doneBindings(model);
    default:
      return [
        ...choices(model),
        ...(isSealing(model.run) ? [bind([' '], 'in or out', 2, { do: 'toggle' })] : []),
        ...listBindings(model),
        ...report(model),
        ...exports(model),
        help(),
        ...quit(model),
      ];
  }
}

function beginLabel(model: Model): string {
  if (askedUnfinished(model) === undefined) return 'start preflight';
  return resumeLabel(choiceOf(selectedEntry(model, entriesOf(model))?.id));
}

/** At its end a run may still go on, until it has really ended. */
function doneBindings(model: Model): readonly Binding[] {
  const ended = model.run.finished !== undefined;
  return [
    ...(ended ? [bind(['enter', 'q'], 'leave', 0, { do: 'leave' })] : choices(model)),
    ...report(model).map((binding) => ({ ...binding, rank: 2 })),
    ...copyBinding(model),
    ...(supportCopyOf(model) === undefined
      ? []
      : [bind(['C'], '', 9, { do: 'copy', what: 'support-code' }, 'copy the support code')]),
    ...scrolls(6),
    help(),
  ];
}

/** While a filter is typed, letters are its letters. */
function typingBindings(): readonly Binding[] {
  return [
    bind(['enter'], 'keep the filter', 0, { do: 'keep-filter' }),
    bind(['esc'], 'clear it', 1, { do: 'clear-filter' }),
    bind(['backspace'], '', 9, { do: 'erase' }, 'take the last letter away'),
    bind(['up'], '', 2, { do: 'move', by: -1 }, 'select the row above'),
    bind(['down'], 'select', 2, { do: 'move', by: 1 }, 'select the row below'),
  ];
}

function listBindings(model: Model): readonly Binding[] {
  const entries = shownEntries(model);
  const filter = filterOf(model);
  const opens = isSealing(model.run) ? 'open' : 'details';
  return [
    ...(filter === undefined ? [] : [bind(['esc'], 'clear filter', 1, { do: 'clear-filter' })]),
    ...moves(6),
    ...(entries.length === 0
      ? []
      : [bind(hasPrimary(model) ? ['l'] : ['enter', 'l'], opens, 4, { do: 'details' })]),
    ...(entriesOf(model).length === 0
      ? []
      : [bind(['/'], 'filter', 6, { do: 'filter' }, 'show only rows with these words')]),
    ...(entries.some(({ mark }) => mark === 'fail')
      ? [bind(['f'], 'next failed', 8, { do: 'next-failed' }, 'select the next row that failed')]
      : []),
    ...copyBinding(model),
  ];
}

/** The page of the report is written with the evidence. */
function report({ run }: Model): readonly Binding[] {
  if (!run.artifacts.some(({ kind }) => kind === 'evidence')) return [];
  return [bind(['o'], 'open report', 7, { do: 'open-report' }, 'open the report in the browser')];
}

/** A gate brings its own way to the bundle; anything else that goes on can be left for it. */
function exports(model: Model): readonly Binding[] {
  const { run, view } = model;
  const isOffered = run.question?.choices.some(({ value }) => value === 'bundle') === true;
  const canLeave = run.current !== undefined && run.current !== 'bundle' && view.begun;
  const ends = run.finished !== undefined || view.interrupts > 0 || view.exporting;
  if (isOffered || !canLeave || ends || run.run?.steps.includes('bundle') !== true) return [];
  return [bind(['e'], 'export bundle', 5, { do: 'ask-to-export' }, 'stop what runs, and write the bundle')];
}

/** A question brings its own way out. */
function quit(model: Model): readonly Binding[] {
  if (!isWorking(model) || model.view.interrupts > 0) return [];
  return [bind(['q'], 'quit', 3, { do: 'ask-to-leave' })];
}

function interrupts({ run, view }: Model): readonly Binding[] {
  const forces = view.interrupts > 0 && run.finished === undefined;
  const ends = run.finished !== undefined || run.concluded !== undefined;
  const meaning = forces ? '' : ends ? 'leave' : 'stop the run; twice does not wait for it';
  return [bind(['ctrl+c'], forces ? 'stop at once' : '', 0, { do: 'interrupt' }, meaning)];
}
