import { describe, expect, it } from 'vitest';
import { detectMode, type ModeFacts } from '../../src/detect-mode.ts';

const terminal: ModeFacts = { env: {}, stdinIsTerminal: true, stdoutIsTerminal: true, flags: {} };

describe('detectMode', () => {
  it.each<[string, Partial<ModeFacts>, string]>([
    ['a terminal', {}, 'wizard'],
    ['--json, even in a terminal', { flags: { json: true } }, 'json'],
    ['--json with --ci', { flags: { json: true, ci: true } }, 'json'],
    ['--ci', { flags: { ci: true } }, 'plain'],
    ['--no-input', { flags: { input: false } }, 'plain'],
    ['CI in the environment', { env: { CI: 'true' } }, 'plain'],
    ['CI=false means no CI', { env: { CI: 'false' } }, 'wizard'],
    ['a dumb terminal', { env: { TERM: 'dumb' } }, 'plain'],
    ['stdin from a pipe', { stdinIsTerminal: false }, 'plain'],
    ['stdout to a pipe', { stdoutIsTerminal: false }, 'plain'],
  ])('%s', (_name, facts, expected) => {
    expect(detectMode({ ...terminal, ...facts })).toBe(expected);
  });
});
