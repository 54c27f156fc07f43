import type { TurnMessage } from './execution-provider.ts';

/** Roles whose messages instruct the model. */
const INSTRUCTING: ReadonlySet<string> = new Set(['system', 'developer']);

/** A conversation as the app server takes it. */
export interface CodexInput {
  /** Text of `developerInstructions`; `null` when nobody instructs. */
  readonly instructions: string | null;
  /** The one input text of the turn. */
  readonly text: string;
}

/**
 * Writes a conversation for a Codex turn, which begins a thread of its own: a lone message goes as it is, a longer
 * conversation as a transcript.
 */
export function codexInput(messages: readonly TurnMessage[]): CodexInput {
  const instructing = messages.filter(({ role }) => INSTRUCTING.has(role)).map(({ text }) => text);
  const spoken = messages.filter(({ role }) => !INSTRUCTING.has(role));
  const [only] = spoken;
  const text =
    spoken.length === 1 && only !== undefined
      ? only.text
      : spoken.map((message) => `${message.role}: ${message.text}`).join('\n\n');
  return { instructions: instructing.length === 0 ? null : instructing.join('\n\n'), text };
}
