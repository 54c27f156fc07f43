import type { RunState } from '../steps/run-state.ts';
import type { Content, Paper } from './content.ts';
import { isSealing, missingParts, sealSummary } from './file-entries.ts';
import { listContent } from './list-content.ts';
import type { Model } from './model.ts';
import { sizeText } from './quantities.ts';
import { textLines } from './text-line.ts';

/** S5: the collectors; the files before they are sealed; and what was written. */
export function bundleContent(model: Model, paper: Paper): Content {
  if (isSealing(model.run)) {
    const missing = missingParts(model.run);
    const { tally: _none, ...content } = listContent(model, paper, [
      ...(missing === undefined ? [] : textLines('missing', missing, paper.width, paper.glyphs)),
      ...textLines('would seal', sealSummary(model.run), paper.width, paper.glyphs),
    ]);
    return content;
  }
  const bundle = model.run.artifacts.findLast((artifact) => artifact.kind === 'bundle');
  if (bundle === undefined) {
    const { bundling } = model.run;
    return listContent(
      model,
      paper,
      bundling === undefined ? [] : textLines('now', stageText(bundling), paper.width, paper.glyphs, 'quiet'),
    );
  }
  return listContent(model, paper, [
    ...textLines('bundle', bundle.path, paper.width, paper.glyphs),
    ...textLines('size', sizeText(bundle.bytes), paper.width, paper.glyphs),
    ...textLines('sha256', bundle.sha256, paper.width, paper.glyphs, 'quiet'),
  ]);
}

function stageText({ stage, done, of }: NonNullable<RunState['bundling']>): string {
  return of > 1 ? `${stage}, ${done} of ${of}` : stage;
}
