import type { Host } from '../host/host.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { isLetter } from './filter.ts';
import type { Glyphs } from './glyphs.ts';
import { filterOf, type Model } from './model.ts';
import { stillFrame } from './still-frame.tsx';
import type { WizardStore } from './wizard-store.ts';

/** A frame is recorded when nothing has changed for so many milliseconds … */
const SETTLED = 300;
/** … or when something has changed all the time for so many. */
const LONGEST = 2_000;

/** A store whose keys and frames are recorded. */
export interface RecordedStore extends WizardStore {
  /** Records the last frame. */
  lastFrame(): void;
}

/**
 * Records what a person sees and presses: each frame when it has settled or a key is pressed on it. While a filter is
 * typed neither its letters nor its frames are kept, for half of a secret is none that a redactor knows.
 */
export function recordWizard(
  store: WizardStore,
  glyphs: Glyphs,
  host: Host,
  transcript: Transcript,
): RecordedStore {
  const closing = new AbortController();
  let firstChange: number | undefined;
  let lastChange = 0;

  function draw(model: Model): void {
    if (filterOf(model)?.typing === true) return;
    transcript.screen(stillFrame(model, { glyphs, color: false, cube: false }));
  }

  async function settle(): Promise<void> {
    for (;;) {
      await host.sleep(SETTLED, closing.signal);
      const now = host.monotonic();
      const since = firstChange;
      if (since === undefined) return;
      if (now - lastChange < SETTLED && now - since < LONGEST) continue;
      firstChange = undefined;
      return draw(store.model());
    }
  }

  function changed(): void {
    lastChange = host.monotonic();
    if (firstChange !== undefined) return;
    firstChange = lastChange;
    // The only rejection is the abort of close().
    settle().catch(() => undefined);
  }

  /** Drawn later, because a key is handled while Ink is at work; a model never changes, so it is still the same frame. */
  function pressed(key: string): void {
    const seen = store.model();
    const isNew = firstChange !== undefined;
    const typed = filterOf(seen)?.typing === true && isLetter(key);
    queueMicrotask(() => {
      if (isNew) draw(seen);
      transcript.key(typed ? 'letter' : key);
    });
  }

  const unsubscribe = store.subscribe(changed);
  changed();
  return {
    ...store,
    press(keys) {
      for (const key of keys) {
        pressed(key);
        store.press([key]);
      }
    },
    paste(text) {
      pressed('pasted text');
      store.paste(text);
    },
    lastFrame: () => draw(store.model()),
    close() {
      unsubscribe();
      closing.abort();
      store.close();
    },
  };
}
