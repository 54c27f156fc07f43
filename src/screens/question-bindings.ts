import type { Question } from '../steps/question.ts';
import { type Action, type Binding, bind } from './binding.ts';
import { checkOf } from './entries.ts';
import { type Model, screenOf } from './model.ts';
import { subjectOf } from './subject.ts';

type Choice = Question['choices'][number];

/** The choices of the question that the run asks. One without a key of its own is the primary action. */
export function choices(model: Model): readonly Binding[] {
  const { question } = model.run;
  if (question === undefined) return [];
  const primary = question.choices.find((choice) => choice.key === undefined);
  // Another choice with the same meaning only gives the primary one a key more.
  const also = question.choices.flatMap(({ key, value }) =>
    key !== undefined && value === primary?.value ? [key] : [],
  );
  return question.choices
    .filter((choice) => isLive(choice, model) && (choice === primary || choice.value !== primary?.value))
    .flatMap((choice) => {
      const keys = choice === primary ? ['enter', ...also] : choice.key === undefined ? [] : [choice.key];
      const rank = rankOf(choice, question);
      return keys.length === 0 ? [] : [bind(keys, lowerFirst(choice.label), rank, actionOf(choice))];
    });
}

/** True when the question of the run has a choice that Enter takes. */
export function hasPrimary({ run }: Model): boolean {
  return run.question?.choices.some((choice) => choice.key === undefined) === true;
}

/** A choice about a check needs one to be selected, and one that the proof knows. */
function isLive({ about }: Choice, model: Model): boolean {
  if (about === undefined) return true;
  const subject = screenOf(model) === 'proof' ? subjectOf(model) : undefined;
  return subject !== undefined && checkOf(model.run, 'proof', subject) !== undefined;
}

function actionOf({ value, about }: Choice): Action {
  const answer = { do: 'answer', value, quits: value === 'quit' } as const;
  return about === undefined ? answer : { ...answer, about };
}

function rankOf({ key, value, about }: Choice, { step }: Question): number {
  if (key === undefined) return 0;
  if (key === 'q') return 3;
  if (about !== undefined) return 6;
  if (key === 'R') return 5;
  if (value !== 'bundle') return 1;
  // After the proof Enter writes the bundle as well.
  return step === 'proof' ? 8 : 2;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
