import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type IPty, spawn } from '@lydell/node-pty';
import { build } from 'esbuild';
import { emulateScreen, type ScreenEmulator } from '../../test/fixtures/screen-emulator.ts';
import { type ScenarioReport, scenarioReport } from './scenario-report.ts';

/** Milliseconds that a scenario may take to appear. */
const PATIENCE_MS = 30_000;

/** The wizard in a pseudo-terminal, with a scripted run behind it. */
export interface Stage {
  readonly terminal: IPty;
  readonly screen: ScreenEmulator;
  /** What the scenario measured, once it has ended. */
  readonly report: Promise<ScenarioReport>;
  /** Events in the journal that the scenario kept; after the report. */
  journalLines(type: string): Promise<number>;
}

/** Bundles the scenarios, hands them to `work`, and removes everything. */
export async function withStage<T>(work: (open: StageOpener) => Promise<T>): Promise<T> {
  const place = await mkdtemp(join(tmpdir(), 'bus-setup-stage-'));
  const program = join(place, 'scenario.mjs');
  try {
    await build({
      entryPoints: [fileURLToPath(new URL('scenario.ts', import.meta.url))],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      minifySyntax: true,
      define: { 'process.env.NODE_ENV': '"production"', __BUS_SETUP_VERSION__: '"0.0.0"' },
      alias: { 'react-devtools-core': fileURLToPath(new URL('no-devtools.mjs', import.meta.url)) },
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      logLevel: 'error',
    });
    return await work((options) => openStage(program, place, options));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** What a stage is opened with. */
export interface StageOptions {
  readonly scenario: 'updates' | 'still' | 'keysUnderLoad' | 'logs';
  /** Measured seconds. */
  readonly seconds: number;
  readonly columns: number;
  readonly rows: number;
}

/** Opens a stage and resolves when its first frame shows. */
export type StageOpener = (options: StageOptions) => Promise<Stage>;

async function openStage(program: string, place: string, options: StageOptions): Promise<Stage> {
  const folder = await mkdtemp(join(place, 'run-'));
  const { scenario, seconds, columns, rows } = options;
  const screen = emulateScreen(columns, rows);
  const terminal = spawn(process.execPath, [program, scenario, String(seconds), folder], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: folder,
    env: { ...process.env, TERM: 'xterm-256color', CI: '', NODE_ENV: 'production' },
  });
  terminal.onData((data) => screen.write(data));
  const report = new Promise<ScenarioReport>((resolve, reject) => {
    terminal.onExit(() => {
      readFile(join(folder, 'report.json'), 'utf8').then(
        (text) => resolve(scenarioReport.parse(JSON.parse(text))),
        () => reject(new Error(`the scenario broke:\n${screen.bytes().slice(-2_000)}`)),
      );
    });
  });
  await Promise.race([screen.see('bus-setup · S4 Proof', PATIENCE_MS), report]);
  return {
    terminal,
    screen,
    report,
    async journalLines(type) {
      const text = await readFile(join(folder, 'journal.ndjson'), 'utf8');
      return text.split('\n').filter((line) => line.includes(`"type":"${type}"`)).length;
    },
  };
}
