// Makes docs/images/proof.svg: the real wizard, in a real pseudo-terminal, after a real proof on the embedded stack.
// Run it with `npm run picture` after a change of the screens.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const ROWS = 24;
const COLUMNS = 80;
const CELL = { width: 8.4, height: 18 };
const MARGIN = 16;
/** The sixteen colours of a dark terminal. */
const PALETTE = [
  '#1c2128',
  '#f47067',
  '#57ab5a',
  '#c69026',
  '#539bf5',
  '#b083f0',
  '#39c5cf',
  '#adbac7',
  '#636e7b',
  '#ff938a',
  '#6bc46d',
  '#daaa3f',
  '#6cb6ff',
  '#dcbdfb',
  '#56d4dd',
  '#cdd9e5',
];
const INK = '#adbac7';
const PAPER = '#1c2128';

const launcher = fileURLToPath(new URL('../bin/bus-setup.cjs', import.meta.url));
const target = fileURLToPath(new URL('../docs/images/proof.svg', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bus-setup-picture-'));
const terminal = new xterm.Terminal({ rows: ROWS, cols: COLUMNS, allowProposedApi: true });
const env = {
  PATH: process.env.PATH,
  HOME: folder,
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  BUS_SETUP_CONFIG_DIR: folder,
};
const wizard = spawn(process.execPath, [launcher, '--port', '0'], {
  rows: ROWS,
  cols: COLUMNS,
  cwd: folder,
  env,
});
wizard.onData((data) => terminal.write(data));

try {
  for (const screen of ['S1 Welcome', 'Start the stack?', 'Run the proof?']) {
    await shown(screen);
    wizard.write('\r');
  }
  await shown('Write the bundle?');
  mkdirSync(fileURLToPath(new URL('../docs/images', import.meta.url)), { recursive: true });
  writeFileSync(target, svg());
} finally {
  wizard.kill('SIGTERM');
  await delay(1_000);
  const stop = spawn(process.execPath, [launcher, 'stop', '--wipe'], { cwd: folder, env });
  await new Promise((resolve) => stop.onExit(resolve));
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function shown(text: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (lines().some((line) => line.includes(text))) return;
    await delay(50);
  }
  throw new Error(`the wizard never showed "${text}":\n${lines().join('\n')}`);
}

function lines(): string[] {
  const { active } = terminal.buffer;
  return Array.from(
    { length: ROWS },
    (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
  );
}

/** The screen as text elements, one a run of cells of the same look. */
function svg(): string {
  const width = COLUMNS * CELL.width + 2 * MARGIN;
  const height = ROWS * CELL.height + 2 * MARGIN;
  const rows = Array.from({ length: ROWS }, (_, row) => rowOf(row)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="bus-setup, screen S4 Proof: every required check of the embedded stack passed">
<rect width="${width}" height="${height}" rx="8" fill="${PAPER}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${INK}">
${rows}
</g>
</svg>
`;
}

function rowOf(row: number): string {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  if (line === undefined) return '';
  const runs: { column: number; text: string; look: string }[] = [];
  for (let column = 0; column < COLUMNS; column++) {
    const cell = line.getCell(column);
    if (cell === undefined) continue;
    const look = [
      cell.isFgPalette() ? ` fill="${paletteColor(cell.getFgColor())}"` : '',
      cell.isDim() ? ' opacity="0.6"' : '',
      cell.isBold() ? ' font-weight="bold"' : '',
    ].join('');
    const text = cell.getChars() || ' ';
    const last = runs.at(-1);
    if (last?.look === look) last.text += text;
    else runs.push({ column, text, look });
  }
  const y = MARGIN + (row + 0.75) * CELL.height;
  return runs
    .filter(({ text }) => text.trim() !== '')
    .map(({ column, text, look }) => {
      const length = (text.length * CELL.width).toFixed(1);
      const x = (MARGIN + column * CELL.width).toFixed(1);
      return `<text x="${x}" y="${y}" textLength="${length}"${look}>${escaped(text)}</text>`;
    })
    .join('');
}

/** One of the sixteen colours, or one of the cube or the greys behind them. */
function paletteColor(index: number): string {
  if (index < 16) return PALETTE[index] ?? INK;
  const levels = [0, 95, 135, 175, 215, 255];
  const place = index - 16;
  const grey = 8 + (index - 232) * 10;
  const rgb =
    index >= 232
      ? [grey, grey, grey]
      : [levels[Math.floor(place / 36)], levels[Math.floor(place / 6) % 6], levels[place % 6]];
  return `#${rgb.map((value = 0) => value.toString(16).padStart(2, '0')).join('')}`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '\u00a0');
}
