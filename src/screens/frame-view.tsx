import { Box, Text } from 'ink';
import { bindingsOf } from './bindings.ts';
import { EntryList } from './entry-list.tsx';
import { footerText } from './footer-text.ts';
import { type Frame, MARGIN } from './frame.ts';
import { Header } from './header.tsx';
import { Gap, Line, More } from './line-view.tsx';
import type { Model } from './model.ts';
import { TallyBar } from './tally-bar.tsx';
import { styleOf, useTerminal } from './terminal-context.ts';
import type { TextLine } from './text-line.ts';

interface FrameViewProps {
  readonly model: Model;
  readonly frame: Frame;
  elapsed(): number;
}

/** Draws a frame: the parts of the content in their order, each as high as the layout says. */
export function FrameView({ model, frame, elapsed }: FrameViewProps) {
  const terminal = useTerminal();
  const { content, layout, scroll, paper } = frame;
  const { width, gaps } = layout;
  const below = frame.furthest - scroll;
  return (
    <Box flexDirection="column" height={layout.height}>
      <Header model={model} width={width} elapsed={elapsed} />
      <Gap count={gaps.head} />
      <Lines lines={content.text.slice(scroll, scroll + layout.text)} />
      <Gap count={gaps.text} />
      <EntryList list={layout.list} entries={content.entries} selected={content.selected} width={width} />
      <Gap count={gaps.facts} />
      <Lines lines={content.facts.slice(0, layout.facts)} />
      <Box flexGrow={1} />
      {below > 0 && gaps.foot > 0 ? <More count={below} /> : <Gap count={gaps.foot} />}
      {layout.tally > 0 && content.tally !== undefined && <TallyBar {...content.tally} width={width} />}
      <Lines lines={content.filter.slice(0, layout.filter)} />
      <Lines lines={content.notice.slice(0, layout.notice)} />
      <Lines lines={content.question.slice(0, layout.question)} />
      <Text wrap="truncate" {...styleOf('quiet', terminal)}>
        {' '.repeat(MARGIN)}
        {footerText(bindingsOf(model), paper.width, paper.glyphs)}
      </Text>
    </Box>
  );
}

function Lines({ lines }: { readonly lines: readonly TextLine[] }) {
  const placed = lines.map((line, place) => ({ ...line, place }));
  return placed.map(({ place, label, text, tone }) => (
    <Line key={place} label={label} text={text} tone={tone} />
  ));
}
