import type { Action } from './binding.ts';
import { withTop, withView } from './effects.ts';
import type { Frame } from './frame.ts';
import { type Model, screenOf } from './model.ts';

/** Selects the row that stands `by` rows further down, as the list shows. */
export function moved(model: Model, by: number, { content, layout }: Frame): Model {
  const { order } = layout.list;
  const from = order.indexOf(content.selected ?? '');
  return selecting(model, order[Math.max(0, Math.min(order.length - 1, from + by))]);
}

/** Selects the next row that failed, from the top again after the last one. */
export function movedToFailed(model: Model, { content, layout }: Frame): Model {
  const failed = new Set(content.entries.filter(({ mark }) => mark === 'fail').map(({ id }) => id));
  const { order } = layout.list;
  const from = order.indexOf(content.selected ?? '') + 1;
  return selecting(
    model,
    [...order.slice(from), ...order.slice(0, from)].find((id) => failed.has(id)),
  );
}

function selecting(model: Model, id: string | undefined): Model {
  if (id === undefined) return model;
  return withView(model, { selected: { ...model.view.selected, [screenOf(model)]: id } });
}

/** Scrolls the text that shows, no further than its end. */
export function scrolled(model: Model, to: Extract<Action, { do: 'scroll' }>['to'], frame: Frame): Model {
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
  if (top === undefined || !('scroll' in top)) return withView(model, { scroll: line });
  return withTop(model, { ...top, scroll: line });
}
