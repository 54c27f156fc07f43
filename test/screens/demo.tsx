/**
 * Plays a recorded run to the real wizard, to look at it without a stack. Node runs no `.tsx`, so it is bundled first:
 * `npx esbuild test/screens/demo.tsx --bundle --platform=node --format=esm --packages=external --outfile=dist/demo.js`,
 * then `node dist/demo.js failed` (or `passed`, `refused`, `not-ready`).
 */
import { runWizard } from '../../src/app.tsx';
import { systemHost } from '../../src/host/host.ts';
import type { Story } from '../../src/screens/gallery/story.ts';
import { fakePort } from './fake-port.ts';
import { stories } from './stories.ts';

const ENDINGS: Record<string, Story> = {
  passed: stories.donePassed,
  failed: stories.doneFailed,
  refused: stories.doneRefused,
  'not-ready': stories.startFailed,
};

const story = ENDINGS[process.argv[2] ?? 'passed'] ?? stories.donePassed;
const port = fakePort(process.argv[3]);
const host = systemHost();
let place = 0;

/** Plays until the story asks a question. */
async function play(): Promise<void> {
  for (let at = story[place]; at !== undefined; at = story[place]) {
    const [t, body] = at;
    place += 1;
    port.emit(t, body);
    if (body.type === 'question.asked') return;
    if (body.type === 'check.finished' || body.type === 'service.changed') await host.sleep(120);
    if (body.type === 'collector.finished' || body.type === 'check.progress') await host.sleep(250);
  }
}

port.onCall = (call) => {
  if (call.startsWith('begin') || call.startsWith('answer')) void play();
  if (call === 'cancel') {
    const counts = { pass: 0, skip: 0, fail: 0 };
    void host.sleep(1_500).then(() => {
      place = story.length;
      port.emit(9_000, {
        type: 'run.finished',
        verdict: 'incomplete',
        exitCode: 130,
        counts,
        duration: 9_000,
      });
    });
  }
};

const { exitCode } = await runWizard({
  port,
  done: new Promise(() => undefined),
  end: async () => ({ exitCode: port.state().finished?.exitCode ?? 130 }),
  host,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  color: process.env.NO_COLOR === undefined,
});
process.exitCode = exitCode;
