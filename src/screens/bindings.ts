import type { Question } from '../steps/events.ts';
import { isSealing } from './file-entries.ts';
import type { KeyName } from './keys.ts';
import { isTooSmall } from './layout.ts';
import { logServiceOf } from './log-service.ts';
import { isWorking, type Model, type Overlay, screenOf } from './model.ts';

/** What a key does. */
export type Action =
  | { readonly do: 'move'; readonly by: number }
  | { readonly do: 'scroll'; readonly to: 'up' | 'down' | 'page-up' | 'page-down' | 'top' | 'bottom' }
  | { readonly do: 'details' }
  | { readonly do: 'help' }
  | { readonly do: 'read-log' }
  | { readonly do: 'turn-page'; readonly by: 1 | -1 }
  | { readonly do: 'toggle' }
  | { readonly do: 'back' }
  | { readonly do: 'begin' }
  | { readonly do: 'answer'; readonly value: string; readonly quits: boolean }
  | { readonly do: 'ask-to-leave' }
  | { readonly do: 'interrupt' }
  | { readonly do: 'leave' };

/** Keys that do something now. The footer and the help are made of these, so they cannot drift from the keys. */
export interface Binding {
  readonly keys: readonly KeyName[];
  /** What it does, in the footer; an empty one is not shown. */
  readonly label: string;
  /** What it does, in the help, where the label alone would say too little. */
  readonly meaning: string;
  /** The footer drops the highest first when there is no room. */
  readonly rank: number;
  readonly action: Action;
}

/** Every binding that is live in the model, in the order of the footer. */
export function bindingsOf(model: Model): readonly Binding[] {
  return [...bindingsOfSurface(model).filter((binding) => canShow(binding, model)), ...interrupts(model)];
}

/** A terminal that is too small has no place for a list, but that of the profiles, or for what would lie over it. */
function canShow({ action }: Binding, model: Model): boolean {
  const { size, overlays } = model.view;
  if (overlays.length > 0 || !isTooSmall(size.rows, size.columns)) return true;
  if (action.do === 'move') return screenOf(model) === 'welcome';
  return action.do !== 'details' && action.do !== 'help';
}

function bindingsOfSurface(model: Model): readonly Binding[] {
  const overlay = model.view.overlays.at(-1);
  if (overlay !== undefined) return overlayBindings(overlay, model);
  switch (screenOf(model)) {
    case 'welcome':
      return [
        bind(['enter'], 'start preflight', 0, { do: 'begin' }),
        ...moves(5),
        help(),
        bind(['q'], 'quit', 2, { do: 'leave' }),
      ];
    case 'done':
      return [bind(['enter', 'q'], 'leave', 0, { do: 'leave' }), ...scrolls(), help()];
    default:
      return [
        ...choices(model.run.question),
        ...(isSealing(model.run) ? [bind([' '], 'in or out', 2, { do: 'toggle' })] : []),
        ...listBindings(model),
        help(),
        ...quit(model),
      ];
  }
}

function overlayBindings(overlay: Overlay, model: Model): readonly Binding[] {
  switch (overlay.kind) {
    case 'leave':
      return [
        bind(['y'], 'stop the run', 0, { do: 'interrupt' }),
        bind(['n', 'esc', 'q'], 'keep it running', 1, { do: 'back' }),
      ];
    case 'help':
      return [bind(['esc', '?', 'q'], 'back', 0, { do: 'back' }), ...scrolls()];
    case 'details':
      if (isSealing(model.run)) return fileBindings(model);
      return [
        bind(['esc', 'q'], 'back', 0, { do: 'back' }),
        ...scrolls(),
        ...(logServiceOf(model, overlay.id) === undefined
          ? []
          : [bind(['l'], 'read log again', 6, { do: 'read-log' })]),
        bind(['?'], '', 9, { do: 'help' }, 'these keys'),
        ...choices(model.run.question)
          .filter((choice) => !choice.keys.some((key) => RESERVED.has(key)))
          .map((choice) => ({ ...choice, rank: choice.rank + 1 })),
      ];
  }
}

/** Keys over an opened file of the bundle. What seals it is not among them: the list shows what would be sealed. */
function fileBindings({ view }: Model): readonly Binding[] {
  const { page, before } = view.file ?? { page: undefined, before: [] };
  return [
    bind(['esc', 'q'], 'back', 0, { do: 'back' }),
    ...scrolls(),
    ...(page?.next === undefined ? [] : [bind([']'], 'next part', 2, { do: 'turn-page', by: 1 })]),
    ...(before.length === 0 ? [] : [bind(['['], 'part before', 3, { do: 'turn-page', by: -1 })]),
  ];
}

/** Keys that the details need for themselves; the other choices of a question stay live there. */
const RESERVED: ReadonlySet<KeyName> = new Set(['enter', 'q', 'l', 'g', 'G', 'j', 'k']);

/** The choices of a question. One without a key of its own is the primary action. */
function choices(question: Question | undefined): readonly Binding[] {
  if (question === undefined) return [];
  const primary = question.choices.find((choice) => choice.key === undefined);
  return question.choices.flatMap((choice) => {
    const key = choice === primary ? 'enter' : choice.key;
    if (key === undefined) return [];
    const action: Action = { do: 'answer', value: choice.value, quits: key === 'q' };
    const rank = key === 'q' ? 3 : choice === primary ? 0 : 1;
    return [bind([key], lowerFirst(choice.label), rank, action)];
  });
}

function listBindings(model: Model): readonly Binding[] {
  const primary = model.run.question?.choices.some((choice) => choice.key === undefined) === true;
  return [
    ...moves(6),
    bind(primary ? ['l'] : ['enter', 'l'], isSealing(model.run) ? 'open' : 'details', 4, { do: 'details' }),
  ];
}

function moves(rank: number): readonly Binding[] {
  return [
    bind(['up', 'k'], '', rank, { do: 'move', by: -1 }, 'select the row above'),
    bind(['down', 'j'], 'select', rank, { do: 'move', by: 1 }, 'select the row below'),
    bind(['pageup'], '', 9, { do: 'move', by: -10 }, 'ten rows up'),
    bind(['pagedown'], '', 9, { do: 'move', by: 10 }, 'ten rows down'),
    bind(['g', 'home'], '', 9, { do: 'move', by: Number.NEGATIVE_INFINITY }, 'first row'),
    bind(['G', 'end'], '', 9, { do: 'move', by: Number.POSITIVE_INFINITY }, 'last row'),
  ];
}

function scrolls(): readonly Binding[] {
  return [
    bind(['up', 'k'], '', 1, { do: 'scroll', to: 'up' }, 'a line up'),
    bind(['down', 'j'], 'scroll', 1, { do: 'scroll', to: 'down' }, 'a line down'),
    bind(['pageup'], '', 9, { do: 'scroll', to: 'page-up' }, 'a page up'),
    bind(['pagedown', ' '], '', 9, { do: 'scroll', to: 'page-down' }, 'a page down'),
    bind(['g', 'home'], '', 9, { do: 'scroll', to: 'top' }, 'first line'),
    bind(['G', 'end'], '', 9, { do: 'scroll', to: 'bottom' }, 'last line'),
  ];
}

function help(): Binding {
  return bind(['?'], 'help', 4, { do: 'help' });
}

/** A question brings its own way out. */
function quit(model: Model): readonly Binding[] {
  if (!isWorking(model) || model.view.interrupts > 0) return [];
  return [bind(['q'], 'quit', 3, { do: 'ask-to-leave' })];
}

function interrupts({ run, view }: Model): readonly Binding[] {
  const forces = view.interrupts > 0 && run.finished === undefined;
  const meaning = forces ? '' : 'stop the run; twice does not wait for it';
  return [bind(['ctrl+c'], forces ? 'stop at once' : '', 0, { do: 'interrupt' }, meaning)];
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function bind(
  keys: readonly KeyName[],
  label: string,
  rank: number,
  action: Action,
  meaning = label,
): Binding {
  return { keys, label, meaning, rank, action };
}
