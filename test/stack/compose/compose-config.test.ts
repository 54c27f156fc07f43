import { describe, expect, it } from 'vitest';
import { SecretRegistry } from '../../../src/redact/secret.ts';
import { readComposeConfig } from '../../../src/stack/compose/compose-config.ts';
import { isLoopback, stackListeners } from '../../../src/stack/compose/stack-addresses.ts';

const CONFIG = {
  name: 'bus-local',
  services: {
    nginx: {
      image: 'nginx:1',
      ports: [
        { mode: 'ingress', host_ip: '127.0.0.1', target: 8080, published: '18080', protocol: 'tcp' },
        { target: 9000, published: '9000-9001', protocol: 'tcp' },
      ],
    },
    'bus-docker': {
      image: 'go:1',
      build: { context: '.' },
      volumes: [
        { type: 'bind', source: '/var/run/docker.sock', target: '/var/run/docker.sock' },
        { type: 'volume', source: 'data', target: '/data' },
      ],
      environment: {
        BUS_API_JWT_SECRET: 'hold-this-one-secret-please-0123456789',
        BUS_AUTH_INTERNAL_SHARED_KEY: 'not-a-secret-local-development-internal-key',
        BUS_EVENTS_POSTGRES_DSN: 'postgres://bus:correct-horse@postgres:5432/bus_local?sslmode=disable',
        BUS_DOCKER_CODEX_SSH_HOST: '/home/me/.ssh',
        EMPTY: null,
      },
      privileged: true,
    },
  },
};

describe('docker compose config', () => {
  it('gives services, ports, mounts and what is offered', () => {
    const config = readComposeConfig(JSON.stringify(CONFIG), new SecretRegistry());
    expect(config).toMatchObject({
      project: 'bus-local',
      services: [
        { id: 'nginx', image: 'nginx:1', built: false },
        { id: 'bus-docker', image: 'go:1', built: true },
      ],
      mounts: [{ service: 'bus-docker', source: '/var/run/docker.sock', readOnly: false }],
      unconfined: ['bus-docker'],
      sshOffers: ['bus-docker'],
    });
    expect(stackListeners(config)).toEqual([
      { service: 'nginx', host: '127.0.0.1', port: 18_080 },
      { service: 'nginx', host: '0.0.0.0', port: 9_000 },
      { service: 'nginx', host: '0.0.0.0', port: 9_001 },
    ]);
  });

  it('keeps no value of the environment, and makes the secret ones known', () => {
    const secrets = new SecretRegistry();
    const config = readComposeConfig(JSON.stringify(CONFIG), secrets);
    expect(JSON.stringify(config)).not.toMatch(/hold-this-one|correct-horse|not-a-secret/);
    const known = new Map(secrets.all().map((secret) => [secret.reveal(), secret.publicDefault]));
    expect(known.get('hold-this-one-secret-please-0123456789')).toBe(false);
    expect(known.get('correct-horse')).toBe(false);
    expect(known.get('not-a-secret-local-development-internal-key')).toBe(true);
  });

  it.each(['', 'null', '[]', '{"services":{}}', '{"name":"p","services":{"a":{"ports":[{"target":0}]}}}'])(
    'of another shape is refused (%s)',
    (answer) => {
      expect(() => readComposeConfig(answer, new SecretRegistry())).toThrow(/ST-COMPOSE-INVALID/);
    },
  );
});

describe('an address', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('%s is loopback', (address) => {
    expect(isLoopback(address)).toBe(true);
  });
  it.each(['', '0.0.0.0', '192.168.1.2', '127.evil.example', '::', '128.0.0.1'])('%j is not', (address) => {
    expect(isLoopback(address)).toBe(false);
  });
});
