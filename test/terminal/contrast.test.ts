import { describe, expect, test } from 'vitest';
import { hasColorCube, READABLE, THEMED } from '../../src/terminal/palette.ts';

type Rgb = readonly [number, number, number];

/** Least contrast of a coloured word: WCAG 2.2 asks for 3 to 1 of what carries a state beside its text. */
const LEAST = 3;

/** Backgrounds that terminals come with, and the themed colours on them: red, green, yellow, cyan. */
const PALETTES: Readonly<Record<string, readonly [background: string, ...themed: string[]]>> = {
  'xterm, dark': ['000000', 'cd0000', '00cd00', 'cdcd00', '00cdcd'],
  'xterm, light': ['ffffff', 'cd0000', '00cd00', 'cdcd00', '00cdcd'],
  'Windows Terminal': ['0c0c0c', 'c50f1f', '13a10e', 'c19c00', '3a96dd'],
  'Terminal of macOS, light': ['ffffff', '990000', '00a600', '999900', '00a6b2'],
  'GNOME, dark': ['171421', 'c01c28', '26a269', 'a2734c', '2aa1b3'],
  'GNOME, light': ['ffffff', 'c01c28', '26a269', 'a2734c', '2aa1b3'],
  'Visual Studio Code, dark': ['1e1e1e', 'cd3131', '0dbc79', 'e5e510', '11a8cd'],
  'Visual Studio Code, light': ['ffffff', 'cd3131', '107c10', '949800', '0598bc'],
  'GitHub, dark': ['0d1117', 'ff7b72', '3fb950', 'd29922', '39c5cf'],
  'Solarized, dark': ['002b36', 'dc322f', '859900', 'b58900', '2aa198'],
  'Solarized, light': ['fdf6e3', 'dc322f', '859900', 'b58900', '2aa198'],
};

/** A colour of the cube that every 256-colour terminal has. */
function cubeColor(index: number): Rgb {
  const levels = [0, 95, 135, 175, 215, 255];
  const place = index - 16;
  const level = (step: number): number => levels[step % 6] ?? 0;
  return [level(Math.floor(place / 36)), level(Math.floor(place / 6)), level(place)];
}

function hex(text: string): Rgb {
  const part = (at: number): number => Number.parseInt(text.slice(at, at + 2), 16);
  return [part(0), part(2), part(4)];
}

/** WCAG 2.2, relative luminance. */
function luminance(color: Rgb): number {
  const [r = 0, g = 0, b = 0] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(Object.entries(PALETTES))('on %s', (_name, [background]) => {
  test.each(Object.entries(READABLE))('%s can be read', (_tone, index) => {
    expect(contrast(cubeColor(index), hex(background))).toBeGreaterThanOrEqual(LEAST);
  });
});

test('every colour on every palette is on record', async () => {
  const head = ['palette'.padEnd(28), ...Object.keys(READABLE).map((tone) => tone.padEnd(16))].join('');
  const order: readonly (keyof typeof READABLE)[] = ['good', 'bad', 'busy', 'caution'];
  const place = { red: 0, green: 1, yellow: 2, cyan: 3 } as const;
  const rows = Object.entries(PALETTES).map(([name, [background, ...themed]]) => {
    const cells = order.map((tone) => {
      const own = contrast(cubeColor(READABLE[tone]), hex(background)).toFixed(1);
      const theirs = contrast(hex(themed[place[THEMED[tone]]] ?? ''), hex(background)).toFixed(1);
      return `${own} (${theirs})`.padEnd(16);
    });
    return [name.padEnd(28), ...cells].join('').trimEnd();
  });
  const text = [
    'Contrast to the background: ours, and in brackets the colour of the theme.',
    '',
    head.trimEnd(),
    ...rows,
  ];
  await expect(`${text.join('\n')}\n`).toMatchFileSnapshot('../screens/__captures__/colours.txt');
});

test.each([
  [{ TERM: 'xterm-256color' }, true],
  [{ TERM: 'xterm', COLORTERM: 'truecolor' }, true],
  [{ TERM: 'xterm' }, false],
  [{ TERM: 'xterm-256color', FORCE_COLOR: '1' }, false],
  [{ TERM: 'xterm', FORCE_COLOR: '3' }, true],
  [{}, false],
])('%j: 256 colours %s', (env, expected) => {
  expect(hasColorCube(env)).toBe(expected);
});
