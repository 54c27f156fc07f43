import { selectedEntry, shownEntries } from './entries.ts';
import type { Model } from './model.ts';

/** Id of the row that the keys are about: the one whose details are open, else the selected one. */
export function subjectOf(model: Model): string | undefined {
  const open = model.view.overlays.findLast(
    (overlay) => overlay.kind === 'call' || overlay.kind === 'details',
  );
  if (open !== undefined && 'id' in open) return open.id;
  return selectedEntry(model, shownEntries(model))?.id;
}
