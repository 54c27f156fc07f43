import type { ServiceState } from '../steps/run-state.ts';
import type { Entry, Mark } from './entry.ts';

const MARKS: Record<ServiceState['state'], Mark> = {
  absent: 'wait',
  creating: 'run',
  starting: 'run',
  running: 'pass',
  healthy: 'pass',
  unhealthy: 'fail',
  restarting: 'run',
  exited: 'fail',
  done: 'pass',
  skipped: 'skip',
};

/** Shorter words for the states, so that they stay one column. */
const WORDS: Partial<Record<ServiceState['state'], string>> = {
  absent: 'wait',
  restarting: 'restart',
  creating: 'create',
  starting: 'start',
  skipped: 'skip',
};

/** A service as a row of S3. */
export function serviceEntry(service: ServiceState): Entry {
  const { state, detail, summary, role } = service;
  const mark = MARKS[state];
  return {
    id: service.service,
    mark,
    word: WORDS[state] ?? state,
    text: mark === 'pass' ? summary : (detail ?? summary),
    aside: role === 'core' || role === 'skipped' ? '' : role,
    also: `${role} ${summary}`,
    notes: [],
  };
}
