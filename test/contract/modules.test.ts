import { describe, expect, it } from 'vitest';
import {
  containerRunRequest,
  containerRunResult,
  containersStatusResponse,
} from '../../src/contract/containers.ts';
import { errorEnvelope } from '../../src/contract/errors.ts';
import { gatewayReadyResponse } from '../../src/contract/gateway.ts';
import { chatCompletionRequest, modelListResponse } from '../../src/contract/llm.ts';
import { LOCAL_ACCOUNT_ID } from '../../src/contract/local-defaults.ts';
import { mailboxResponse, mailboxSearchQuery } from '../../src/contract/mailbox.ts';
import { noteCreateRequest, noteListResponse, noteResponse } from '../../src/contract/notes.ts';
import { portalModulesResponse } from '../../src/contract/portal.ts';
import { stripeEvent, stripeVerifyPayload } from '../../src/contract/stripe.ts';
import { devTaskFact, devTaskOpenPayload, workRef } from '../../src/contract/tasks.ts';
import { usagePage, usagePageQuery, usageRecordPayload } from '../../src/contract/usage.ts';
import { vmStatusResponse } from '../../src/contract/vm.ts';

describe('gateway', () => {
  it('reads the documented answer and refuses one that is not ready', () => {
    expect(gatewayReadyResponse.safeParse({ ok: true, stack: 'bus-local-ai-platform' }).success).toBe(true);
    expect(gatewayReadyResponse.safeParse({ ok: false, stack: 'x' }).success).toBe(false);
    expect(gatewayReadyResponse.safeParse({ ok: true }).success).toBe(false);
  });
});

describe('errors', () => {
  it.each([
    [
      { error: { type: 'invalid_auth', message: 'missing bearer token' } },
      { type: 'invalid_auth', message: 'missing bearer token' },
    ],
    [
      {
        error: { type: 'billing_required', message: 'm', action: 'a', command: 'bus billing setup', more: 1 },
      },
      { type: 'billing_required', message: 'm', action: 'a', command: 'bus billing setup' },
    ],
    [{ error: { code: 'invalid_api_key', message: 'm' } }, { type: 'invalid_api_key', message: 'm' }],
    [{ error: 'nope' }, { type: 'unknown', message: 'nope' }],
  ])('reads %j', (body, meant) => {
    expect(errorEnvelope.parse(body).error).toEqual(meant);
  });

  it.each([{}, { error: null }, { error: {} }, { message: 'm' }, '<html>502</html>'])(
    'refuses %j',
    (body) => {
      expect(errorEnvelope.safeParse(body).success).toBe(false);
    },
  );
});

describe('llm', () => {
  const entry = { id: 'codex-chatgpt', object: 'model', created: 0, owned_by: 'bus-codex' };

  it('reads the local catalog', () => {
    expect(modelListResponse.parse({ object: 'list', data: [{ ...entry, context: 1 }] }).data).toEqual([
      entry,
    ]);
    expect(modelListResponse.safeParse({ data: [entry] }).success).toBe(false);
    expect(modelListResponse.safeParse({ object: 'list', data: [{ id: 'x' }] }).success).toBe(false);
  });

  it('keeps what OpenAI adds to a request', () => {
    const request = { model: 'm', messages: [{ role: 'user', content: 'hi', name: 'n' }], seed: 7 };
    expect(chatCompletionRequest.parse(request)).toEqual(request);
    expect(chatCompletionRequest.safeParse({ model: 'm', messages: [] }).success).toBe(false);
  });
});

describe('usage', () => {
  it('caps a page size that is too great and refuses a page before the first', () => {
    expect(usagePageQuery.parse({})).toEqual({ page: 1, page_size: 1000 });
    expect(usagePageQuery.parse({ page_size: '99999' }).page_size).toBe(10_000);
    for (const query of [{ page: '0' }, { page: '-1' }, { page: 'x' }, { before: 'now' }, { befor: 'x' }]) {
      expect(usagePageQuery.safeParse(query).success).toBe(false);
    }
  });

  it('takes the documented proof record and refuses unknown types and foreign accounts', () => {
    const record = {
      event_type: 'usage_recorded',
      event_id: 'proof-1',
      account_id: LOCAL_ACCOUNT_ID,
      data: { total_tokens: 1 },
    };
    expect(usageRecordPayload.parse(record)).toEqual(record);
    expect(usageRecordPayload.safeParse({ ...record, event_type: 'llm_request_finished' }).success).toBe(
      false,
    );
    expect(usageRecordPayload.safeParse({ ...record, account_id: 'acct' }).success).toBe(false);
    expect(usageRecordPayload.safeParse({ ...record, tenant: 'x' }).success).toBe(false);
  });

  it('reads a page with records of types yet unknown', () => {
    const page = {
      items: [{ id: 1, occurred_at: '2026-05-01T10:00:00.5+02:00', event_type: 'new_kind' }],
      page: 1,
      page_size: 1000,
      before: '2026-05-01T10:00:00Z',
      has_more: false,
    };
    expect(usagePage.parse(page)).toEqual(page);
    expect(usagePage.safeParse({ ...page, has_more: undefined }).success).toBe(false);
  });
});

describe('vm and containers', () => {
  it('reads a state nobody documented', () => {
    expect(vmStatusResponse.safeParse({ status: { state: 'melting', provider: 'static' } }).success).toBe(
      true,
    );
    expect(vmStatusResponse.safeParse({ state: 'ready', provider: 'static' }).success).toBe(false);
  });

  it('reads the older name of the owner', () => {
    const older = { items: [{ id: 'c', state: 'running', owner_account_id: 'me' }] };
    expect(containersStatusResponse.parse(older).items[0]?.owner_identity_id).toBe('me');
    expect(containersStatusResponse.safeParse({}).success).toBe(false);
  });

  it('takes args for an absent command only', () => {
    expect(containerRunRequest.parse({ profile: 'codex', args: ['a'] }).command).toEqual(['a']);
    expect(containerRunRequest.parse({ profile: 'codex', args: ['a'], command: ['b'] }).command).toEqual([
      'b',
    ]);
    for (const body of [
      {},
      { command: ['sh'] },
      { profile: 'x', timeout_seconds: -1 },
      { profile: 'x', user: 'r' },
    ]) {
      expect(containerRunRequest.safeParse(body).success).toBe(false);
    }
  });

  it('reads a run that had no arguments', () => {
    const result = {
      run_id: 'r',
      owner_account_id: 'me',
      runner_name: 'n',
      image: 'i',
      args: null,
      exit_code: 0,
      stdout: 'OK',
      stderr: '',
      duration_ms: 12,
      runtime: 'static',
    };
    expect(containerRunResult.parse(result)).toMatchObject({ owner_identity_id: 'me', args: [] });
  });
});

describe('notes', () => {
  const note = { id: 'n1', title: 'T' };

  it.each([[[note]], [{ items: [note] }], [{ notes: [note] }], [{ results: [note] }]])(
    'reads the list %#',
    (body) => {
      expect(noteListResponse.parse(body).items).toEqual([note]);
    },
  );

  it('reads a note bare or wrapped, with tags as a list or as text', () => {
    expect(noteResponse.parse({ note: { ...note, tags: 'a,b' } }).tags).toEqual(['a', 'b']);
    expect(noteResponse.parse({ ...note, id: 7, tags: ['a'] })).toEqual({ id: '7', title: 'T', tags: ['a'] });
    expect(noteResponse.safeParse({ note: null }).success).toBe(false);
    expect(noteResponse.safeParse({ title: 'T' }).success).toBe(false);
  });

  it.each([{ body: 'b' }, { title: '', body: 'b' }, { title: 't', body: 'b', id: 'x' }])(
    'refuses %j',
    (body) => {
      expect(noteCreateRequest.safeParse(body).success).toBe(false);
    },
  );
});

describe('portal', () => {
  const entry = { id: 'auth', title: 'Auth', state: 'stable', default_enabled: true };

  it('reads a bare list and a wrapped one', () => {
    expect(portalModulesResponse.parse([entry]).items).toEqual([entry]);
    expect(portalModulesResponse.parse({ modules: [entry] }).items).toEqual([entry]);
  });

  it('refuses an id that could leave its path', () => {
    expect(portalModulesResponse.safeParse([{ ...entry, id: '../x' }]).success).toBe(false);
  });
});

describe('stripe', () => {
  it('reads the parts it needs of a real event', () => {
    const object = {
      id: 'cs_1',
      client_reference_id: LOCAL_ACCOUNT_ID,
      metadata: { bus_feature: 'llm:proxy' },
    };
    const event = { id: 'evt_1', object: 'event', type: 'checkout.session.completed', data: { object } };
    expect(stripeEvent.parse(event).data.object).toEqual(object);
    expect(stripeEvent.safeParse({ ...event, data: {} }).success).toBe(false);
  });

  it('does not let a caller bring its own webhook secret', () => {
    expect(stripeVerifyPayload.safeParse({ body: '{}', signature: 's', secret: 'x' }).success).toBe(false);
  });
});

describe('dev tasks', () => {
  it.each(['bus-dev#10.1', 'busdk#1'])('takes the reference %s', (ref) => {
    expect(workRef.safeParse(ref).success).toBe(true);
  });

  it.each(['10.1', 'bus-dev', 'bus-dev#', 'bus-dev#1.', '#1', 'a b#1'])('refuses the reference %j', (ref) => {
    expect(workRef.safeParse(ref).success).toBe(false);
  });

  it('reads a fact in other spellings', () => {
    expect(devTaskFact.parse({ ref: 'busdk#1', message: 'hi', claimed_by: 'w', extra: 1 })).toEqual({
      work_ref: 'busdk#1',
      text: 'hi',
      worker_id: 'w',
    });
    expect(devTaskFact.safeParse({ status: 'done' }).success).toBe(false);
  });

  it('opens a task for somebody only', () => {
    const task = { work_ref: 'busdk#1', source: 'proof', recipient: 'bus-dev', text: 'go', status: 'open' };
    expect(devTaskOpenPayload.parse(task)).toEqual(task);
    expect(devTaskOpenPayload.safeParse({ ...task, recipient: undefined }).success).toBe(false);
  });
});

describe('mailbox', () => {
  it('reads a MailHog answer', () => {
    const mail = {
      ID: 'abc@mailhog',
      From: { Relays: null, Mailbox: 'bus-auth', Domain: 'example.invalid', Params: '' },
      To: [{ Relays: null, Mailbox: 'a', Domain: 'example.invalid', Params: '' }],
      Content: { Headers: { Subject: ['code'] }, Body: '123456\r\n', Size: 8, MIME: null },
      Created: '2026-05-01T10:00:00.123456789Z',
      MIME: null,
      Raw: { From: 'x', To: ['y'], Data: 'z', Helo: 'h' },
    };
    expect(
      mailboxResponse.parse({ total: 1, count: 1, start: 0, items: [mail] }).items[0]?.To[0]?.Mailbox,
    ).toBe('a');
  });

  it('knows three kinds of search and caps the page', () => {
    expect(mailboxSearchQuery.parse({ kind: 'to', query: 'a', limit: '9999' }).limit).toBe(250);
    expect(mailboxSearchQuery.safeParse({ kind: 'subject', query: 'a' }).success).toBe(false);
  });
});
