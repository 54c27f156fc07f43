import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { createEmitter } from '../../src/steps/emitter.ts';
import { type RunEvent, runEvent } from '../../src/steps/events.ts';
import { testHost } from '../fixtures/test-host.ts';

function recorder() {
  const secrets = new SecretRegistry();
  const events: RunEvent[] = [];
  const emitter = createEmitter(testHost(), 'a0000000-0000-4000-8000-000000000001', createRedactor(secrets), [
    (event) => events.push(event),
  ]);
  return { secrets, events, emitter };
}

describe('createEmitter', () => {
  it('numbers events without a gap on a clock that never goes back, and each is valid', () => {
    const { events, emitter } = recorder();
    for (let number = 0; number < 5; number++) {
      emitter.emit({ type: 'log.line', source: 'bus-llm', line: `line ${number}` });
    }
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    const times = events.map(({ t }) => t);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    for (const event of events) expect(runEvent.parse(event)).toEqual(event);
  });

  it('lets no secret through, in no field, also when it was registered after the emitter was made', () => {
    const { secrets, events, emitter } = recorder();
    const value = ['late', 'registered', 'value', '4711'].join('-');
    secrets.secret('LATE', value);
    emitter.emit({ type: 'log.line', source: value, line: `before ${value} after` });
    emitter.emit({
      type: 'step.finished',
      step: 'start',
      status: 'failed',
      reason: { id: 'ST-NOT-READY', class: 'timeout', sentence: 's', detail: `got ${value}`, next: 'n' },
      duration: 1,
    });
    expect(JSON.stringify(events)).not.toContain(value);
    expect(JSON.stringify(events)).toContain('before');
  });

  it('finds a secret that terminal escapes cut in two', () => {
    const { secrets, events, emitter } = recorder();
    const value = ['abcdefgh', '12345678'];
    secrets.secret('CUT', value.join(''));
    emitter.emit({ type: 'log.line', source: 's', line: value.join('\u001b[1m') });
    expect(JSON.stringify(events)).not.toContain(value.join(''));
  });

  it('bounds what a stack can put into an event', () => {
    const { events, emitter } = recorder();
    emitter.emit({ type: 'log.line', source: 's', line: 'x'.repeat(1_000_000) });
    expect(JSON.stringify(events).length).toBeLessThan(10_000);
  });
});
