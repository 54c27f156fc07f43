import { describe, expect, it } from 'vitest';
import { classifyKeyName, isSecretKeyName, keyNameWords } from '../../src/redact/key-names.ts';

describe('key names', () => {
  it.each([
    'token_count',
    'monkey',
    'secretary',
    'password_reset_enabled',
    'key_id',
    'max_tokens',
    'tokenizer',
    'keyboard',
    'BUS_DEV_TASK_POLICY_FILE',
    'secret_name',
    'tokenExpiresAt',
    'public_key',
    'idempotencyKey',
    'author',
    'authority',
    'BUS_API_URL',
    'LOCAL_AI_PLATFORM_PORT',
    'passenger',
    'compass',
    'bypass',
    'cookie_domain',
    'session_timeout',
  ])('%s is innocent', (name) => {
    expect(isSecretKeyName(name)).toBe(false);
  });

  it.each([
    'PASSWORD',
    'dbPassword',
    'DB_PASS',
    'PGPASSWORD',
    'MYSQL_PWD',
    'client_secret',
    'clientSecret',
    'X-Api-Key',
    'BUS_AUTH_INTERNAL_SHARED_KEY',
    'BUS_LOCAL_JWT_SECRET',
    'BUS_STRIPE_SECRET_KEY',
    'BUS_STRIPE_WEBHOOK_SECRET',
    'BUS_API_TOKEN',
    'BUS_PORTAL_TOKEN',
    'BUS_AUTH_HS256_SECRET',
    'aws_secret_access_key',
    'refreshToken',
    'identitytoken',
    'SECRET_KEY_BASE',
    'spring.datasource.password',
    'signing-key',
    'X-Bus-Internal-Key',
    'otp',
    'password_hash',
  ])('%s is secret', (name) => {
    expect(classifyKeyName(name)).toBe('secret');
  });

  it.each([
    ['BUS_AUTH_POSTGRES_DSN', 'address'],
    ['DATABASE_URL', 'address'],
    ['BUS_USAGE_DATABASE_URL', 'address'],
    ['REDIS_URL', 'address'],
    ['COOKIE', 'cookie'],
    ['Set-Cookie', 'cookie'],
    ['SLACK_WEBHOOK_URL', 'webhook'],
    ['Proxy-Authorization', 'authorization'],
    ['STRIPE_KEY', 'secret'],
    ['VENDOR_KEY', 'ambiguous'],
    ['auth', 'ambiguous'],
  ])('%s is of class %s', (name, expected) => {
    expect(classifyKeyName(name)).toBe(expected);
  });

  it('splits names at every kind of border', () => {
    expect(keyNameWords('accessTokenTTL')).toEqual(['access', 'token', 'ttl']);
    expect(keyNameWords('BUS_AUTH_POSTGRES_DSN')).toEqual(['bus', 'auth', 'postgres', 'dsn']);
    expect(keyNameWords('X-Api-Key.v2')).toEqual(['x', 'api', 'key', 'v2']);
  });
});
