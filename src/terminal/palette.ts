/**
 * Colours of the 256-colour cube, which are the same in every theme: each can be read on black and on white, and on the
 * backgrounds in between that terminals come with (test/terminal/contrast.test.ts). The sixteen themed ones cannot: the
 * yellow and green of many themes vanish on white.
 */
export const READABLE = { good: 64, bad: 196, busy: 31, caution: 136 } as const;

/** What a terminal with sixteen colours gets; its theme decides what they look like. */
export const THEMED = { good: 'green', bad: 'red', busy: 'cyan', caution: 'yellow' } as const;

/**
 * Whether the colours of the cube can be used. `--color` and `FORCE_COLOR=1` ask for the sixteen.
 */
export function hasColorCube(env: Readonly<Record<string, string | undefined>>): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced === '2' || forced === '3';
  return /-256(color)?$/.test(env.TERM ?? '') || env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit';
}
