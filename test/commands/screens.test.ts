import { describe, expect, it } from 'vitest';
import { printScreens, type ScreensFlags } from '../../src/commands/screens.ts';
import { systemHost } from '../../src/host/host.ts';
import { GALLERY } from '../../src/screens/gallery/gallery-states.ts';
import { SCREENS } from '../../src/screens/screen-id.ts';
import { columnsOf } from '../../src/screens/text.ts';
import { recordedConsole } from './recorded-console.ts';

const host = { ...systemHost(), env: { LANG: 'C.UTF-8' }, platform: 'linux' as const };

/** What the command prints. */
async function printed(wanted: readonly string[], flags: Partial<ScreensFlags> = {}): Promise<string[]> {
  const console = recordedConsole();
  const code = await printScreens(host, console, wanted, { columns: 80, rows: 24, ...flags }, false);
  expect(code).toBe(0);
  return console.printed;
}

describe('screens', () => {
  it('draws every screen, and with --all every state', async () => {
    const often = (await printed([])).join('\n');
    const all = (await printed([], { all: true })).join('\n');
    for (const { number, name } of Object.values(SCREENS))
      expect(often).toContain(`bus-setup · ${number} ${name}`);
    for (const { name, rare } of GALLERY) {
      expect(all).toContain(`(${name})`);
      if (rare === true) expect(often).not.toContain(`(${name})`);
    }
  });

  it.each([['S4'], ['s4'], ['proof'], ['Proof']])(
    'draws the states of a screen by its name: %s',
    async (word) => {
      const heads = (await printed([word])).filter((line) => / \(s\d-[a-z-]+\)$/.test(line));
      expect(heads.length).toBeGreaterThan(2);
      for (const head of heads) expect(head).toMatch(/^S4 Proof: .+ \(s4-/);
    },
  );

  it('draws a rare state by its name', async () => {
    expect((await printed(['s4-stopping'])).join('\n')).toContain('Stopping: what runs now ends first.');
  });

  it.each([
    [60, 24],
    [50, 12],
    [120, 40],
    [20, 3],
  ])('fits a terminal of %i columns and %i rows', async (columns, rows) => {
    const [text = ''] = await printed([], { all: true, columns, rows, json: true });
    for (const drawing of JSON.parse(text).screens) {
      const lines: string[] = drawing.text.split('\n');
      expect(lines.length).toBeLessThan(drawing.rows);
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(drawing.columns);
    }
  });

  it('keeps to ASCII when it is told to', async () => {
    expect((await printed([], { all: true, ascii: true })).join('')).toMatch(/^[ -~]*$/);
  });

  it('says what was probably meant by a word that names nothing', async () => {
    await expect(printed(['s4-faled'])).rejects.toThrow(
      /there is no screen s4-faled\. Did you mean s4-failed\?/,
    );
  });
});
