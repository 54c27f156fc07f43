import type { RunState } from '../steps/run-state.ts';
import { type Action, bindingsOf } from './bindings.ts';
import { isSealing } from './file-entries.ts';
import { type Frame, frameOf } from './frame.ts';
import type { Glyphs } from './glyphs.ts';
import type { KeyName } from './keys.ts';
import { logServiceOf } from './log-service.ts';
import {
  type Model,
  type OpenFile,
  type Overlay,
  type ReadLog,
  type ScreenId,
  type Size,
  screenOf,
  type View,
} from './model.ts';

/** Something that happened to the wizard. */
export type Message =
  | { readonly type: 'key'; readonly key: KeyName }
  | { readonly type: 'run'; readonly run: RunState }
  | { readonly type: 'log'; readonly log: ReadLog }
  | { readonly type: 'file'; readonly file: OpenFile }
  | { readonly type: 'size'; readonly size: Size };

/** Something that the wizard wants done; the store does it through the run port. */
export type Effect =
  | { readonly do: 'begin'; readonly profile: string }
  | { readonly do: 'answer'; readonly question: string; readonly value: string }
  | { readonly do: 'cancel' }
  | { readonly do: 'read-log'; readonly service: string }
  | {
      readonly do: 'read-file';
      readonly path: string;
      readonly offset: number;
      readonly before: readonly number[];
    }
  | { readonly do: 'select-file'; readonly path: string; readonly included: boolean }
  | { readonly do: 'leave' };

/** What a message leads to. */
export interface Update {
  readonly model: Model;
  readonly effects: readonly Effect[];
}

/** Exit codes from here on mean that a signal ended the run; nobody is there to read S6. */
const SIGNALLED = 128;

/**
 * The one place where the wizard changes. Pure: several keys from one chunk are applied one after the other, each to
 * what the one before it left, whether or not a frame was drawn between them.
 */
export function update(model: Model, message: Message, glyphs: Glyphs): Update {
  switch (message.type) {
    case 'key': {
      const binding = bindingsOf(model).find((each) => each.keys.includes(message.key));
      return binding === undefined ? still(model) : act(model, binding.action, glyphs);
    }
    case 'run':
      return runChanged({ ...model, run: message.run });
    case 'log':
      return model.view.log?.service === message.log.service
        ? still(withView(model, { log: message.log }))
        : still(model);
    case 'file':
      return still(withView(model, { file: message.file }));
    case 'size':
      return still(withView(model, { size: message.size }));
  }
}

function act(model: Model, action: Action, glyphs: Glyphs): Update {
  const { view, run } = model;
  switch (action.do) {
    case 'move':
      return still(move(model, action.by, frameOf(model, glyphs)));
    case 'scroll':
      return still(scroll(model, action.to, frameOf(model, glyphs)));
    case 'help':
      return still(open(model, { kind: 'help', scroll: 0 }));
    case 'details':
      return openDetails(model, glyphs);
    case 'read-log':
      return readLog(model);
    case 'turn-page':
      return turnPage(model, action.by);
    case 'toggle':
      return toggle(model, frameOf(model, glyphs).content.selected);
    case 'back':
      return still(withView(model, { overlays: view.overlays.slice(0, -1) }));
    case 'ask-to-leave':
      return still(open(model, { kind: 'leave' }));
    case 'begin': {
      const profile = view.selected.welcome;
      if (profile === undefined) return still(model);
      return { model: withView(model, { begun: true }), effects: [{ do: 'begin', profile }] };
    }
    case 'answer': {
      const { question } = run;
      if (question === undefined) return still(model);
      const { question: _answered, ...rest } = run;
      // The question is gone at once, so that a second key of the same chunk cannot answer it again.
      const next = withView({ ...model, run: rest }, { leaving: view.leaving || action.quits, overlays: [] });
      return { model: next, effects: [{ do: 'answer', question: question.id, value: action.value }] };
    }
    case 'interrupt':
      return interrupt(model);
    case 'leave':
      return { model: withView(model, { leaving: true }), effects: [{ do: 'leave' }] };
  }
}

/** Before the run and after it Ctrl+C leaves. During it the first one stops the run, the second does not wait for it. */
function interrupt(model: Model): Update {
  const { view, run } = model;
  const next = withView(model, { interrupts: view.interrupts + 1, overlays: [] });
  if (!view.begun || run.finished !== undefined) return { model: next, effects: [{ do: 'leave' }] };
  const forces = view.interrupts > 0;
  return { model: next, effects: forces ? [{ do: 'cancel' }, { do: 'leave' }] : [{ do: 'cancel' }] };
}

function runChanged(model: Model): Update {
  const { view, run } = model;
  if (run.finished === undefined) return still(model);
  const leaves = view.leaving || view.interrupts > 0 || run.finished.exitCode >= SIGNALLED;
  const overlays = view.overlays.filter((overlay) => overlay.kind === 'help');
  return { model: withView(model, { overlays }), effects: leaves ? [{ do: 'leave' }] : [] };
}

function openDetails(model: Model, glyphs: Glyphs): Update {
  const id = frameOf(model, glyphs).content.selected;
  if (id === undefined) return still(model);
  const { log: _log, file: _file, ...view } = model.view;
  const selected = { ...view.selected, [screenOf(model)]: id } satisfies Partial<Record<ScreenId, string>>;
  const next = open({ ...model, view: { ...view, selected } }, { kind: 'details', id, scroll: 0 });
  if (!isSealing(model.run)) return readLog(next);
  return { model: next, effects: [{ do: 'read-file', path: id, offset: 0, before: [] }] };
}

/** The file is in or out at once, so that a second key of the same chunk turns it back. */
function toggle(model: Model, path: string | undefined): Update {
  if (path === undefined) return still(model);
  const { leftOut } = model.run;
  const included = leftOut.includes(path);
  const next = included ? leftOut.filter((each) => each !== path) : [...leftOut, path];
  return {
    model: { ...model, run: { ...model.run, leftOut: next } },
    effects: [{ do: 'select-file', path, included }],
  };
}

function turnPage(model: Model, by: 1 | -1): Update {
  const { file, overlays } = model.view;
  const offset = by === 1 ? file?.page.next : file?.before.at(-1);
  const top = overlays.at(-1);
  if (file === undefined || offset === undefined || top?.kind !== 'details') return still(model);
  const before = by === 1 ? [...file.before, file.page.offset] : file.before.slice(0, -1);
  return {
    model: withView(model, { overlays: [...overlays.slice(0, -1), { ...top, scroll: 0 }] }),
    effects: [{ do: 'read-file', path: file.page.path, offset, before }],
  };
}

function readLog(model: Model): Update {
  const top = model.view.overlays.at(-1);
  const service = top?.kind === 'details' ? logServiceOf(model, top.id) : undefined;
  if (service === undefined) return still(model);
  return { model: withView(model, { log: { service } }), effects: [{ do: 'read-log', service }] };
}

function move(model: Model, by: number, { content, layout }: Frame): Model {
  const { order } = layout.list;
  const from = order.indexOf(content.selected ?? '');
  const to = order[Math.max(0, Math.min(order.length - 1, from + by))];
  if (to === undefined) return model;
  return withView(model, { selected: { ...model.view.selected, [screenOf(model)]: to } });
}

function scroll(model: Model, to: Extract<Action, { do: 'scroll' }>['to'], frame: Frame): Model {
  const page = Math.max(1, frame.layout.text - 1);
  const target = {
    up: frame.scroll - 1,
    down: frame.scroll + 1,
    'page-up': frame.scroll - page,
    'page-down': frame.scroll + page,
    top: 0,
    bottom: frame.furthest,
  }[to];
  const line = Math.max(0, Math.min(frame.furthest, target));
  const top = model.view.overlays.at(-1);
  if (top === undefined || top.kind === 'leave') return withView(model, { scroll: line });
  return withView(model, { overlays: [...model.view.overlays.slice(0, -1), { ...top, scroll: line }] });
}

function open(model: Model, overlay: Overlay): Model {
  return withView(model, { overlays: [...model.view.overlays, overlay] });
}

function withView(model: Model, change: Partial<View>): Model {
  return { ...model, view: { ...model.view, ...change } };
}

function still(model: Model): Update {
  return { model, effects: [] };
}
