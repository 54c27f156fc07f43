import { checkOf } from './entries.ts';
import { type Model, screenOf } from './model.ts';
import { logsCommand } from './next-command.ts';
import { openCall } from './open-call.ts';

/** What `c` copies. */
export interface CopyText {
  /** What it is, one or two words, at the beginning of a sentence. */
  readonly what: string;
  readonly text: string;
}

/** The line that support reads over the phone; undefined before the run has come to its end. */
export function supportCopyOf({ run }: Model): CopyText | undefined {
  const code = (run.finished ?? run.concluded)?.supportCode;
  return code === undefined ? undefined : { what: 'Support code', text: code };
}

/**
 * What there is to copy on the screen that shows.
 * @param selected id of the row that the keys are about
 */
export function copyTextOf(model: Model, selected: string | undefined): CopyText | undefined {
  const { run } = model;
  const call = openCall(model);
  if (call !== undefined) return { what: 'Command', text: call.exchange.command };
  const screen = screenOf(model);
  switch (screen) {
    case 'preflight':
    case 'proof': {
      const command = selected === undefined ? undefined : checkOf(run, screen, selected)?.result?.command;
      return command === undefined ? undefined : { what: 'Command', text: command };
    }
    case 'start':
      return selected === undefined ? undefined : { what: 'Command', text: logsCommand(selected, run) };
    case 'bundle':
    case 'done': {
      const kind = screen === 'done' ? 'report' : 'bundle';
      const path = run.artifacts.findLast((artifact) => artifact.kind === kind)?.path;
      return path === undefined
        ? undefined
        : { what: screen === 'done' ? 'Report path' : 'Bundle path', text: path };
    }
    case 'welcome':
      return undefined;
  }
}
