import type { Effect, Message } from '../effects.ts';
import type { Glyphs } from '../glyphs.ts';
import { initialModel, type Model, type Size } from '../model.ts';
import { update } from '../update.ts';
import type { GalleryState } from './gallery-states.ts';
import { sampleLog, samplePage } from './sample-answers.ts';
import { FOLDER, fold, recorder } from './sample-events.ts';
import { PROFILES } from './sample-profiles.ts';

/**
 * The model of a state, made as a real one is: the events folded by the reducer of the run, the keys applied by the
 * reducer of the wizard, and what the wizard then asks of the run answered with samples.
 */
export function galleryModel(state: GalleryState, size: Size, glyphs: Glyphs): Model {
  const { story, keys = [] } = state;
  const start = initialModel(PROFILES, undefined, size, state.unfinished);
  const begun = story === undefined ? start : { ...start, view: { ...start.view, begun: true } };
  const record = recorder();
  const run = fold((story ?? []).map(([t, body]) => record(t, body)));
  const messages: readonly Message[] = [
    ...(story === undefined ? [] : [{ type: 'run', run } as const]),
    ...keys.map((key) => ({ type: 'key', key }) as const),
  ];
  return messages.reduce((model, message) => settled(model, message, glyphs), begun);
}

/** The model after a message and the answers to what it asked for. */
function settled(model: Model, message: Message, glyphs: Glyphs): Model {
  const { model: next, effects } = update(model, message, glyphs);
  return effects
    .flatMap(answersTo)
    .reduce((answered, answer) => update(answered, answer, glyphs).model, next);
}

function answersTo(effect: Effect): readonly Message[] {
  if (effect.do === 'read-log') {
    return [{ type: 'log', log: { service: effect.service, lines: sampleLog(effect.service) } }];
  }
  if (effect.do === 'read-file') {
    const page = samplePage(effect.path, effect.offset);
    return [{ type: 'file', file: { page, before: effect.before } }];
  }
  if (effect.do === 'open-report') {
    const text = 'The report was not opened. There is no display here for a browser.';
    return [{ type: 'said', said: { tone: 'caution', text, exact: `${FOLDER}/evidence/data/report.html` } }];
  }
  return [];
}
