import { expect, it } from 'vitest';
import { valueKind } from '../../src/catalog/command-facts.ts';
import { explainReason } from '../../src/commands/explain.ts';
import { CHECKS } from '../../src/proof/checks/catalog.ts';
import { leftOut } from '../../src/proof/selection.ts';
import { didYouMean } from '../../src/reasons/did-you-mean.ts';
import { loadProfile } from '../../src/stack/profile-loader.ts';
import { testHost } from '../fixtures/test-host.ts';
import { programFacts, silentConsole } from './program-facts.ts';

const facts = programFacts();

it.each(facts.map((fact) => [fact.name, fact] as const))(
  '"%s" has examples that its own flags understand',
  (_, fact) => {
    expect(fact.examples.length).toBeGreaterThan(0);
    for (const { line } of fact.examples) {
      expect(line).toContain(`bus-setup ${fact.name}`.trim());
      const words =
        line
          .replace(/^.*?bus-setup/, '')
          .split(/[|>()]/)[0]
          ?.trim()
          .split(' ') ?? [];
      const named = facts.findLast(({ name }) => name === '' || words.join(' ').startsWith(name));
      for (const flag of words.filter((word) => word.startsWith('--'))) {
        expect(
          named?.options.map(({ long }) => long),
          line,
        ).toContain(flag);
      }
    }
  },
);

it('knows of every value of the command line what it is, or says that it is free', () => {
  const values = facts.flatMap(({ options }) => options.flatMap(({ value }) => value ?? []));
  const kinds = new Map(values.map((value) => [value, valueKind(value, {}).kind]));
  expect(kinds.get('dir')).toBe('folder');
  expect(kinds.get('file')).toBe('file');
  expect(kinds.get('port')).toBe('free');
});

it('asks back what was meant: a check, a profile, a reason', async () => {
  const planned = CHECKS.map((check) => ({ check, required: true }));
  expect(() => leftOut(planned, { only: ['modles'] })).toThrow(/Did you mean models\?/);
  await expect(loadProfile('embeded', testHost())).rejects.toThrow(/Did you mean embedded\?/);
  const { console } = silentConsole();
  await expect(explainReason(console, ['ST-PORT-TAKE'], {})).rejects.toThrow(/Did you mean ST-PORT-TAKEN\?/);
  await expect(explainReason(console, ['XYZ'], {})).rejects.not.toThrow(/Did you mean/);
  expect(didYouMean('', [])).toBeUndefined();
});
