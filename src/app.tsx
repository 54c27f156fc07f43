import { render } from 'ink';
import type { Host } from './host/host.ts';
import { exitSummary } from './screens/exit-summary.ts';
import { glyphsFor } from './screens/glyphs.ts';
import type { Size } from './screens/model.ts';
import { recordWizard } from './screens/record-wizard.ts';
import type { Terminal } from './screens/terminal-context.ts';
import { Wizard } from './screens/wizard.tsx';
import { createWizardStore } from './screens/wizard-store.ts';
import type { RunPort } from './steps/run-port.ts';
import { hasColorCube } from './terminal/palette.ts';
import { runTerminal } from './terminal/run-terminal.ts';
import type { Transcript } from './transcript/transcript.ts';

/** Frames and changes a second, at most. */
const MAX_FPS = 15;
/** Size of a terminal that does not tell. */
const USUAL: Size = { rows: 24, columns: 80 };

/** What the wizard needs. Whether there is a terminal at all was decided before. */
export interface WizardOptions {
  readonly port: RunPort;
  /** Ends the run if it still goes on; resolves, once its last event is written, with how it ended. */
  readonly end: () => Promise<{ readonly exitCode: number }>;
  /** Resolves when the run has ended; one that is told to stop before it begins ends without an event. */
  readonly done: Promise<unknown>;
  readonly host: Host;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly color: boolean;
  /** Record of what is shown and pressed. */
  readonly transcript?: Transcript;
}

/**
 * Runs the wizard until its run has ended and the operator leaves, then prints what is worth keeping.
 * @returns the exit code of the run
 */
export async function runWizard(options: WizardOptions): Promise<{ readonly exitCode: number }> {
  const { port, end, done, host, stdin, stdout, stderr, color, transcript } = options;
  const glyphs = glyphsFor(host.env, host.platform);
  const terminal: Terminal = { glyphs, color, cube: hasColorCube(host.env), animated: true };
  const made = createWizardStore(port, host, glyphs, sizeOf(stdout), (bytes) => void stdout.write(bytes));
  const recorded = transcript === undefined ? undefined : recordWizard(made, glyphs, host, transcript);
  const store = recorded ?? made;
  const around = runTerminal(host, stdout);
  store.subscribe(() => around.show(store.model().run));
  const drawNow = (): void => void ink?.waitUntilRenderFlush();
  const wizard = <Wizard store={store} terminal={terminal} drawNow={drawNow} />;
  // Subscribed before Ink is: Ink draws the old frame again at the new size first, and the old one may be higher than
  // the terminal is now. `rerender` draws at once.
  const resized = (): void => {
    store.resize(sizeOf(stdout));
    ink?.rerender(wizard);
  };
  stdout.on('resize', resized);
  let ink: ReturnType<typeof render> | undefined;
  try {
    // Ink does so only after its first frame; a key pressed in between would be echoed into the frame and shift it.
    stdin.setRawMode(true);
    around.show(store.model().run);
    ink = render(wizard, {
      stdin,
      stdout,
      stderr,
      interactive: true,
      exitOnCtrlC: false,
      // Nothing here writes to the console; patched, each call would draw the frame again.
      patchConsole: false,
      alternateScreen: true,
      incrementalRendering: true,
      // Who needs a screen reader is asked line by line and never gets here.
      isScreenReaderEnabled: false,
      maxFps: MAX_FPS,
    });
    const crashed = ink.waitUntilExit();
    const neverBegan = Promise.withResolvers<void>();
    void done.then(() => port.state().finished ?? neverBegan.resolve());
    await Promise.race([store.left, crashed, neverBegan.promise]);
    recorded?.lastFrame();
    ink.unmount();
    await crashed;
  } finally {
    stdin.setRawMode(false);
    stdout.off('resize', resized);
    store.close();
    around.close();
    // Also when the wizard broke: nobody would be left to tell the run to end.
    await end();
  }
  const summary = exitSummary(port.state(), glyphs);
  for (const line of summary) transcript?.line(line);
  const lines = summary.map((line) => around.linked(line, port.state()));
  await new Promise((resolve) => stdout.write(`${lines.join('\n')}\n`, resolve));
  return { exitCode: (await end()).exitCode };
}

function sizeOf({ rows, columns }: NodeJS.WriteStream): Size {
  return { rows: rows || USUAL.rows, columns: columns || USUAL.columns };
}
