import type { BeginHow } from '../steps/run-port.ts';
import type { RunState } from '../steps/run-state.ts';
import type { KeyName } from './keys.ts';
import type { Model, OpenFile, Overlay, ReadLog, Said, Size, View } from './model.ts';

/** Something that happened to the wizard. */
export type Message =
  | { readonly type: 'key'; readonly key: KeyName }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'run'; readonly run: RunState }
  | { readonly type: 'log'; readonly log: ReadLog }
  | { readonly type: 'file'; readonly file: OpenFile }
  | { readonly type: 'said'; readonly said: Said }
  | { readonly type: 'size'; readonly size: Size };

/** Something that the wizard wants done; the store does it through the run port or the terminal. */
export type Effect =
  | { readonly do: 'begin'; readonly profile: string; readonly how?: BeginHow }
  | { readonly do: 'answer'; readonly question: string; readonly value: string; readonly subject?: string }
  | { readonly do: 'cancel' }
  | { readonly do: 'export-bundle' }
  | { readonly do: 'copy'; readonly text: string }
  | { readonly do: 'open-report' }
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

/** A change that wants nothing done. */
export function still(model: Model): Update {
  return { model, effects: [] };
}

/** The model with a changed view. */
export function withView(model: Model, change: Partial<View>): Model {
  return { ...model, view: { ...model.view, ...change } };
}

/** The model with something more over its screen. */
export function withOverlay(model: Model, overlay: Overlay): Model {
  return withView(model, { overlays: [...model.view.overlays, overlay] });
}

/** The model with its topmost overlay replaced. */
export function withTop(model: Model, overlay: Overlay): Model {
  return withView(model, { overlays: [...model.view.overlays.slice(0, -1), overlay] });
}
