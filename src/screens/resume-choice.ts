import type { UnfinishedChoice } from '../steps/run-port.ts';
import type { Entry } from './entry.ts';
import { type Model, screenOf } from './model.ts';
import { SCREENS } from './screen-id.ts';

/** What may become of an unfinished run. */
export type ResumeChoice = 'resume' | 'anew' | 'bundle';

/** The unfinished run that S1 asks about; undefined when there is none, or when a new run was chosen. */
export function askedUnfinished(model: Model): UnfinishedChoice | undefined {
  return screenOf(model) === 'welcome' && !model.view.anew ? model.unfinished : undefined;
}

/** The rows of the question about an unfinished run. */
export function resumeEntries({ step, number, of }: UnfinishedChoice): readonly Entry[] {
  return [
    entry('resume', `Resume at ${SCREENS[step].name} (${number} of ${of})`),
    entry('anew', 'Start over'),
    entry('bundle', 'Only export a bundle'),
  ];
}

/** What the primary key does to an unfinished run, for the footer. */
export function resumeLabel(choice: ResumeChoice): string {
  return { resume: 'resume', anew: 'choose a profile', bundle: 'export bundle' }[choice];
}

/** What a choice leads to, in sentences. */
export function resumeMeaning(
  choice: ResumeChoice,
  { startedAt, lastAt, folder, profile }: UnfinishedChoice,
): string {
  const run = `The run of ${startedAt} with profile ${profile} stopped at ${lastAt}: ${folder}`;
  switch (choice) {
    case 'resume':
      return `${run}. Machine and stack are checked again; a finished proof is kept when it is of this very stack.`;
    case 'anew':
      return `Begins a new run. ${run}, and what it wrote stays there.`;
    case 'bundle':
      return `Writes what there is for support, and does nothing else. ${run}.`;
  }
}

/** The choice that a row stands for. */
export function choiceOf(row: string | undefined): ResumeChoice {
  return row === 'anew' || row === 'bundle' ? row : 'resume';
}

function entry(id: ResumeChoice, text: string): Entry {
  return { id, word: '', text, aside: '', notes: [] };
}
