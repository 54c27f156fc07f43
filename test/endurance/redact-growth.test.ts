import { expect, it } from 'vitest';
import { benchText, HOSTILE_NAMES } from '../../bench/redact/texts.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const SMALL = 32 * 1024;
const TIMES = 8;
/** Eight times the text takes eight times the work, and sixty-four times where it grows with the square. */
const MOST_GROWTH = 32;
const TRIES = 4;
const redactor = createRedactor(new SecretRegistry(), { pseudonymise: true });

/** The least processor time of some tries, in microseconds: what else the machine does only adds to it. */
function work(text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const start = process.cpuUsage();
    redactor.text(text);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, user + system);
  }
  return Math.max(least, 1000);
}

it.each(HOSTILE_NAMES)('the work grows with the length: %s', (name) => {
  const { block } = benchText(name);
  const small = block.toString('latin1', 0, SMALL);
  const large = block.toString('latin1', 0, SMALL * TIMES);
  work(small);
  expect(work(large) / work(small)).toBeLessThan(MOST_GROWTH);
});
