import { checkOf } from './entries.ts';
import { type Model, screenOf } from './model.ts';

/**
 * The service whose log belongs to a row.
 * @param id of a row of the screen that shows
 * @returns undefined when no service has anything to say about it
 */
export function logServiceOf(model: Model, id: string): string | undefined {
  const screen = screenOf(model);
  if (screen === 'start') return id;
  return screen === 'proof' ? checkOf(model.run, screen, id)?.result?.service : undefined;
}
