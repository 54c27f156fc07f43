import { isDeepStrictEqual } from 'node:util';
import { type Note, noteDeletedResponse, noteListResponse, noteResponse } from '../../contract/notes.ts';
import { REFUSALS } from '../../contract/refusals.ts';
import type { Secret } from '../../redact/secret.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { altered, granted } from '../grants.ts';

const SERVICE = 'bus-notes-api';
const PARTS = 5;

/** A note outlives the process that wrote it. */
export const notesPersistence: Check = {
  id: 'notes-persistence',
  title: 'A note survives a restart',
  group: 'notes',
  service: SERVICE,
  proves:
    'A note is found word for word after its service was restarted, another account neither reads nor deletes it, and once deleted it is gone.',
  doesNotProve: 'That notes survive a loss of the database.',
  route: 'notes.create',
  disturbs: [SERVICE],
  deadlineMs: 60_000,
  async run(context) {
    const { http, runtime, marker, host, challenge } = context;
    if (runtime.kind === 'attach') {
      return { status: 'SKIP', reason: 'PR-NO-RESTART', detail: 'an attached stack is not restarted' };
    }
    const token = await granted(context, 'BUS_API_TOKEN');
    const stranger = await altered(context, 'BUS_API_TOKEN', {
      name: 'BUS_OTHER_API_TOKEN',
      subject: http.variable('PROOF_OTHER_SUBJECT', host.uuid()),
    });
    const text = {
      title: `Proof note ${marker}`,
      body: `Written by a proof: ${marker}. Päätös ✓ 日本語 "quoted" \\ </script>\nSecond line.${challenge === undefined ? '' : `\nChallenge: ${challenge}`}`,
      module: 'bus-setup',
      task: `proof-${marker}`,
      tags: ['proof'],
    };
    const written = await http.call({
      purpose: 'to write a note',
      target: 'notes.create',
      token,
      body: text,
      status: runtime.kind === 'embedded' ? [201, 200] : [201, 200, 404, 405],
    });
    if (written.status >= 400) {
      return { status: 'SKIP', reason: 'PR-ROUTE-UNDOCUMENTED', detail: `notes answered ${written.status}` };
    }
    const created = written.json(noteResponse, 'PR-NOTES-SHAPE');
    const id = http.variable('BUS_NOTE_ID', created.id);
    context.progress(1, PARTS, 'note written');
    let echo: string | undefined;
    try {
      mustEqual(created, text, 'as it was written');
      await mustBeThere(context, token, id, text, 'before the restart');
      await mustBeHidden(context, stranger, id);
      await mustBeStored(context);
      context.progress(2, PARTS, 'found, and hidden from others');
      await runtime.restart(SERVICE, context.signal);
      context.progress(3, PARTS, 'service restarted');
      echo = echoIn(await mustBeThere(context, token, id, text, 'after the restart'));
      await mustBeHidden(context, stranger, id);
      context.progress(4, PARTS, 'found again');
    } catch (error) {
      await removeQuietly(context, token, id);
      throw error;
    }
    await mustDelete(context, token, id);
    return {
      status: 'PASS',
      observed: 'Found word for word before and after the restart; gone after its deletion.',
      echo,
    };
  },
};

interface NoteText {
  readonly title: string;
  readonly body: string;
  readonly module: string;
  readonly task: string;
  readonly tags: readonly string[];
}

/** Where the stack's own database can be read, the note must be in it, and not only in the service's answers. */
async function mustBeStored({ runtime, marker, signal }: CheckContext): Promise<void> {
  const rows = await runtime.storedNotes?.(marker, signal);
  if (rows !== undefined && rows < 1) {
    throw new CheckFailure('PR-NOTES-NOT-STORED', 'the database of the stack holds no row with its text');
  }
}

function mustEqual(note: Note, text: NoteText, when: string): void {
  const same =
    note.title === text.title &&
    note.body === text.body &&
    (note.module ?? text.module) === text.module &&
    (note.task ?? text.task) === text.task &&
    isDeepStrictEqual(note.tags ?? text.tags, text.tags);
  if (!same) throw new CheckFailure('PR-NOTES-ALTERED', `${when}: the note is not what was written`);
}

/** The challenge in a note that came back. */
function echoIn({ body }: Note): string | undefined {
  return /^Challenge: (.+)$/m.exec(body ?? '')?.[1];
}

async function mustBeThere(
  context: CheckContext,
  token: Secret,
  id: string,
  text: NoteText,
  when: string,
): Promise<Note> {
  const { http, marker } = context;
  const answer = await http.call({
    purpose: when,
    target: 'notes.get',
    params: { note_id: id },
    token,
    status: [200, 404],
  });
  if (answer.status === 404) throw new CheckFailure('PR-NOTES-LOST', `${when}: the note is not there`);
  const note = answer.json(noteResponse, 'PR-NOTES-SHAPE');
  if (note.id !== id) throw new CheckFailure('PR-NOTES-ALTERED', `${when}: another note came back`);
  mustEqual(note, text, when);
  const found = await search(context, token, marker, when);
  if (found.length === 0)
    throw new CheckFailure('PR-NOTES-UNFINDABLE', `${when}: a search for its text finds nothing`);
  if (found.length > 1 || found[0]?.id !== id) {
    throw new CheckFailure('PR-NOTES-SEARCH', `${when}: a search for its text finds ${found.length} notes`);
  }
  mustEqual({ ...text, tags: [...text.tags], body: text.body, ...found[0] }, text, `${when}, by search`);
  const nothing = await search(
    context,
    token,
    `no-such-text-${marker}`,
    `${when}, for a text that is nowhere`,
  );
  if (nothing.length > 0) {
    throw new CheckFailure(
      'PR-NOTES-SEARCH',
      `${when}: a search for a text that is nowhere finds ${nothing.length} notes`,
    );
  }
  return note;
}

async function search(
  { http }: CheckContext,
  token: Secret,
  q: string,
  purpose: string,
): Promise<readonly Note[]> {
  const { items } = await http.json(
    { purpose, target: 'notes.search', query: { q }, token, status: [200] },
    noteListResponse,
    'PR-NOTES-SHAPE',
  );
  return items;
}

async function mustBeHidden(context: CheckContext, stranger: Secret, id: string): Promise<void> {
  const { http, marker } = context;
  const note = {
    params: { note_id: id },
    token: stranger,
    status: [404, 403],
    accepted: 'PR-NOTES-FOREIGN',
  } as const;
  await http.call({ ...note, purpose: 'as another account', target: 'notes.get' });
  await http.call({ ...note, purpose: 'as another account', target: 'notes.delete' });
  if ((await search(context, stranger, marker, 'as another account')).length > 0) {
    throw new CheckFailure('PR-NOTES-FOREIGN', 'another account finds the note by search');
  }
  await http.call({
    purpose: 'without a token',
    target: 'notes.get',
    params: { note_id: id },
    status: REFUSALS.notes.invalidToken.allowed,
    accepted: 'PR-NOTES-PUBLIC',
  });
}

async function mustDelete(context: CheckContext, token: Secret, id: string): Promise<void> {
  const { http, marker } = context;
  const params = { note_id: id };
  const deleted = await http.json(
    { purpose: 'to delete the note', target: 'notes.delete', params, token, status: [200] },
    noteDeletedResponse,
    'PR-NOTES-SHAPE',
  );
  if (deleted.id !== id) throw new CheckFailure('PR-NOTES-SHAPE', 'another note was deleted');
  await http.call({
    purpose: 'after its deletion',
    target: 'notes.get',
    params,
    token,
    status: [404, 410],
    accepted: 'PR-NOTES-UNDELETED',
  });
  if ((await search(context, token, marker, 'after its deletion')).length > 0) {
    throw new CheckFailure('PR-NOTES-UNDELETED', 'a search still finds the deleted note');
  }
}

/** What failed before is the news, not that the clean-up failed as well. */
async function removeQuietly({ http }: CheckContext, token: Secret, id: string): Promise<void> {
  await http
    .call({
      purpose: 'to clean up',
      target: 'notes.delete',
      params: { note_id: id },
      token,
      status: [200, 204, 404],
    })
    .catch(() => undefined);
}
