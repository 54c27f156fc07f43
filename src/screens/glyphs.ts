/** Every mark the screens draw, so that one table can be swapped for another. */
export interface Glyphs {
  /** True when only ASCII may reach the terminal; texts are spelt out as well. */
  readonly ascii: boolean;
  readonly pass: string;
  readonly fail: string;
  readonly skip: string;
  readonly run: string;
  readonly wait: string;
  /** Stands before the selected row. */
  readonly pointer: string;
  readonly chosen: string;
  readonly unchosen: string;
  /** Stands between two facts on one line. */
  readonly dot: string;
  readonly ellipsis: string;
  readonly barDone: string;
  readonly barEdge: string;
  readonly barLeft: string;
  /** Stands behind the last letter of a text that is typed. */
  readonly cursor: string;
  readonly upDown: string;
  readonly enter: string;
  /** Name of the ink-spinner animation. */
  readonly spinner: 'dots' | 'line';
}

const UNICODE: Glyphs = {
  ascii: false,
  pass: '✔',
  fail: '✖',
  skip: '–',
  run: '…',
  wait: '·',
  pointer: '›',
  chosen: '●',
  unchosen: '○',
  dot: '·',
  ellipsis: '…',
  barDone: '━',
  barEdge: '╺',
  barLeft: '─',
  cursor: '▏',
  upDown: '↑↓',
  enter: '⏎',
  spinner: 'dots',
};

const ASCII: Glyphs = {
  ascii: true,
  pass: '+',
  fail: 'x',
  skip: '-',
  run: '~',
  wait: '.',
  pointer: '>',
  chosen: '*',
  unchosen: 'o',
  dot: '-',
  ellipsis: '..',
  barDone: '=',
  barEdge: '>',
  barLeft: '-',
  cursor: '_',
  upDown: 'up/down',
  enter: 'enter',
  spinner: 'line',
};

/**
 * The marks for a terminal.
 * @param env environment of the program; the first of `LC_ALL`, `LC_CTYPE`, `LANG` that is not empty decides, as in
 * POSIX. Windows and macOS terminals speak UTF-8 without saying so.
 */
export function glyphsFor(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): Glyphs {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((each) => each !== undefined && each !== '');
  if (locale === undefined) return platform === 'win32' || platform === 'darwin' ? UNICODE : ASCII;
  return /utf-?8/i.test(locale) ? UNICODE : ASCII;
}
