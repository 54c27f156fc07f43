import { SetupError } from '../reasons/setup-error.ts';
import { scanForLeaks } from '../redact/leak-scan.ts';
import { SecretRegistry } from '../redact/secret.ts';

/** Long enough that nobody has it by chance, short enough for a note and an event. */
const LENGTH = { least: 8, most: 200 } as const;

/** Letters, digits, punctuation, symbols and single spaces: what every service must store and give back unchanged. */
const PLAIN = /^(?! )(?:[\p{L}\p{M}\p{N}\p{P}\p{S}]| (?! |$))+$/u;

/**
 * Checks the challenge of a buyer: `--challenge TEXT`.
 * @returns the text as it was given
 * @throws SetupError `RN-USAGE` for a text that is too short or too long, has control characters, or looks like a
 * secret, which the redactor would take out of the evidence
 */
export function challengeText(text: string): string {
  const length = [...text].length;
  if (length < LENGTH.least || length > LENGTH.most || !PLAIN.test(text) || !text.isWellFormed()) {
    throw new SetupError(
      'RN-USAGE',
      `--challenge takes ${LENGTH.least} to ${LENGTH.most} letters, digits, marks and single spaces`,
    );
  }
  if (scanForLeaks('challenge', Buffer.from(text), new SecretRegistry()).length > 0) {
    throw new SetupError('RN-USAGE', '--challenge looks like a secret; choose another text');
  }
  return text;
}
