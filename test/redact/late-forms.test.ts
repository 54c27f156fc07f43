import { expect, it } from 'vitest';
import { formsOf } from '../../src/redact/known-values.ts';
import { LateForms } from '../../src/redact/late-forms.ts';
import { buildScanner } from '../../src/redact/scanner.ts';
import { ALPHANUMERIC, CARRIERS, INNOCENT, randomNumbers, randomSecret, SHAPES } from './corpus.ts';

const ANYTHING = `${ALPHANUMERIC} !"#$%&'()*+,-./:;<=>?@[]^_{|}~\\äö`;

it('finds late what the automaton finds, and in the same places', () => {
  const random = randomNumbers(19);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const values = Array.from({ length: 40 }, (_, i) =>
    i % 8 === 0
      ? randomSecret(random, 4 + Math.floor(random() * 5), ALPHANUMERIC)
      : randomSecret(random, 8 + Math.floor(random() * 30), i % 2 === 0 ? ALPHANUMERIC : ANYTHING),
  );
  // Values that overlap with anchors of other rules and with each other.
  values.push('token_secret_key', 'passwordpassword1', 'secret_key=AKIA', `${values[1]}${values[2]}`);
  const forms = values.flatMap(formsOf);
  const late = new LateForms();
  const looking = buildScanner([], late, true);
  for (const value of values) late.add(formsOf(value));
  const knowing = buildScanner(forms, new LateForms(), true);
  const carriers = Object.values(CARRIERS);
  for (let round = 0; round < 400; round++) {
    const parts = Array.from({ length: 1 + Math.floor(random() * 12) }, () => {
      const kind = random();
      if (kind < 0.2) return pick(INNOCENT);
      if (kind < 0.3) return pick(Object.values(SHAPES));
      const form = pick(forms).bytes.toString('utf8');
      return kind < 0.6 ? form : pick(carriers)(pick(['NOTE', 'DB_PASSWORD', 'a']), form);
    });
    const bytes = Buffer.from(parts.join(pick([' ', '\n', ''])));
    const window = { bytes, start: 0, end: bytes.length, complete: true, startsLine: true };
    expect(looking.scan(window).all()).toEqual(knowing.scan(window).all());
  }
});
