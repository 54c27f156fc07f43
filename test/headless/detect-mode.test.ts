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
    ['a dumb terminal', { env: { TERM: 'dumb' } }, 'asking'],
    ['--accessible', { flags: { accessible: true } }, 'asking'],
    ['a screen reader', { env: { INK_SCREEN_READER: 'true' } }, 'asking'],
    ['a terminal that is too low', { rows: 11, columns: 80 }, 'asking'],
    ['a terminal that is too narrow', { rows: 24, columns: 49 }, 'asking'],
    ['a terminal that is just large enough', { rows: 12, columns: 50 }, 'wizard'],
    ['a terminal that tells no size', { rows: 0, columns: 0 }, 'wizard'],
    ['--accessible in a pipe', { flags: { accessible: true }, stdinIsTerminal: false }, 'plain'],
    ['--accessible with --ci', { flags: { accessible: true, ci: true } }, 'plain'],
    ['stdin from a pipe', { stdinIsTerminal: false }, 'plain'],
    ['stdout to a pipe', { stdoutIsTerminal: false }, 'plain'],
  ])('%s', (_name, facts, expected) => {
    expect(detectMode({ ...terminal, ...facts })).toBe(expected);
  });
});
