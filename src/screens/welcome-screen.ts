import { type Content, NO_CONTENT, type Paper } from './content.ts';
import { entriesOf, selectedEntry } from './entries.ts';
import type { Model } from './model.ts';
import { askedUnfinished, choiceOf, resumeMeaning } from './resume-choice.ts';
import { BLANK, textLines } from './text-line.ts';

const PROMISE =
  'From a clean machine to a running, proven AI product stack, with evidence that a stranger can check.';

const STEPS = [
  ['S2 Preflight', 'checks this machine and refuses what is unsafe'],
  ['S3 Start', 'brings the stack up and waits until it answers'],
  ['S4 Proof', 'shows by experiment that each part works'],
  ['S5 Bundle', 'writes the evidence, redacted'],
] as const;

/** S1: what this program does, and which profile to set up. */
export function welcomeContent(model: Model, { width, glyphs }: Paper): Content {
  const entries = entriesOf(model);
  const selected = selectedEntry(model, entries);
  const profile = model.profiles.find((each) => each.id === selected?.id);
  const unfinished = askedUnfinished(model);
  const write = (label: string, text: string, tone: 'plain' | 'quiet' | 'strong' = 'quiet') =>
    textLines(label, text, width, glyphs, tone);
  return {
    ...NO_CONTENT,
    text: write('', PROMISE, 'plain'),
    question: write(
      '',
      unfinished === undefined ? 'Which profile?' : 'Go on with the unfinished run?',
      'strong',
    ),
    entries,
    ...(selected === undefined ? {} : { selected: selected.id }),
    facts: [
      ...(unfinished === undefined ? [] : write('', resumeMeaning(choiceOf(selected?.id), unfinished))),
      ...(profile === undefined ? [] : write('', profile.summary)),
      BLANK,
      ...STEPS.flatMap(([label, text]) => write(label, text)),
    ],
  };
}
