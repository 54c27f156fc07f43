import { bundleContent } from './bundle-screen.ts';
import { callDetails } from './call-details.ts';
import { type Content, NO_CONTENT, type Paper } from './content.ts';
import { detailsOf } from './details.ts';
import { doneContent } from './done-screen.ts';
import { helpContent } from './help-screen.ts';
import { listContent } from './list-content.ts';
import { type Model, screenOf } from './model.ts';
import { noticeOf } from './notice.ts';
import { startContent } from './start-screen.ts';
import { textLines } from './text-line.ts';
import { welcomeContent } from './welcome-screen.ts';

/** What the model shows: the screen of the run, or what lies over it. */
export function contentOf(model: Model, paper: Paper): Content {
  const overlay = model.view.overlays.at(-1);
  switch (overlay?.kind) {
    case 'help':
      return helpContent(model, paper);
    case 'details':
      return {
        ...NO_CONTENT,
        text: detailsOf(model, overlay.id, paper.width, paper.glyphs),
        notice: noticeOf(model, paper),
      };
    case 'call':
      return {
        ...NO_CONTENT,
        text: callDetails(model, paper.width, paper.glyphs),
        notice: noticeOf(model, paper),
      };
    case 'leave':
      return { ...screenContent(model, paper), question: leaveQuestion(paper) };
    case 'export':
      return { ...screenContent(model, paper), question: exportQuestion(paper) };
    case undefined:
      return screenContent(model, paper);
  }
}

function screenContent(model: Model, paper: Paper): Content {
  switch (screenOf(model)) {
    case 'welcome':
      return welcomeContent(model, paper);
    case 'preflight':
    case 'proof':
      return listContent(model, paper);
    case 'start':
      return startContent(model, paper);
    case 'bundle':
      return bundleContent(model, paper);
    case 'done':
      return doneContent(model, paper);
  }
}

function exportQuestion({ width, glyphs }: Paper): Content['question'] {
  const text = 'Stop what runs, and write the bundle now? A stack that was started keeps running.';
  return textLines('', text, width, glyphs, 'strong');
}

function leaveQuestion({ width, glyphs }: Paper): Content['question'] {
  return textLines('', 'Stop the run? A stack that was started keeps running.', width, glyphs, 'strong');
}
