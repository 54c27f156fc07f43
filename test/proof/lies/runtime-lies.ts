import { letIn } from './bearer.ts';
import {
  ESCAPES,
  json,
  lie,
  list,
  noToken,
  page,
  pardon,
  STRANGER,
  set,
  status,
  type ToldLie,
  texts,
  without,
  yes,
} from './lie.ts';

const LIST = '/v1/models';
const MODEL = { id: 'codex-chatgpt', object: 'model', created: 0, owned_by: 'bus-codex' };
const VM = '/api/v1/vm/status';
const CONTAINERS = '/api/v1/containers/status';
const RUNNER = '/api/internal/containers/runner';
const STATIC = { state: 'ready', provider: 'static' };
const lacking = (scope: string, body: unknown) => letIn(({ scopes }) => !scopes.includes(scope), body);

/** Lies about models, machines and containers. */
export const RUNTIME_LIES: readonly ToldLie[] = [
  lie('models', 'an empty list', 'PR-MODELS-MISSING', '/v1/models', set({ data: [] })),
  lie(
    'models',
    'another model',
    'PR-MODELS-MISSING',
    '/v1/models',
    set({ data: [{ ...MODEL, id: 'gpt-2' }] }),
  ),
  lie(
    'models',
    'another owner',
    'PR-MODELS-OWNER',
    '/v1/models',
    set({ data: [{ ...MODEL, owned_by: 'me' }] }),
  ),
  lie('models', 'a model twice', 'PR-MODELS-SHAPE', '/v1/models', set({ data: [MODEL, MODEL] })),
  lie('models', 'names only', 'PR-MODELS-SHAPE', '/v1/models', set({ data: ['codex-chatgpt'] })),
  lie('models', 'public', 'PR-MODELS-PUBLIC', '/v1/models', yes({ object: 'list', data: [MODEL] }), {
    when: noToken,
  }),
  lie('models', 'a login page', 'PR-ANSWER-TYPE', '/v1/models', page('<html>codex-chatgpt</html>')),

  lie(
    'vm-status',
    'another provider',
    'PR-VM-PROVIDER',
    VM,
    set({ status: { ...STATIC, provider: 'upcloud' } }),
  ),
  lie(
    'vm-status',
    'unavailable',
    'PR-VM-UNAVAILABLE',
    VM,
    set({ status: { ...STATIC, state: 'unavailable' } }),
  ),
  lie('vm-status', 'a text for a status', 'PR-VM-SHAPE', VM, set({ status: 'ready' })),
  lie('vm-status', 'public', 'PR-VM-PUBLIC', VM, pardon({ status: STATIC })),

  lie('containers-status', 'a number for the list', 'PR-CONTAINERS-SHAPE', CONTAINERS, set({ items: 0 })),
  lie(
    'containers-status',
    'one of somebody else',
    'PR-CONTAINERS-FOREIGN',
    CONTAINERS,
    set({ items: [{ id: 'c', state: 'up', owner_identity_id: STRANGER }] }),
  ),
  lie(
    'containers-status',
    'all to everybody',
    'PR-CONTAINERS-FOREIGN',
    CONTAINERS,
    set({ items: [{ id: 'c', state: 'up' }] }),
  ),
  lie('containers-status', 'public', 'PR-CONTAINERS-PUBLIC', CONTAINERS, pardon({ items: [] })),
  lie(
    'containers-status',
    'no runner',
    'PR-CONTAINERS-SHAPE',
    '/api/internal/containers/runner',
    set({ status: {} }),
  ),
  lie('models', 'no list', 'PR-MODELS-SHAPE', LIST, set({ data: null })),
  lie(
    'models',
    'a model without an owner',
    'PR-MODELS-SHAPE',
    LIST,
    list(([{ owned_by: _, ...model } = {}]) => [model]),
  ),
  lie('models', 'a model of the year 300000', 'PR-MODELS-SHAPE', LIST, (told) => {
    told.body = told.body.replace(/"created":\d+/, '"created":9007199254740993');
  }),
  lie(
    'models',
    'more models than there are',
    'PR-MODELS-SHAPE',
    LIST,
    list(() => Array.from({ length: 1001 }, (_, n) => ({ ...MODEL, id: `m${n}` }))),
  ),
  lie(
    'models',
    'names with escapes',
    'PR-MODELS-SHAPE',
    LIST,
    texts((text) => text + ESCAPES),
  ),
  lie(
    'models',
    'an id with escapes',
    'PR-MODELS-MISSING',
    LIST,
    list((all) => all.map((model) => ({ ...model, id: `${model.id}${ESCAPES}` }))),
  ),
  lie('models', 'another kind of list', 'PR-MODELS-SHAPE', LIST, set({ object: 'page' })),

  lie(
    'vm-status',
    'no provider',
    'PR-VM-SHAPE',
    VM,
    json(() => ({ status: { state: 'ready' } })),
  ),
  lie(
    'vm-status',
    'details that are none',
    'PR-VM-SHAPE',
    VM,
    set({ status: { ...STATIC, details: 'all well' } }),
  ),
  lie(
    'vm-status',
    'escapes for a provider',
    'PR-VM-PROVIDER',
    VM,
    texts((text) => text + ESCAPES),
  ),
  lie('vm-status', 'open without its scope', 'PR-VM-PUBLIC', VM, lacking('vm:read', { status: STATIC })),
  lie('vm-status', 'open without a token', 'PR-VM-PUBLIC', VM, pardon({ status: STATIC }), { when: noToken }),
  lie('vm-status', 'a refusal of another kind', 'PR-STATUS', VM, status(418), { when: noToken }),
  lie(
    'vm-status',
    'empty',
    'PR-VM-SHAPE',
    VM,
    json(() => ({})),
  ),

  lie('containers-status', 'no list', 'PR-CONTAINERS-SHAPE', CONTAINERS, without('items')),
  lie(
    'containers-status',
    'one twice',
    'PR-CONTAINERS-SHAPE',
    CONTAINERS,
    set({
      items: [
        { id: 'c', state: 'up' },
        { id: 'c', state: 'up' },
      ],
    }),
  ),
  lie(
    'containers-status',
    'an owner by its old name',
    'PR-CONTAINERS-FOREIGN',
    CONTAINERS,
    set({ items: [{ id: 'c', state: 'up', owner_account_id: STRANGER }] }),
  ),
  lie(
    'containers-status',
    'escapes for an owner',
    'PR-CONTAINERS-FOREIGN',
    CONTAINERS,
    set({ items: [{ id: 'c', state: 'up', owner_identity_id: ESCAPES }] }),
  ),
  lie(
    'containers-status',
    'open without its scope',
    'PR-CONTAINERS-PUBLIC',
    CONTAINERS,
    lacking('container:read', { items: [] }),
  ),
  lie('containers-status', 'a runner that is down', 'PR-BACKEND-DOWN', RUNNER, status(503)),
  lie('containers-status', 'a runner’s page', 'PR-ANSWER-TYPE', RUNNER, page('<html>runner</html>')),
  lie(
    'containers-status',
    'a runner without a state',
    'PR-CONTAINERS-SHAPE',
    RUNNER,
    yes({ status: { provider: 'docker' } }),
  ),
];
