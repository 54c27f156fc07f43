import { expect, it } from 'vitest';
import { environmentPresence } from '../../src/redact/environment.ts';

it('tells of each key whether it is there, and never what it is', () => {
  const env = {
    BUS_STRIPE_SECRET_KEY: 'value-of-the-operator',
    BUS_PORTAL_TOKEN: 'local-dev',
    BUS_CODEX_MODEL: 'auto',
    EMPTY: '',
  };
  const report = environmentPresence(env, [
    'BUS_STRIPE_SECRET_KEY',
    'BUS_PORTAL_TOKEN',
    'BUS_CODEX_MODEL',
    'EMPTY',
    'MISSING',
  ]);
  expect(report).toEqual([
    { name: 'BUS_STRIPE_SECRET_KEY', present: true, secret: true, isPublicDefault: false },
    { name: 'BUS_PORTAL_TOKEN', present: true, secret: true, isPublicDefault: true },
    { name: 'BUS_CODEX_MODEL', present: true, secret: false, isPublicDefault: false },
    { name: 'EMPTY', present: false, secret: false, isPublicDefault: false },
    { name: 'MISSING', present: false, secret: false, isPublicDefault: false },
  ]);
  expect(JSON.stringify(report)).not.toContain('operator');
});
