import type { Glyphs } from './glyphs.ts';
import type { Model } from './model.ts';
import { sizeText } from './quantities.ts';
import { BLANK, type TextLine, textLines, verbatimLines } from './text-line.ts';

/** The details of a file that waits for the seal: why it is there, and its bytes. */
export function fileDetails(model: Model, path: string, width: number, glyphs: Glyphs): readonly TextLine[] {
  const { run, view } = model;
  const file = run.collectors.flatMap(({ files }) => files).find((each) => each.path === path);
  if (file === undefined) return [];
  const write = (label: string, text: string, tone?: TextLine['tone']) =>
    textLines(label, text, width, glyphs, tone);
  const page = view.file?.page;
  const head = [
    ...write('file', path, 'strong'),
    ...write('why', file.why),
    ...write('removed', file.redactions === 0 ? 'nothing' : `${file.redactions} redacted`),
  ];
  if (page?.path !== path) return head;
  const end = page.next ?? page.bytes;
  return [
    ...head,
    ...write('bytes', `${page.offset} to ${end} of ${page.bytes} (${sizeText(page.bytes)})`),
    BLANK,
    ...page.lines.flatMap((line) => verbatimLines(line, width, glyphs)),
  ];
}
