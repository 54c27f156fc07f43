import type { CheckState, RunState, StepState } from '../steps/run-state.ts';
import { checkEntry } from './check-entries.ts';
import { collectorEntry } from './collector-entries.ts';
import type { Entry } from './entry.ts';
import { fileEntries, isSealing } from './file-entries.ts';
import { matching } from './filter.ts';
import { filterOf, type Model, screenOf } from './model.ts';
import { askedUnfinished, resumeEntries } from './resume-choice.ts';
import { serviceEntry } from './service-entries.ts';

/** The rows of the screen that shows, in the order of the profile. A screen without a list has none. */
export function entriesOf(model: Model): readonly Entry[] {
  const { run } = model;
  const screen = screenOf(model);
  switch (screen) {
    case 'welcome':
      return welcomeEntries(model);
    case 'preflight':
    case 'proof':
      return stepOf(run, screen)?.checks.map(checkEntry) ?? [];
    case 'start':
      return run.services.map(serviceEntry);
    case 'bundle':
      return isSealing(run) ? fileEntries(run) : run.collectors.map(collectorEntry);
    case 'done':
      return [];
  }
}

function welcomeEntries(model: Model): readonly Entry[] {
  const unfinished = askedUnfinished(model);
  return unfinished === undefined ? profileEntries(model) : resumeEntries(unfinished);
}

function profileEntries({ profiles, remembered }: Model): readonly Entry[] {
  return profiles.map(({ id, title }) => ({
    id,
    word: '',
    text: title,
    aside: id === remembered ? 'last time' : '',
    notes: [],
  }));
}

/** A step of the run by its id; undefined before the run has started. */
export function stepOf(run: RunState, id: StepState['id']): StepState | undefined {
  return run.steps.find((step) => step.id === id);
}

/** The rows that the filter of the screen leaves. */
export function shownEntries(model: Model): readonly Entry[] {
  return matching(entriesOf(model), filterOf(model)?.text ?? '');
}

/** The selected row: the one the operator chose, else the first that failed, else the first. */
export function selectedEntry(model: Model, entries: readonly Entry[]): Entry | undefined {
  const chosen = model.view.selected[screenOf(model)];
  return (
    entries.find((entry) => entry.id === chosen) ??
    entries.find((entry) => entry.mark === 'fail') ??
    entries[0]
  );
}

/** A check of a step by its id. */
export function checkOf(run: RunState, step: StepState['id'], id: string): CheckState | undefined {
  return stepOf(run, step)?.checks.find((check) => check.id === id);
}
