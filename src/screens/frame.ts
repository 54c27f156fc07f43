import type { Content, Paper } from './content.ts';
import type { Glyphs } from './glyphs.ts';
import { contentWidth, type Layout, layout } from './layout.ts';
import type { Model } from './model.ts';
import { contentOf } from './screen-content.ts';

/** Empty columns at the left and at the right of everything. */
export const MARGIN = 1;

/** A screen with its lines shared out: all that the view has to draw. */
export interface Frame {
  readonly paper: Paper;
  readonly content: Content;
  readonly layout: Layout;
  /** First line of the text that shows; never so far that empty lines would follow the last one. */
  readonly scroll: number;
  /** Furthest that the text scrolls. */
  readonly furthest: number;
}

/** Lays the model out on its terminal, which must not be smaller than the smallest that has screens. */
export function frameOf(model: Model, glyphs: Glyphs): Frame {
  const { size, overlays, scroll } = model.view;
  const paper: Paper = { width: contentWidth(size.columns) - 2 * MARGIN, glyphs };
  const content = contentOf(model, paper);
  const shares = layout(size.rows, size.columns, content);
  const furthest = content.entries.length > 0 ? 0 : Math.max(0, content.text.length - shares.text);
  const top = overlays.at(-1);
  const wanted = top === undefined ? scroll : top.kind === 'leave' || top.kind === 'export' ? 0 : top.scroll;
  return { paper, content, layout: shares, scroll: Math.min(wanted, furthest), furthest };
}
