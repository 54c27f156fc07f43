import type { Content, Paper } from './content.ts';
import { listContent } from './list-content.ts';
import type { Model } from './model.ts';
import { sizeText } from './quantities.ts';
import { textLines } from './text-line.ts';

/** S5: the collectors, and what they wrote. */
export function bundleContent(model: Model, paper: Paper): Content {
  const bundle = model.run.artifacts.findLast((artifact) => artifact.kind === 'bundle');
  if (bundle === undefined) return listContent(model, paper);
  return listContent(model, paper, [
    ...textLines('bundle', bundle.path, paper.width, paper.glyphs),
    ...textLines('size', sizeText(bundle.bytes), paper.width, paper.glyphs),
    ...textLines('sha256', bundle.sha256, paper.width, paper.glyphs, 'quiet'),
  ]);
}
