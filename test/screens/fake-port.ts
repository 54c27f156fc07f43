import { recorder } from '../../src/screens/gallery/sample-events.ts';
import { PROFILES } from '../../src/screens/gallery/sample-profiles.ts';
import type { Story } from '../../src/screens/gallery/story.ts';
import type { RunEvent, RunEventBody } from '../../src/steps/events.ts';
import { reduce } from '../../src/steps/reduce.ts';
import type { RunPort } from '../../src/steps/run-port.ts';
import { EMPTY_RUN, type RunState } from '../../src/steps/run-state.ts';

/** A run port whose events come from a test, and that writes down what a face asked of it. */
export interface FakePort extends RunPort {
  readonly calls: string[];
  emit(t: number, body: RunEventBody): void;
  play(story: Story): void;
  /** Called with each call that is written down. */
  onCall: (call: string) => void;
}

/** A port with nothing behind it. */
export function fakePort(remembered?: string): FakePort {
  const listeners = new Set<(event: RunEvent) => void>();
  const record = recorder();
  const calls: string[] = [];
  let state: RunState = EMPTY_RUN;
  const call = (text: string): void => {
    calls.push(text);
    port.onCall(text);
  };
  const port: FakePort = {
    profiles: PROFILES,
    begun: false,
    rememberedProfile: remembered,
    calls,
    onCall: () => undefined,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin: (profile) => call(`begin ${profile}`),
    answer: (question, value, subject) =>
      call(`answer ${question} ${value}${subject === undefined ? '' : ` ${subject}`}`),
    exportBundle: () => call('export bundle'),
    async openReport() {
      call('open report');
      return { path: '/srv/run/evidence/data/report.html', opened: false, why: 'There is no display here.' };
    },
    cancel: () => call('cancel'),
    async serviceLog(service, lines) {
      call(`log ${service} ${lines}`);
      return Array.from({ length: 40 }, (_, index) => `12:00:${index} ${service} line ${index + 1}`);
    },
    selectFile(path, included) {
      call(`select ${path} ${included}`);
      port.emit(state.t, { type: 'file.selected', path, included });
    },
    bundleFile(path, offset) {
      call(`file ${path} ${offset}`);
      const lines = Array.from(
        { length: 40 },
        (_, index) => `line ${index + 1} of ${path} from byte ${offset}`,
      );
      return { path, offset, bytes: 32_000, lines, ...(offset === 0 ? { next: 16_000 } : {}) };
    },
    emit(t, body) {
      const event = record(t, body);
      state = reduce(state, event);
      for (const listener of listeners) listener(event);
    },
    play(story) {
      for (const [t, body] of story) port.emit(t, body);
    },
  };
  return port;
}
