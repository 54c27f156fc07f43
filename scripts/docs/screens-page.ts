import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Drawing } from '../../src/screens/gallery/draw-gallery.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/bus-setup.cjs', import.meta.url));

/**
 * The lines of `docs/screens.md`: every screen as the built program draws it, at the size for which it is designed.
 * @throws Error when the program is not built
 */
export function screensPage(): readonly string[] {
  const args = [LAUNCHER, 'screens', '--all', '--json'];
  const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' };
  const { screens } = JSON.parse(execFileSync(process.execPath, args, { env, encoding: 'utf8' })) as {
    readonly screens: readonly Drawing[];
  };
  const numbers = [...new Set(screens.map(({ number, name }) => `${number} ${name}`))];
  return [
    'What the wizard shows, drawn by the wizard itself. Every screen has its number in the first line, so that operator',
    'and support can talk about the same thing: `bus-setup screens S4` prints these in a terminal, `--columns 60` and',
    '`--ascii` as other terminals show them.',
    '',
    ...numbers.flatMap((title) => [
      `## ${title}`,
      '',
      ...screens
        .filter(({ number, name }) => `${number} ${name}` === title)
        .flatMap(({ says, state, text }) => [
          `### ${title}: ${says}`,
          '',
          `\`bus-setup screens ${state}\``,
          '',
          '```text',
          ...text.split('\n'),
          '```',
          '',
        ]),
    ]),
  ];
}
