import { sampleLog, samplePage } from '../../src/screens/gallery/sample-answers.ts';
import { FOLDER, recorder } from '../../src/screens/gallery/sample-events.ts';
import { PROFILES } from '../../src/screens/gallery/sample-profiles.ts';
import type { Story } from '../../src/screens/gallery/story.ts';
import type { RunEvent, RunEventBody } from '../../src/steps/events.ts';
import { reduce } from '../../src/steps/reduce.ts';
import type { RunPort, UnfinishedChoice } from '../../src/steps/run-port.ts';
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
export function fakePort(remembered?: string, unfinished?: UnfinishedChoice): FakePort {
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
    ...(unfinished === undefined ? {} : { unfinished }),
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
      const path = `${FOLDER}/evidence/data/report.html`;
      return { path, opened: false, why: 'There is no display here for a browser.' };
    },
    cancel: () => call('cancel'),
    async serviceLog(service, lines) {
      call(`log ${service} ${lines}`);
      return sampleLog(service);
    },
    selectFile(path, included) {
      call(`select ${path} ${included}`);
      port.emit(state.t, { type: 'file.selected', path, included });
    },
    bundleFile(path, offset) {
      call(`file ${path} ${offset}`);
      return samplePage(path, offset);
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
