import type { Binding } from './binding.ts';
import type { Glyphs } from './glyphs.ts';
import type { KeyName } from './keys.ts';
import { columnsOf } from './text.ts';

const GAP = '  ';

/** A key as the footer and the help write it. */
export function keyText(key: KeyName, glyphs: Glyphs): string {
  switch (key) {
    case 'enter':
      return glyphs.enter;
    case 'up':
      return glyphs.ascii ? 'up' : '↑';
    case 'down':
      return glyphs.ascii ? 'down' : '↓';
    case 'pageup':
      return 'PgUp';
    case 'pagedown':
      return 'PgDn';
    case 'ctrl+c':
      return 'Ctrl+C';
    case ' ':
      return 'space';
    default:
      return key;
  }
}

/**
 * The one line that names the keys, made of the bindings that are live.
 * @param width columns; what does not fit is dropped, the highest rank first, the last of equals first
 */
export function footerText(bindings: readonly Binding[], width: number, glyphs: Glyphs): string {
  const entries = bindings
    .filter((binding) => binding.label !== '')
    .map((binding) => ({ rank: binding.rank, text: `${footerKey(binding, glyphs)} ${binding.label}` }));
  while (entries.length > 1 && columnsOf(entries.map(({ text }) => text).join(GAP)) > width) {
    const highest = Math.max(...entries.map(({ rank }) => rank));
    entries.splice(
      entries.findLastIndex(({ rank }) => rank === highest),
      1,
    );
  }
  return entries.map(({ text }) => text).join(GAP);
}

/** A pair of directions is named as one. */
function footerKey({ keys }: Binding, glyphs: Glyphs): string {
  return keys[0] === 'down' ? glyphs.upDown : keyText(keys[0] ?? '', glyphs);
}
