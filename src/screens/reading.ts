import { type Effect, still, type Update, withOverlay, withTop, withView } from './effects.ts';
import { isSealing } from './file-entries.ts';
import { logServiceOf } from './log-service.ts';
import { type Model, screenOf } from './model.ts';
import { callsOf, firstCall } from './open-call.ts';
import type { ScreenId } from './screen-id.ts';

/** Opens the details of a row. */
export function openDetails(model: Model, id: string | undefined): Update {
  if (id === undefined) return still(model);
  const { log: _log, file: _file, ...view } = model.view;
  const selected = { ...view.selected, [screenOf(model)]: id } satisfies Partial<Record<ScreenId, string>>;
  const next = withOverlay({ ...model, view: { ...view, selected } }, { kind: 'details', id, scroll: 0 });
  if (!isSealing(model.run)) return readLog(next);
  return { model: next, effects: [{ do: 'read-file', path: id, offset: 0, before: [] }] };
}

/** Reads the log of the service that the details are about, anew. */
export function readLog(model: Model): Update {
  const top = model.view.overlays.at(-1);
  const service = top?.kind === 'details' ? logServiceOf(model, top.id) : undefined;
  if (service === undefined) return still(model);
  return { model: withView(model, { log: { service } }), effects: [{ do: 'read-log', service }] };
}

/** Opens the calls of the check that the details are about. */
export function openCalls(model: Model): Update {
  const top = model.view.overlays.at(-1);
  if (top?.kind !== 'details' || callsOf(model, top.id).length === 0) return still(model);
  return still(withOverlay(model, { kind: 'call', id: top.id, index: firstCall(model, top.id), scroll: 0 }));
}

/** Shows the call after or before the one that is open. */
export function turnCall(model: Model, by: 1 | -1): Update {
  const top = model.view.overlays.at(-1);
  if (top?.kind !== 'call') return still(model);
  const index = top.index + by;
  if (index < 0 || index >= callsOf(model, top.id).length) return still(model);
  return still(withTop(model, { ...top, index, scroll: 0 }));
}

/** Shows the part of the opened file after or before the one that shows. */
export function turnPage(model: Model, by: 1 | -1): Update {
  const { file, overlays } = model.view;
  const offset = by === 1 ? file?.page.next : file?.before.at(-1);
  const top = overlays.at(-1);
  if (file === undefined || offset === undefined || top?.kind !== 'details') return still(model);
  const before = by === 1 ? [...file.before, file.page.offset] : file.before.slice(0, -1);
  const effect: Effect = { do: 'read-file', path: file.page.path, offset, before };
  return { model: withTop(model, { ...top, scroll: 0 }), effects: [effect] };
}

/** Puts a file in or out: at once, so that a second key of the same chunk turns it back. */
export function toggle(model: Model, path: string | undefined): Update {
  if (path === undefined) return still(model);
  const { leftOut } = model.run;
  const included = leftOut.includes(path);
  const next = included ? leftOut.filter((each) => each !== path) : [...leftOut, path];
  return {
    model: { ...model, run: { ...model.run, leftOut: next } },
    effects: [{ do: 'select-file', path, included }],
  };
}
