import type { FilePage } from '../steps/bundle-preview.ts';
import type { ProfileChoice, UnfinishedChoice } from '../steps/run-port.ts';
import { EMPTY_RUN, type RunState } from '../steps/run-state.ts';
import type { Filter } from './filter.ts';
import type { ScreenId } from './screen-id.ts';
import type { Tone } from './text-line.ts';

/** Size of the terminal in character cells. */
export interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** What lies over the screen; `esc` takes the topmost away. */
export type Overlay =
  | { readonly kind: 'help'; readonly scroll: number }
  | { readonly kind: 'details'; readonly id: string; readonly scroll: number }
  | { readonly kind: 'call'; readonly id: string; readonly index: number; readonly scroll: number }
  | { readonly kind: 'leave' }
  | { readonly kind: 'export' };

/** The log of one service as it was last read. */
export interface ReadLog {
  readonly service: string;
  /** Oldest first; undefined while it is read. */
  readonly lines?: readonly string[];
  /** Why it could not be read. */
  readonly problem?: string;
}

/** A file of the bundle that is being looked at. */
export interface OpenFile {
  readonly page: FilePage;
  /** Where the pages before it begin, the first one first. */
  readonly before: readonly number[];
}

/** What the wizard answers to the last key, until the next one. */
export interface Said {
  readonly tone: Tone;
  /** What happened, one sentence. */
  readonly text: string;
  /** What it is about, as it is: a command or a path. */
  readonly exact?: string;
}

/** What the operator did to the screen; nothing here is a fact of the run. */
export interface View {
  readonly size: Size;
  /** True once the run was told to begin. */
  readonly begun: boolean;
  /** True when a new run was chosen instead of the unfinished one. */
  readonly anew: boolean;
  /** The row that the operator selected, by screen. */
  readonly selected: Readonly<Partial<Record<ScreenId, string>>>;
  /** First line that shows of a text longer than the screen. */
  readonly scroll: number;
  /** Topmost last. */
  readonly overlays: readonly Overlay[];
  readonly log?: ReadLog;
  readonly file?: OpenFile;
  readonly filter?: Filter;
  readonly said?: Said;
  /** The check that was told to run again by itself. */
  readonly again?: string;
  /** True from when the step that runs was told to make way for the bundle. */
  readonly exporting: boolean;
  /** How often the run was told to stop. */
  readonly interrupts: number;
  /** True when the program ends as soon as the run has: the operator chose to quit. */
  readonly leaving: boolean;
}

/** Everything that a frame of the wizard is drawn from. */
export interface Model {
  readonly profiles: readonly ProfileChoice[];
  /** The profile of the last time. */
  readonly remembered?: string;
  /** A run of the same folder that can be gone on with. */
  readonly unfinished?: UnfinishedChoice;
  readonly run: RunState;
  readonly view: View;
}

/**
 * The model before the first key and the first event.
 * @param remembered id of the profile that was used last; it is preselected when it still exists
 * @param unfinished the run that can be gone on with
 */
export function initialModel(
  profiles: readonly ProfileChoice[],
  remembered: string | undefined,
  size: Size,
  unfinished?: UnfinishedChoice,
): Model {
  const chosen = preselected({ profiles, remembered });
  return {
    profiles,
    ...(remembered === undefined ? {} : { remembered }),
    ...(unfinished === undefined ? {} : { unfinished }),
    run: EMPTY_RUN,
    view: {
      size,
      begun: false,
      anew: false,
      selected: chosen === undefined ? {} : { welcome: chosen },
      scroll: 0,
      overlays: [],
      exporting: false,
      interrupts: 0,
      leaving: false,
    },
  };
}

/** Id of the profile that is selected before anybody has moved. */
export function preselected({
  profiles,
  remembered,
}: {
  readonly profiles: readonly ProfileChoice[];
  readonly remembered?: string;
}): string | undefined {
  return (profiles.find(({ id }) => id === remembered) ?? profiles[0])?.id;
}

/** The screen that belongs to the state of the run. */
export function screenOf({ run, view }: Model): ScreenId {
  if (run.finished !== undefined || run.concluded !== undefined) return 'done';
  if (!view.begun && run.run === undefined) return 'welcome';
  return run.question?.step ?? run.current ?? 'preflight';
}

/** True while steps work, so that leaving would stop something. */
export function isWorking({ run, view }: Model): boolean {
  return view.begun && run.finished === undefined && run.question === undefined;
}

/** The filter of the screen that shows. */
export function filterOf(model: Model): Filter | undefined {
  const { filter } = model.view;
  return filter?.screen === screenOf(model) ? filter : undefined;
}
