import {
  ESCAPES,
  events,
  type Json,
  lie,
  named,
  none,
  payload,
  STRANGER,
  saying,
  set,
  status,
  type Tell,
  type ToldLie,
  twice,
} from './lie.ts';

const PUBLISH = '/api/v1/events';
const STREAM = '/api/v1/events/stream';
const CLAIMED = named('bus.dev.task.claimed');
const FAILED = 'bus.dev.task.failed';
const OWNER = '00000000-0000-4000-8000-000000000001';
const DONE = named('bus.dev.task.done');
/** The lines of this proof's own task: the newest that are not about its orphan. */
const replaced = (name: string) => events((all) => all.map((line) => ({ ...line, name })));

/** Says that the task which was opened has failed, in words that attack a terminal. */
function failure(): Tell {
  let ref: unknown;
  return (told, { method, body, query }) => {
    const { name, payload: task } = method === 'POST' ? (JSON.parse(body) as Json) : {};
    if (name === 'bus.dev.task.open') ref = (task as Json).work_ref;
    if (query.get('name') !== FAILED) return;
    const line = { id: 'evt_1', name: FAILED, identity_id: OWNER };
    const said = { work_ref: ref, source: 'bus-integration-task', text: `out of luck${ESCAPES}` };
    told.body = `${JSON.stringify({ ...line, payload: said })}\n`;
  };
}

/** Lies about tasks. */
export const TASK_LIES: readonly ToldLie[] = [
  lie('dev-task', 'claimed twice', 'PR-TASK-CLAIMED-TWICE', STREAM, events(twice), { when: CLAIMED }),
  lie('dev-task', 'claimed by nobody', 'PR-TASK-UNCLAIMED', STREAM, events(none), { when: CLAIMED }),
  lie('dev-task', 'never done', 'PR-TASK-UNFINISHED', STREAM, events(none), { when: DONE }),
  lie('dev-task', 'done twice', 'PR-TASK-DONE-TWICE', STREAM, events(twice), { when: DONE }),
  lie(
    'dev-task',
    'done by another',
    'PR-TASK-OTHER-WORKER',
    STREAM,
    events(payload({ worker_id: 'mallory' })),
    { when: DONE },
  ),
  lie(
    'dev-task',
    'claims what is not its own',
    'PR-TASK-STRAY-CLAIM',
    STREAM,
    events((all) => [
      ...all,
      ...all.map((line) => ({
        ...line,
        payload: {
          ...(line.payload as Json),
          work_ref: String((line.payload as Json).work_ref).replace('#1', '-orphan#1'),
        },
      })),
    ]),
    { when: CLAIMED },
  ),
  lie(
    'dev-task',
    'claimed for another recipient',
    'PR-TASK-SHAPE',
    STREAM,
    events(payload({ recipient: 'somebody' })),
    { when: CLAIMED },
  ),
  lie('dev-task', 'done, but running', 'PR-TASK-SHAPE', STREAM, events(payload({ status: 'running' })), {
    when: DONE,
  }),
  lie('dev-task', 'failed with escapes', 'PR-TASK-FAILED', /^\/api\/v1\/events(\/stream)?$/, failure()),
  lie(
    'dev-task',
    'a claim without a task',
    'PR-TASK-UNCLAIMED',
    STREAM,
    events((all) => all.map((line) => ({ ...line, payload: {}, correlationId: 'x' }))),
    { when: CLAIMED },
  ),
  lie(
    'dev-task',
    'done for somebody else',
    'PR-STREAM-FOREIGN',
    STREAM,
    events((all) => all.map((line) => ({ ...line, identity_id: STRANGER }))),
    { when: DONE },
  ),
  lie('dev-task', 'done under another name', 'PR-STREAM-NAME', STREAM, replaced('bus.dev.task.failed'), {
    when: DONE,
  }),
  lie('dev-task', 'not opened', 'PR-EVENTS-NOT-ACCEPTED', PUBLISH, set({ accepted: false }), {
    method: 'POST',
    when: saying('bus.dev.task.open'),
  }),
  lie(
    'dev-task',
    'opened and forgotten',
    'PR-TASK-UNFINISHED',
    PUBLISH,
    (told, asked) => {
      told.body = JSON.stringify({
        accepted: true,
        id: 'evt_1',
        name: (JSON.parse(asked.body) as Json).name,
      });
    },
    { method: 'POST', instead: true },
  ),
  lie(
    'dev-task',
    'a worker with escapes',
    'PR-TASK-OTHER-WORKER',
    STREAM,
    events(payload({ worker_id: `w${ESCAPES}` })),
    { when: DONE },
  ),
  lie('dev-task', 'events down', 'PR-BACKEND-DOWN', STREAM, status(503)),
];
