import type { RunEvent, StepId } from './events.ts';
import { type CheckState, LOG_TAIL, type RunState, type ServiceState, type StepState } from './run-state.ts';

/** Titles of the steps, as a face heads them before they have started. */
const WAITING_TITLES: Record<StepId, string> = {
  preflight: 'Preflight',
  start: 'Start',
  proof: 'Proof',
  bundle: 'Bundle',
};

/**
 * Folds one event into the state of a run. Pure; objects that an event does not touch keep their identity, so that
 * a face draws again only what has changed.
 */
export function reduce(state: RunState, event: RunEvent): RunState {
  return { ...fold(state, event), t: event.t };
}

function fold(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run.started':
      return { ...state, run: event, steps: event.steps.map(waitingStep) };
    case 'run.facts':
      return { ...state, facts: event };
    case 'step.started':
      return stepStarted(state, event);
    case 'check.started':
      return withCheck(state, event.step, event.check, (check) => ({
        ...withoutOutcome(check),
        phase: 'running',
        startedAt: event.t,
      }));
    case 'check.progress':
      return withCheck(state, event.step, event.check, (check) => ({
        ...check,
        progress: { done: event.done, of: event.of, note: event.note },
      }));
    case 'check.finished':
      return withCheck(state, event.step, event.result.id, (check) => ({
        ...check,
        phase: 'finished',
        result: event.result,
      }));
    case 'service.changed':
      return { ...state, services: changeService(state.services, event) };
    case 'stack.ready': {
      const { instance: _old, ...rest } = state;
      return {
        ...rest,
        urls: event.urls,
        ...(event.instance === undefined ? {} : { instance: event.instance }),
      };
    }
    case 'collector.finished':
      return {
        ...state,
        collectors: state.collectors.map((collector) =>
          collector.id === event.collector
            ? {
                ...collector,
                finished: true,
                files: event.files,
                ...(event.reason === undefined ? {} : { reason: event.reason }),
              }
            : collector,
        ),
      };
    case 'bundle.progress':
      return { ...state, bundling: { stage: event.stage, done: event.done, of: event.of } };
    case 'file.selected': {
      const others = state.leftOut.filter((path) => path !== event.path);
      return { ...state, leftOut: event.included ? others : [...others, event.path] };
    }
    case 'log.line':
      return {
        ...state,
        log: [...state.log.slice(1 - LOG_TAIL), { source: event.source, line: event.line }],
      };
    case 'question.asked':
      return { ...state, question: event.question };
    case 'question.answered': {
      const { question: _answered, ...rest } = state;
      return rest;
    }
    case 'artifact.written': {
      const { kind, path, bytes, sha256, proofCode } = event;
      const artifact = { kind, path, bytes, sha256, ...(proofCode === undefined ? {} : { proofCode }) };
      return { ...state, artifacts: [...state.artifacts.filter((each) => each.path !== path), artifact] };
    }
    case 'step.finished':
      return withStep(state, event.step, (step) => ({
        ...step,
        phase: 'finished',
        status: event.status,
        duration: (step.duration ?? 0) + event.duration,
        ...(event.reason === undefined ? {} : { reason: event.reason }),
      }));
    case 'run.compared':
      return { ...state, compared: event };
    case 'run.resumed':
      return { ...state, resumed: event };
    case 'fact.verified':
      return state;
    case 'step.kept':
      return stepKept(state, event);
    case 'run.concluded': {
      const { verdict, exitCode, counts, reason, supportCode } = event;
      return {
        ...state,
        concluded: {
          verdict,
          exitCode,
          counts,
          ...(reason === undefined ? {} : { reason }),
          ...(supportCode === undefined ? {} : { supportCode }),
        },
      };
    }
    case 'run.finished': {
      const { verdict, exitCode, counts, reason, duration, supportCode } = event;
      return {
        ...state,
        finished: {
          verdict,
          exitCode,
          counts,
          duration,
          ...(reason === undefined ? {} : { reason }),
          ...(supportCode === undefined ? {} : { supportCode }),
        },
      };
    }
  }
}

function waitingStep(id: StepId): StepState {
  return { id, title: WAITING_TITLES[id], phase: 'waiting', passes: 0, checks: [] };
}

/** A step that starts again (a retry) keeps the results of the checks that it does not run again. */
function stepStarted(state: RunState, event: Extract<RunEvent, { type: 'step.started' }>): RunState {
  const before = state.steps.find((step) => step.id === event.step);
  const planned = event.checks?.map((check): CheckState => ({ ...check, phase: 'waiting' }));
  const kept = event.again === true ? (before?.checks ?? []) : [];
  const checks =
    planned === undefined
      ? kept
      : kept.length === 0
        ? planned
        : kept.map((check) => planned.find((each) => each.id === check.id) ?? check);
  const services = event.services?.map(
    (service): ServiceState =>
      state.services.find((each) => each.service === service.service) ?? {
        ...service,
        state: service.role === 'skipped' ? 'skipped' : 'absent',
        changedAt: event.t,
      },
  );
  const collectors = event.collectors?.map((collector) => ({ ...collector, finished: false, files: [] }));
  const { concluded: _before, ...rest } = state;
  const next: RunState = {
    ...rest,
    current: event.step,
    ...(services === undefined ? {} : { services }),
    ...(collectors === undefined ? {} : { collectors, leftOut: [], bundling: undefined }),
  };
  return withStep(next, event.step, () => ({
    id: event.step,
    title: event.title,
    phase: 'running',
    startedAt: event.t,
    passes: (before?.passes ?? 0) + 1,
    ...(before?.duration === undefined ? {} : { duration: before.duration }),
    checks,
  }));
}

function stepKept(state: RunState, event: Extract<RunEvent, { type: 'step.kept' }>): RunState {
  const found = new Map(event.results.map((result) => [result.id, result]));
  const checks = event.checks.map((check): CheckState => {
    const result = found.get(check.id);
    return { ...check, ...(result === undefined ? { phase: 'waiting' } : { phase: 'finished', result }) };
  });
  return withStep({ ...state, current: event.step }, event.step, () => ({
    id: event.step,
    title: event.title,
    phase: 'running',
    startedAt: event.t,
    passes: 1,
    checks,
    keptFrom: event.from,
  }));
}

function withStep(state: RunState, id: StepId, change: (step: StepState) => StepState): RunState {
  return { ...state, steps: state.steps.map((step) => (step.id === id ? change(step) : step)) };
}

function withCheck(
  state: RunState,
  step: StepId,
  id: string,
  change: (check: CheckState) => CheckState,
): RunState {
  return withStep(state, step, (current) => {
    const place = current.checks.findIndex((check) => check.id === id);
    const found = current.checks[place];
    // A copy of thousands of references is cheap; a call for each of them, at every event, is not.
    return found === undefined ? current : { ...current, checks: current.checks.with(place, change(found)) };
  });
}

function withoutOutcome(check: CheckState): CheckState {
  const { id, title, required } = check;
  return { id, title, required, phase: 'waiting' };
}

function changeService(
  services: readonly ServiceState[],
  event: Extract<RunEvent, { type: 'service.changed' }>,
): readonly ServiceState[] {
  const changed = {
    state: event.state,
    changedAt: event.t,
    ...(event.detail === undefined ? {} : { detail: event.detail }),
  };
  const known = services.find((each) => each.service === event.service);
  if (known === undefined) {
    return [...services, { service: event.service, role: 'core', summary: '', ...changed }];
  }
  const { detail: _old, ...rest } = known;
  return services.map((each) => (each === known ? { ...rest, ...changed } : each));
}
