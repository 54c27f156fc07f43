import { type Json, json, lie, since, status, type ToldLie, yes } from './lie.ts';

const SERVICE = 'bus-notes-api';
const SERVICES = '/services';
const RESTART = `/services/${SERVICE}/restart`;
const told = (change: (service: Json) => Json) =>
  json((answer) => ({
    ...answer,
    services: (answer.services as Json[]).map((each) => (each.service === SERVICE ? change(each) : each)),
  }));

/** Lies of the listener that a stack is controlled by: what it says it restarted is not taken for restarted. */
export const CONTROL_LIES: readonly ToldLie[] = [
  lie('notes-persistence', 'a restart that is none', 'ST-NOT-RESTARTED', RESTART, yes({ state: 'healthy' }), {
    instead: true,
  }),
  lie(
    'notes-persistence',
    'the same start as before',
    'ST-NOT-RESTARTED',
    SERVICES,
    told((service) => ({ ...service, starts: 1 })),
  ),
  lie(
    'notes-persistence',
    'no word on which start it is',
    'ST-NOT-RESTARTED',
    SERVICES,
    told(({ starts: _, ...service }) => service),
  ),
  lie(
    'notes-persistence',
    'restarted, and down',
    'ST-RESTART-FAILED',
    SERVICES,
    told((service) => ({ ...service, state: 'exited', detail: 'stopped' })),
    { when: since(2) },
  ),
  lie(
    'notes-persistence',
    'another stack after the restart',
    'ST-RESTART-FAILED',
    SERVICES,
    json((answer) => ({ ...answer, instance_id: 'another' })),
    { when: since(2) },
  ),
  lie('notes-persistence', 'a refused restart', 'ST-RESTART-FAILED', RESTART, status(503)),
];
