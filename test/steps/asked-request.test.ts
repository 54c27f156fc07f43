import { describe, expect, it } from 'vitest';
import { askedOf, requestAgain } from '../../src/steps/asked-request.ts';
import { askedRequest } from '../../src/steps/asked-schema.ts';
import type { RunRequest } from '../../src/steps/run-request.ts';

const NOW: RunRequest = {
  steps: ['preflight', 'start', 'proof', 'bundle'],
  selection: {},
  stack: { tokenFiles: {} },
  bundle: { recipients: [] },
  interactive: false,
  assumeYes: false,
};

const THEN: RunRequest = {
  ...NOW,
  selection: { only: ['models'], skip: ['portal'] },
  signWith: 'key.pub',
  stack: { port: 0, url: 'https://stack.example', tokenFiles: { api: 'token' }, composeFiles: ['a.yaml'] },
  bundle: { since: new Date('2026-01-01T00:00:00Z'), maxBytes: 5, recipients: ['age1x'], keepKey: true },
};

/** What was asked for, through the journal and back. */
const kept = (request: RunRequest) =>
  askedRequest.parse(JSON.parse(JSON.stringify(askedOf(request, 'profiles/own.yaml', '/srv'))));

describe('what a run was asked for', () => {
  it('comes back from the journal as it was', () => {
    const again = requestAgain(kept(THEN), 'buyer-4711', NOW);
    expect(again).toMatchObject({
      ...THEN,
      profile: 'profiles/own.yaml',
      challenge: 'buyer-4711',
      interactive: false,
    });
  });

  it('gives way to what is asked for now', () => {
    const again = requestAgain(kept(THEN), 'buyer-4711', {
      ...NOW,
      profile: 'local',
      selection: { only: ['portal'] },
      challenge: 'buyer-4712',
      stack: { port: 8080, tokenFiles: { auth: 'other' } },
    });
    expect(again).toMatchObject({
      profile: 'local',
      selection: { only: ['portal'], skip: ['portal'] },
      challenge: 'buyer-4712',
      stack: { port: 8080, url: 'https://stack.example', tokenFiles: { api: 'token', auth: 'other' } },
    });
  });

  it('is asked for again where the redactor took a part of it away', () => {
    const url = 'https://[REDACTED:url-password]@stack.example';
    const asked = kept({ ...THEN, stack: { url } });
    expect(() => requestAgain(asked, undefined, NOW)).toThrow('RN-ANSWER-REDACTED');
    const given = { ...NOW, stack: { url: 'https://u:p@stack.example' } };
    expect(requestAgain(asked, undefined, given).stack).toMatchObject(given.stack);
  });
});
