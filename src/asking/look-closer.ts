import { callDetails } from '../screens/call-details.ts';
import type { Paper } from '../screens/content.ts';
import { copyTextOf } from '../screens/copy-text.ts';
import { detailsOf } from '../screens/details.ts';
import { entriesOf } from '../screens/entries.ts';
import type { Entry } from '../screens/entry.ts';
import type { Glyphs } from '../screens/glyphs.ts';
import { logServiceOf } from '../screens/log-service.ts';
import { initialModel, type Model, type Size, screenOf, type View } from '../screens/model.ts';
import { callsOf } from '../screens/open-call.ts';
import { plain } from '../screens/text.ts';
import type { RunPort } from '../steps/run-port.ts';
import { textOf } from './question-lines.ts';

/** A size at which nothing is cut for want of room. */
const ROOMY: Size = { columns: 102, rows: 1_000 };
/** Most lines of a log. */
const LOG_LINES = 200;

/**
 * The model of the wizard for the run as it is now, so that both say the same about it. A run that has come to its end
 * has no list of its own; what it proved is looked at then.
 */
export function modelNow(port: RunPort, change: Partial<View> = {}): Model {
  const { view, ...rest } = initialModel(port.profiles, port.rememberedProfile, ROOMY);
  const model = { ...rest, run: port.state(), view: { ...view, begun: true, ...change } };
  if (screenOf(model) !== 'done') return model;
  const { concluded: _concluded, finished: _finished, question: _question, ...run } = model.run;
  return { ...model, run: { ...run, current: 'proof' } };
}

/** The rows that a person can ask about, in the order of their numbers. */
export function rowsNow(port: RunPort): readonly Entry[] {
  return entriesOf(modelNow(port));
}

/** The row that a person means: its number in the list, or its id. */
export function rowMeant(port: RunPort, row: string): Entry | undefined {
  const entries = rowsNow(port);
  return entries.find(({ id }) => id === row) ?? (/^\d+$/.test(row) ? entries[Number(row) - 1] : undefined);
}

/** Everything about a row. */
export function detailLines(port: RunPort, id: string, { width, glyphs }: Paper): readonly string[] {
  return textOf(detailsOf(modelNow(port), id, width, glyphs));
}

/** The part of a file of the bundle that begins at a byte, and where the next one does. */
export function fileLines(
  port: RunPort,
  path: string,
  offset: number,
  { width, glyphs }: Paper,
): { readonly lines: readonly string[]; readonly next: number | undefined } {
  const page = port.bundleFile(path, offset);
  if (page === undefined) return { lines: ['There is no such file any more.'], next: undefined };
  const model = modelNow(port, { file: { page, before: [] } });
  const more = page.next === undefined ? [] : ['Type more for the next part.'];
  return { lines: [...textOf(detailsOf(model, path, width, glyphs)), ...more], next: page.next };
}

/** Each call of a check: what was sent, what came back. */
export function callLines(port: RunPort, id: string, { width, glyphs }: Paper): readonly string[] {
  const calls = callsOf(modelNow(port), id);
  if (calls.length === 0) return ['No call was made for it.'];
  return calls.flatMap((_call, index) => {
    const model = modelNow(port, { overlays: [{ kind: 'call', id, index, scroll: 0 }] });
    return [...(index === 0 ? [] : ['']), ...textOf(callDetails(model, width, glyphs))];
  });
}

/** The last lines of the log that belongs to a row; a row that has none may be the name of a service itself. */
export async function logLines(port: RunPort, id: string, glyphs: Glyphs): Promise<readonly string[]> {
  const service = logServiceOf(modelNow(port), id);
  if (service === undefined) return ['No service has a log about it.'];
  try {
    const lines = await port.serviceLog(service, LOG_LINES);
    if (lines.length === 0) return [`${service} has logged nothing yet.`];
    return [`Last log lines of ${service}`, ...lines.map((line) => plain(line, glyphs))];
  } catch (error) {
    return [
      `The log of ${service} could not be read: ${error instanceof Error ? error.message : String(error)}`,
    ];
  }
}

/** The command of a row as it is, so that a terminal can select it; nothing is put into a clipboard. */
export function commandLines(port: RunPort, id: string): readonly string[] {
  const model = modelNow(port);
  const copied = copyTextOf(modelNow(port, { selected: { [screenOf(model)]: id } }), id);
  return copied === undefined ? ['It has no command.'] : copied.text.split('\n');
}
