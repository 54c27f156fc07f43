import { type Binding, bind, help, scrolls } from './binding.ts';
import { copyTextOf } from './copy-text.ts';
import { isSealing } from './file-entries.ts';
import type { KeyName } from './keys.ts';
import { logServiceOf } from './log-service.ts';
import type { Model, Overlay } from './model.ts';
import { callsOf, openCall } from './open-call.ts';
import { choices } from './question-bindings.ts';
import { subjectOf } from './subject.ts';

/** What is live while something lies over the screen. */
export function overlayBindings(overlay: Overlay, model: Model): readonly Binding[] {
  switch (overlay.kind) {
    case 'leave':
      return [bind(['y'], 'stop the run', 0, { do: 'interrupt' }), keepRunning()];
    case 'export':
      return [bind(['y'], 'stop it and export', 0, { do: 'export' }), keepRunning()];
    case 'help':
      return [bind(['esc', '?', 'q'], 'back', 0, { do: 'back' }), ...scrolls()];
    case 'details':
      return isSealing(model.run) ? fileBindings(model) : detailsBindings(model, overlay.id);
    case 'call':
      return callBindings(model);
  }
}

function keepRunning(): Binding {
  return bind(['n', 'esc', 'q'], 'keep it running', 1, { do: 'back' });
}

function back(): Binding {
  return bind(['esc', 'q'], 'back', 0, { do: 'back' });
}

/** The key that copies what is there to copy; none when there is nothing. */
export function copyBinding(model: Model, rank = 7): readonly Binding[] {
  const copied = copyTextOf(model, subjectOf(model));
  return copied === undefined
    ? []
    : [bind(['c'], 'copy', rank, { do: 'copy', what: 'subject' }, `copy the ${copied.what.toLowerCase()}`)];
}

function detailsBindings(model: Model, id: string): readonly Binding[] {
  const calls = callsOf(model, id).length;
  const log = logServiceOf(model, id);
  return [
    back(),
    ...scrolls(),
    ...(calls === 0
      ? []
      : [bind(['enter'], 'calls', 2, { do: 'calls' }, 'what was sent, and what came back')]),
    ...copyBinding(model, 3),
    ...(log === undefined ? [] : [bind(['l'], 'read log again', 8, { do: 'read-log' })]),
    { ...help(), label: '', rank: 9 },
    ...otherChoices(model),
  ];
}

function callBindings(model: Model): readonly Binding[] {
  const { index = 0, of = 0 } = openCall(model) ?? {};
  return [
    back(),
    ...scrolls(),
    ...(index + 1 < of ? [bind([']'], 'next call', 2, { do: 'turn-call', by: 1 })] : []),
    ...(index > 0 ? [bind(['['], 'call before', 3, { do: 'turn-call', by: -1 })] : []),
    ...copyBinding(model, 3),
    { ...help(), label: '', rank: 9 },
    ...otherChoices(model),
  ];
}

/** Keys that the details need for themselves; the other choices of a question stay live there. */
const RESERVED: ReadonlySet<KeyName> = new Set(['enter', 'q', 'l', 'c', 'g', 'G', 'j', 'k']);

function otherChoices(model: Model): readonly Binding[] {
  return choices(model)
    .filter((choice) => !choice.keys.some((key) => RESERVED.has(key)))
    .map((choice) => ({ ...choice, rank: isAboutThis(choice) ? 2 : choice.rank + 5 }));
}

function isAboutThis({ action }: Binding): boolean {
  return action.do === 'answer' && action.about !== undefined;
}

/** Keys over an opened file of the bundle. What seals it is not among them: the list shows what would be sealed. */
function fileBindings({ view }: Model): readonly Binding[] {
  const { page, before } = view.file ?? { page: undefined, before: [] };
  return [
    back(),
    ...scrolls(),
    ...(page?.next === undefined ? [] : [bind([']'], 'next part', 2, { do: 'turn-page', by: 1 })]),
    ...(before.length === 0 ? [] : [bind(['['], 'part before', 3, { do: 'turn-page', by: -1 })]),
  ];
}
