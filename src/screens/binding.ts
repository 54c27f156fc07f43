import type { KeyName } from './keys.ts';

/** What a key does. */
export type Action =
  | { readonly do: 'move'; readonly by: number }
  | { readonly do: 'next-failed' }
  | { readonly do: 'scroll'; readonly to: 'up' | 'down' | 'page-up' | 'page-down' | 'top' | 'bottom' }
  | { readonly do: 'details' }
  | { readonly do: 'help' }
  | { readonly do: 'read-log' }
  | { readonly do: 'calls' }
  | { readonly do: 'turn-call'; readonly by: 1 | -1 }
  | { readonly do: 'turn-page'; readonly by: 1 | -1 }
  | { readonly do: 'toggle' }
  | { readonly do: 'filter' | 'erase' | 'keep-filter' | 'clear-filter' }
  | { readonly do: 'copy'; readonly what: 'subject' | 'support-code' }
  | { readonly do: 'open-report' }
  | { readonly do: 'back' }
  | { readonly do: 'begin' }
  | { readonly do: 'answer'; readonly value: string; readonly quits: boolean; readonly about?: 'check' }
  | { readonly do: 'ask-to-leave' }
  | { readonly do: 'ask-to-export' }
  | { readonly do: 'export' }
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

/** Makes a binding; what it does is told in the help as in the footer, unless `meaning` says more. */
export function bind(
  keys: readonly KeyName[],
  label: string,
  rank: number,
  action: Action,
  meaning = label,
): Binding {
  return { keys, label, meaning, rank, action };
}

/** Keys that move the selection of a list. */
export function moves(rank: number): readonly Binding[] {
  return [
    bind(['up', 'k'], '', rank, { do: 'move', by: -1 }, 'select the row above'),
    bind(['down', 'j'], 'select', rank, { do: 'move', by: 1 }, 'select the row below'),
    bind(['pageup'], '', 9, { do: 'move', by: -10 }, 'ten rows up'),
    bind(['pagedown'], '', 9, { do: 'move', by: 10 }, 'ten rows down'),
    bind(['g', 'home'], '', 9, { do: 'move', by: Number.NEGATIVE_INFINITY }, 'first row'),
    bind(['G', 'end'], '', 9, { do: 'move', by: Number.POSITIVE_INFINITY }, 'last row'),
  ];
}

/** Keys that scroll a text. */
export function scrolls(rank = 1): readonly Binding[] {
  return [
    bind(['up', 'k'], '', rank, { do: 'scroll', to: 'up' }, 'a line up'),
    bind(['down', 'j'], 'scroll', rank, { do: 'scroll', to: 'down' }, 'a line down'),
    bind(['pageup'], '', 9, { do: 'scroll', to: 'page-up' }, 'a page up'),
    bind(['pagedown', ' '], '', 9, { do: 'scroll', to: 'page-down' }, 'a page down'),
    bind(['g', 'home'], '', 9, { do: 'scroll', to: 'top' }, 'first line'),
    bind(['G', 'end'], '', 9, { do: 'scroll', to: 'bottom' }, 'last line'),
  ];
}

/** The key that opens the help. */
export function help(): Binding {
  return bind(['?'], 'help', 4, { do: 'help' }, 'these keys');
}
