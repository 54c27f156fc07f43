import { describe, expect, it } from 'vitest';
import { explainReason } from '../../src/commands/explain.ts';
import { CHECKS } from '../../src/proof/checks/catalog.ts';
import { REASONS } from '../../src/reasons/catalog.ts';
import { SetupError } from '../../src/reasons/setup-error.ts';
import { recordedConsole } from './recorded-console.ts';

async function explained(words: readonly string[], json = false): Promise<readonly string[]> {
  const console = recordedConsole();
  expect(await explainReason(console, words, { json })).toBe(0);
  return console.printed;
}

/** What the operator is told of words that mean nothing. */
async function refused(...words: string[]): Promise<SetupError['reason']> {
  const error: unknown = await explainReason(recordedConsole(), words, {}).catch((thrown: unknown) => thrown);
  if (!(error instanceof SetupError)) throw new Error('it was understood', { cause: error });
  return error.reason;
}

describe('explain', () => {
  it.each([[['PF-DOCKER-DOWN']], [['pf-docker-down']], [['Pf', 'docker', 'DOWN']]])(
    'knows %s',
    async (words) => {
      const lines = await explained(words);
      expect(lines[0]).toBe('PF-DOCKER-DOWN');
      expect(lines.at(-1)).toContain(REASONS['PF-DOCKER-DOWN'].next);
    },
  );

  it('lists everything, or the reasons of one kind', async () => {
    expect(await explained([])).toHaveLength(Object.keys(REASONS).length);
    for (const kind of ['CX', 'cx', 'CX-']) {
      const lines = await explained([kind]);
      expect(lines.length).toBeGreaterThan(5);
      expect(lines.every((line) => line.startsWith('CX-'))).toBe(true);
    }
    for (const line of await explained(['pf'], true)) expect(JSON.parse(line).id).toMatch(/^PF-/);
  });

  it('tells what each check proves, by its id', async () => {
    for (const { id, proves } of CHECKS) {
      expect((await explained([id.toUpperCase()])).join('\n')).toContain(proves);
      expect(JSON.parse((await explained([id], true)).join())).toMatchObject({ id, proves });
    }
  });

  it.each([
    ['PF-PORT', 'PF-PORT-TAKEN, PF-PORT-REFUSED or PF-PORT-EXPOSED'],
    ['pf-prot-taken', 'PF-PORT-TAKEN'],
    ['DOCKER-DOWN', 'PF-DOCKER-DOWN'],
    ['PF-DOCKER-DWN', 'PF-DOCKER-DOWN'],
    ['entitlemnt', 'entitlement'],
  ])('guesses what %s was meant to be', async (word, meant) => {
    expect((await refused(word)).detail).toContain(`Did you mean ${meant}`);
  });

  it('offers the one guess as the next command, and many as a list', async () => {
    expect(await refused('SERVICE-EXITED')).toMatchObject({ next: 'bus-setup explain ST-SERVICE-EXITED' });
    expect(await refused('PF-PORT')).toMatchObject({ id: 'RN-USAGE', next: 'bus-setup explain' });
  });

  it('leads from a screen to its drawing, and guesses nothing from nonsense', async () => {
    expect(await refused('s4')).toMatchObject({ next: 'bus-setup screens S4' });
    expect((await refused('zzzzzzzzzz')).detail).toBe('there is no reason zzzzzzzzzz.');
    expect((await refused('--')).detail).not.toContain('Did you mean');
  });
});
