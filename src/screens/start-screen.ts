import type { Content, Paper } from './content.ts';
import { listContent } from './list-content.ts';
import type { Model } from './model.ts';
import { textLines } from './text-line.ts';

/** S3: the services come up; once they answer, where. */
export function startContent(model: Model, paper: Paper): Content {
  const addresses = Object.entries(model.run.urls).flatMap(([name, url]) =>
    textLines(name, url, paper.width, paper.glyphs),
  );
  return listContent(model, paper, addresses);
}
