import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { keysOf } from '../../src/screens/keys.ts';

const NO_KEY: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

test.each([
  ['', { downArrow: true }, ['down']],
  ['', { pageUp: true }, ['pageup']],
  ['\r', { return: true }, ['enter']],
  ['', { escape: true, meta: true }, ['esc']],
  ['c', { ctrl: true }, ['ctrl+c']],
  ['d', { ctrl: true }, []],
  ['f', { meta: true }, []],
  ['R', { shift: true }, ['R']],
  ['jjl', {}, ['j', 'j', 'l']],
  ['jj\r', {}, ['j', 'j', 'enter']],
  ['ab\u007f\u0001', {}, ['a', 'b', 'backspace']],
  ['', { delete: true }, ['backspace']],
  ['q', { eventType: 'release' }, []],
] as const)('%j with %j is %j', (input, flags, expected) => {
  expect(keysOf(input, { ...NO_KEY, ...flags })).toEqual(expected);
});
