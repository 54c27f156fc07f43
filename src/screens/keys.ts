import type { Key } from 'ink';

/** A key by name; a printable key is the character itself, so `R` is not `r`. */
export type KeyName = string;

const NAMED = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
] as const satisfies readonly (readonly [keyof Key, KeyName])[];

/**
 * The keys of one report of Ink's `useInput`, in the order they were pressed. Keys that arrive in one chunk come as
 * one text (`jj`, `r` and a carriage return), so a text is taken apart again.
 */
export function keysOf(input: string, key: Key): readonly KeyName[] {
  if (key.eventType === 'release') return [];
  if (key.ctrl) return input === 'c' ? ['ctrl+c'] : [];
  if (key.meta && !key.escape) return [];
  const named = NAMED.find(([flag]) => key[flag] === true);
  if (named !== undefined) return [named[1]];
  return Array.from(input, nameOf).filter((name) => name !== '');
}

function nameOf(character: string): KeyName {
  if (character === '\r' || character === '\n') return 'enter';
  if (character === '\u0003') return 'ctrl+c';
  if (character === '\u007f' || character === '\b') return 'backspace';
  return character < ' ' ? '' : character;
}
