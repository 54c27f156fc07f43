import { Text } from 'ink';
import { memo } from 'react';
import { MARGIN } from './frame.ts';
import { styleOf, useTerminal } from './terminal-context.ts';
import { cell } from './text.ts';
import { LABEL_WIDTH, type Tone } from './text-line.ts';

interface LineProps {
  readonly label: string;
  readonly text: string;
  readonly tone: Tone;
}

/** One line of a text, with its label in a column of its own. */
export const Line = memo(function Line({ label, text, tone }: LineProps) {
  const terminal = useTerminal();
  const margin = ' '.repeat(MARGIN);
  return (
    <Text wrap="truncate">
      {margin}
      {label !== '' && (
        <Text {...styleOf('quiet', terminal)}>{cell(label, LABEL_WIDTH, terminal.glyphs)}</Text>
      )}
      <Text {...styleOf(tone, terminal)}>{text === '' ? ' ' : text}</Text>
    </Text>
  );
});

/** `count` empty lines. */
export const Gap = memo(function Gap({ count }: { readonly count: number }) {
  return count < 1 ? null : <Text>{Array.from({ length: count }, () => ' ').join('\n')}</Text>;
});

/** Says how many rows or lines there are beside those that show. */
export const More = memo(function More({ count }: { readonly count: number }) {
  const terminal = useTerminal();
  return <Text {...styleOf('quiet', terminal)}>{`   +${count} more`}</Text>;
});
