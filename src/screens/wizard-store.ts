import type { Host } from '../host/host.ts';
import type { RunPort } from '../steps/run-port.ts';
import { clipboardSequence } from './clipboard.ts';
import type { Effect, Message } from './effects.ts';
import type { Glyphs } from './glyphs.ts';
import type { KeyName } from './keys.ts';
import { initialModel, type Model, type Said, type Size } from './model.ts';
import { update } from './update.ts';

/** Shortest time between two looks at the run, milliseconds: events become at most 15 changes a second. */
const EVENT_WINDOW = 67;
/** Most lines of a service's log that the details read. */
const LOG_LINES = 200;

/** Holds the model of the wizard, and is its only way to the run. */
export interface WizardStore {
  /** The model now; a new object after each change. */
  model(): Model;
  /** Calls `listener` after each change; returns the function that ends it. */
  subscribe(listener: () => void): () => void;
  /** Applies the keys in their order. */
  press(keys: readonly KeyName[]): void;
  /** Takes a text that was pasted: letters, never keys. */
  paste(text: string): void;
  resize(size: Size): void;
  /** Milliseconds since the run began, also between two events. */
  elapsed(): number;
  /** Resolves when the operator or the end of the run closes the wizard. */
  readonly left: Promise<void>;
  /** Ends the subscription and what is still waited for. */
  close(): void;
}

/**
 * Joins a run to a wizard that is drawn with `glyphs` on a terminal of `size`.
 * @param write sends the terminal what draws nothing, past the frames
 */
export function createWizardStore(
  port: RunPort,
  host: Host,
  glyphs: Glyphs,
  size: Size,
  write: (sequence: string) => void,
): WizardStore {
  const listeners = new Set<() => void>();
  const left = Promise.withResolvers<void>();
  const closing = new AbortController();
  const first = initialModel(port.profiles, port.rememberedProfile, size, port.unfinished);
  let model: Model = { ...first, view: { ...first.view, begun: port.begun } };
  let shownAt = Number.NEGATIVE_INFINITY;
  let waiting = false;
  let isLeft = false;
  let runStartedAt = host.monotonic();

  function send(message: Message): void {
    const { model: next, effects } = update(model, message, glyphs);
    const changed = next !== model;
    model = next;
    for (const effect of effects) perform(effect);
    if (changed) for (const listener of listeners) listener();
  }

  function perform(effect: Effect): void {
    switch (effect.do) {
      case 'begin':
        port.begin(effect.profile, effect.how);
        return;
      case 'answer':
        port.answer(effect.question, effect.value, effect.subject);
        return;
      case 'cancel':
        port.cancel();
        return;
      case 'export-bundle':
        port.exportBundle();
        return;
      case 'copy':
        write(clipboardSequence(effect.text, host.env));
        return;
      case 'open-report':
        void openReport();
        return;
      case 'select-file':
        port.selectFile(effect.path, effect.included);
        return;
      case 'read-file': {
        const page = port.bundleFile(effect.path, effect.offset);
        if (page !== undefined) send({ type: 'file', file: { page, before: effect.before } });
        return;
      }
      case 'leave':
        isLeft = true;
        left.resolve();
        return;
      case 'read-log':
        void readLog(effect.service);
    }
  }

  async function readLog(service: string): Promise<void> {
    try {
      const lines = await port.serviceLog(service, LOG_LINES);
      send({ type: 'log', log: { service, lines } });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      send({ type: 'log', log: { service, problem } });
    }
  }

  async function openReport(): Promise<void> {
    const { path, opened, why } = await port.openReport();
    const said: Said = opened
      ? { tone: 'good', text: 'The browser was asked to show the report:', exact: path }
      : {
          tone: 'caution',
          text: `The report was not opened. ${why ?? ''}`,
          ...(path === '' ? {} : { exact: path }),
        };
    if (!closing.signal.aborted) send({ type: 'said', said });
  }

  function showRun(): void {
    waiting = false;
    shownAt = host.monotonic();
    send({ type: 'run', run: port.state() });
  }

  const unsubscribe = port.subscribe((event) => {
    runStartedAt = host.monotonic() - event.t;
    if (waiting) return;
    const wait = shownAt + EVENT_WINDOW - host.monotonic();
    if (wait <= 0) return showRun();
    waiting = true;
    // The only rejection is the abort of close().
    host.sleep(wait, closing.signal).then(showRun, () => undefined);
  });

  return {
    model: () => model,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press(keys) {
      // Who quits has left: a key typed right behind it, in the same chunk, would begin what nobody sees any more.
      for (const key of keys) if (!isLeft) send({ type: 'key', key });
    },
    paste: (text) => send({ type: 'paste', text }),
    resize: (next) => send({ type: 'size', size: next }),
    elapsed: () => host.monotonic() - runStartedAt,
    left: left.promise,
    close() {
      unsubscribe();
      closing.abort();
    },
  };
}
