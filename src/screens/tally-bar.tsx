import { Text } from 'ink';
import { memo } from 'react';
import type { Tally } from './entry.ts';
import type { Glyphs } from './glyphs.ts';
import { styleOf, useTerminal } from './terminal-context.ts';
import { columnsOf } from './text.ts';

/** The marks of a bar. */
export interface BarText {
  readonly done: string;
  readonly left: string;
}

/**
 * A progress bar as text; full only when everything is done, empty only when nothing is.
 * @param width columns
 */
export function barText({ done, of }: Tally, width: number, glyphs: Glyphs): BarText {
  if (of > 0 && done >= of) return { done: glyphs.barDone.repeat(width), left: '' };
  const filled =
    of === 0 || done === 0 ? 0 : Math.max(1, Math.min(width - 1, Math.floor((width * done) / of)));
  if (filled === 0) return { done: '', left: glyphs.barLeft.repeat(width) };
  return {
    done: glyphs.barDone.repeat(filled),
    left: glyphs.barEdge + glyphs.barLeft.repeat(width - filled - 1),
  };
}

/** How far a list has come: a bar and the same in words. */
export const TallyBar = memo(function TallyBar({
  of,
  done,
  failed,
  width,
}: Tally & { readonly width: number }) {
  const terminal = useTerminal();
  const words = `   ${done} of ${of}${failed === 0 ? '' : `   ${failed} failed`}`;
  const bar = barText({ of, done, failed }, Math.max(1, width - columnsOf(words) - 4), terminal.glyphs);
  return (
    <Text wrap="truncate">
      {'   '}
      <Text {...styleOf(failed === 0 ? 'good' : 'bad', terminal)}>{bar.done}</Text>
      <Text {...styleOf('quiet', terminal)}>{bar.left}</Text>
      {words}
    </Text>
  );
});
