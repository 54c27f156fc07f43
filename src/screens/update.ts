import { backToUnfinished, begun } from './beginning.ts';
import type { Action } from './binding.ts';
import { bindingsOf } from './bindings.ts';
import { checkEntry } from './check-entries.ts';
import { copyTextOf, supportCopyOf } from './copy-text.ts';
import { type Message, still, type Update, withOverlay, withView } from './effects.ts';
import { checkOf } from './entries.ts';
import { extended, isLetter, shortened } from './filter.ts';
import { frameOf } from './frame.ts';
import type { Glyphs } from './glyphs.ts';
import { MARK_TONES } from './mark-tones.ts';
import { filterOf, type Model, screenOf, type View } from './model.ts';
import { moved, movedToFailed, scrolled } from './moving.ts';
import { durationText } from './quantities.ts';
import { openCalls, openDetails, readLog, toggle, turnCall, turnPage } from './reading.ts';
import { subjectOf } from './subject.ts';

/** Exit codes from here on mean that a signal ended the run; nobody is there to read S6. */
const SIGNALLED = 128;

/**
 * The one place where the wizard changes. Pure: several keys from one chunk are applied one after the other, each to
 * what the one before it left, whether or not a frame was drawn between them.
 */
export function update(model: Model, message: Message, glyphs: Glyphs): Update {
  switch (message.type) {
    case 'key':
      return pressed(withoutSaid(model), message.key, glyphs);
    case 'paste': {
      const filter = filterOf(model);
      return filter?.typing === true
        ? still(withFilter(model, extended(filter, message.text)))
        : still(model);
    }
    case 'run':
      return runChanged(model, message.run);
    case 'log':
      return model.view.log?.service === message.log.service
        ? still(withView(model, { log: message.log }))
        : still(model);
    case 'file':
      return still(withView(model, { file: message.file }));
    case 'said':
      return still(withView(model, { said: message.said }));
    case 'size':
      return still(withView(model, { size: message.size }));
  }
}

function pressed(model: Model, key: string, glyphs: Glyphs): Update {
  const filter = filterOf(model);
  const isTyping = filter?.typing === true && model.view.overlays.length === 0;
  if (isTyping && isLetter(key)) return still(withFilter(model, extended(filter, key)));
  const binding = bindingsOf(model).find((each) => each.keys.includes(key));
  return binding === undefined ? still(model) : act(model, binding.action, glyphs);
}

function act(model: Model, action: Action, glyphs: Glyphs): Update {
  const { view } = model;
  const filter = filterOf(model);
  switch (action.do) {
    case 'move':
      return still(moved(model, action.by, frameOf(model, glyphs)));
    case 'next-failed':
      return still(movedToFailed(model, frameOf(model, glyphs)));
    case 'scroll':
      return still(scrolled(model, action.to, frameOf(model, glyphs)));
    case 'help':
      return still(withOverlay(model, { kind: 'help', scroll: 0 }));
    case 'details':
      return openDetails(model, frameOf(model, glyphs).content.selected);
    case 'read-log':
      return readLog(model);
    case 'calls':
      return openCalls(model);
    case 'turn-call':
      return turnCall(model, action.by);
    case 'turn-page':
      return turnPage(model, action.by);
    case 'toggle':
      return toggle(model, frameOf(model, glyphs).content.selected);
    case 'filter':
      return still(withFilter(model, { screen: screenOf(model), text: filter?.text ?? '', typing: true }));
    case 'erase':
      return filter === undefined ? still(model) : still(withFilter(model, shortened(filter)));
    case 'keep-filter':
      return still(withFilter(model, filter?.text.trim() ? { ...filter, typing: false } : undefined));
    case 'clear-filter':
      return still(withFilter(model, undefined));
    case 'copy':
      return copy(model, action.what);
    case 'open-report': {
      const said = { tone: 'quiet', text: 'The report is being opened in the browser.' } as const;
      return { model: withView(model, { said }), effects: [{ do: 'open-report' }] };
    }
    case 'back':
      if (view.overlays.length === 0) return still(backToUnfinished(model));
      return still(withView(model, { overlays: view.overlays.slice(0, -1) }));
    case 'ask-to-leave':
      return still(withOverlay(model, { kind: 'leave' }));
    case 'ask-to-export':
      return still(withOverlay(model, { kind: 'export' }));
    case 'export':
      return {
        model: withView(model, { exporting: true, overlays: [] }),
        effects: [{ do: 'export-bundle' }],
      };
    case 'begin':
      return begun(model);
    case 'answer':
      return answer(model, action);
    case 'interrupt':
      return interrupt(model);
    case 'leave':
      return { model: withView(model, { leaving: true }), effects: [{ do: 'leave' }] };
  }
}

function answer(model: Model, { value, quits, about }: Extract<Action, { do: 'answer' }>): Update {
  const { question } = model.run;
  const subject = about === undefined ? undefined : subjectOf(model);
  if (question === undefined || (about !== undefined && subject === undefined)) return still(model);
  const { question: _answered, ...run } = model.run;
  const leaving = model.view.leaving || quits;
  // The question is gone at once, so that a second key of the same chunk cannot answer it again.
  const again = subject === undefined ? {} : { again: subject };
  const next = withView({ ...model, run }, { leaving, overlays: [], ...again });
  const named = subject === undefined ? {} : { subject };
  return { model: next, effects: [{ do: 'answer', question: question.id, value, ...named }] };
}

function copy(model: Model, wanted: Extract<Action, { do: 'copy' }>['what']): Update {
  const copied = wanted === 'subject' ? copyTextOf(model, subjectOf(model)) : supportCopyOf(model);
  if (copied === undefined) return still(model);
  const { what, text } = copied;
  const said = {
    tone: 'good',
    text: `${what} copied, if the terminal allows it:`,
    exact: text,
  } as const;
  return { model: withView(model, { said }), effects: [{ do: 'copy', text }] };
}

/** Before the run and after it Ctrl+C leaves. During it the first one stops the run, the second does not wait for it. */
function interrupt(model: Model): Update {
  const { view, run } = model;
  const next = withView(model, { interrupts: view.interrupts + 1, overlays: [] });
  if (!view.begun || run.finished !== undefined) return { model: next, effects: [{ do: 'leave' }] };
  const forces = view.interrupts > 0;
  return { model: next, effects: forces ? [{ do: 'cancel' }, { do: 'leave' }] : [{ do: 'cancel' }] };
}

function runChanged(before: Model, run: Model['run']): Update {
  const model = { ...before, run };
  const { view } = model;
  // A question, or the bundle itself: the step made way, or it had ended before it was told to.
  const exporting = view.exporting && run.question === undefined && run.current !== 'bundle';
  const filter = filterOf(model);
  const next = withFilter(withView(model, { exporting }), filter);
  if (run.finished === undefined) return still(ranAgain(next));
  // A run that had come to its end was on S6 already, and was left there or ended from outside.
  const seen = before.run.concluded !== undefined;
  const leaves = seen || view.leaving || view.interrupts > 0 || run.finished.exitCode >= SIGNALLED;
  const overlays = view.overlays.filter((overlay) => overlay.kind === 'help');
  return { model: withView(next, { overlays }), effects: leaves ? [{ do: 'leave' }] : [] };
}

/** Tells how the check that was run again by itself has ended: its row may look as before. */
function ranAgain(model: Model): Model {
  const { again, ...view } = model.view;
  const check = again === undefined ? undefined : checkOf(model.run, 'proof', again);
  if (model.run.question === undefined || check?.result === undefined) return model;
  const { mark = 'wait', word } = checkEntry(check);
  const took = durationText(check.result.latencyMs);
  return {
    ...model,
    view: { ...view, said: { tone: MARK_TONES[mark], text: `${again} ran again: ${word}, ${took}.` } },
  };
}

function withoutSaid(model: Model): Model {
  if (model.view.said === undefined) return model;
  const { said: _said, ...view } = model.view;
  return { ...model, view };
}

function withFilter(model: Model, filter: View['filter']): Model {
  const { filter: _before, ...view } = model.view;
  return { ...model, view: { ...view, ...(filter === undefined ? {} : { filter }) } };
}
