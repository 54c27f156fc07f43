import type { Answer, Ask } from './engine-hooks.ts';
import type { RunEventBody } from './events.ts';
import type { Question } from './question.ts';
import type { RunRequest } from './run-request.ts';

/** What the operator's answers come through. */
export interface AnswerDesk {
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal;
  /** Questions that wait for an answer. */
  readonly pending: Map<string, (answer: Answer) => void>;
}

/** Headless runs take the default in silence; `--yes` takes it aloud; else the operator decides. */
export function createAsk(request: RunRequest, desk: AnswerDesk, emit: (body: RunEventBody) => void): Ask {
  return async (question, detour) => {
    const signal = detour === undefined ? desk.signal : AbortSignal.any([desk.signal, detour]);
    signal.throwIfAborted();
    if (!request.interactive) return { value: question.default };
    emit({ type: 'question.asked', question });
    const by = request.assumeYes ? 'flag' : 'operator';
    const told = ({ value, subject }: Answer): void =>
      emit({
        type: 'question.answered',
        id: question.id,
        answer: value,
        ...(subject === undefined ? {} : { subject }),
        by,
      });
    try {
      const answer = request.assumeYes
        ? { value: question.default }
        : await operatorAnswer(question, desk.pending, signal);
      told(answer);
      return answer;
    } catch (error) {
      // What the operator said instead: no question may stand over the bundle that is written now.
      if (!desk.signal.aborted) told({ value: 'bundle' });
      throw error;
    }
  };
}

function operatorAnswer(
  question: Question,
  pending: AnswerDesk['pending'],
  signal: AbortSignal,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const onAbort = (): void => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  pending.set(question.id, (answer) => {
    const choice = question.choices.find(({ value }) => value === answer.value);
    if (choice === undefined || (choice.about !== undefined && answer.subject === undefined)) return;
    resolve(choice.about === undefined ? { value: answer.value } : answer);
  });
  return promise.finally(() => {
    signal.removeEventListener('abort', onAbort);
    pending.delete(question.id);
  });
}
