import { SCREENS } from '../screens/screen-id.ts';
import { plain, wrap } from '../screens/text.ts';
import type { BeginHow } from '../steps/run-port.ts';
import type { Talk } from './answer-question.ts';
import { type Choice, questionLines } from './question-lines.ts';

/** With what a run begins. */
export interface Start {
  readonly profile: string;
  readonly how?: BeginHow;
}

const QUIT: Choice = { value: 'quit', label: 'quit' };
const FRESH = 'fresh';
/** Columns before the text under a profile. */
const INDENT = 5;

/**
 * Asks whether an unfinished run shall go on, and if not, which profile to set up.
 * @returns undefined when the operator leaves, or nobody is there
 */
export async function askHowToBegin(talk: Talk): Promise<Start | undefined> {
  const { unfinished } = talk.port;
  if (unfinished === undefined) return await askProfile(talk);
  const { number, name } = SCREENS[unfinished.step];
  const choices: readonly Choice[] = [
    { value: 'resume', label: `go on at ${number} ${name}, step ${unfinished.number} of ${unfinished.of}` },
    { value: FRESH, label: 'start over' },
    { value: 'bundle', label: 'only export a bundle of it' },
    QUIT,
  ];
  const text = `A run that did not end is there: profile ${unfinished.profile}, started ${unfinished.startedAt}. Go on with it?`;
  const how = await chosen(talk, plain(text, talk.glyphs), choices, 'resume');
  if (how === FRESH) return await askProfile(talk);
  return how === 'resume' || how === 'bundle' ? { profile: unfinished.profile, how } : undefined;
}

async function askProfile(talk: Talk): Promise<Start | undefined> {
  const { port, glyphs, width } = talk;
  const usual = port.rememberedProfile ?? port.profiles[0]?.id ?? QUIT.value;
  const choices = port.profiles.map(({ id, title, summary }) => ({
    value: id,
    label: plain(`${title} (${id})`, glyphs),
    says: wrap(summary, width - INDENT, glyphs),
  }));
  const profile = await chosen(talk, 'Which profile?', [...choices, QUIT], usual);
  if (profile === undefined) return undefined;
  return talk.port.unfinished === undefined ? { profile } : { profile, how: FRESH };
}

/** @returns undefined when the operator leaves */
async function chosen(
  { out, input, done }: Talk,
  text: string,
  choices: readonly Choice[],
  usual: string,
): Promise<string | undefined> {
  for (const line of questionLines('welcome', text, choices, usual)) out.line(line);
  const ended = done.then(() => undefined);
  for (;;) {
    out.line(`Type a number from 1 to ${choices.length}, or nothing for the default.`);
    const line = await Promise.race([input.next(), ended]);
    if (line === undefined) return undefined;
    const word = line.trim().toLowerCase();
    const byNumber = /^\d+$/.test(word) ? choices[Number(word) - 1] : undefined;
    const found = byNumber ?? choices.find(({ value, label }) => [value, label.toLowerCase()].includes(word));
    const value = word === '' ? usual : word === 'q' ? QUIT.value : found?.value;
    if (value !== undefined) return value === QUIT.value ? undefined : value;
    out.line(`Not understood: ${word}.`);
  }
}
