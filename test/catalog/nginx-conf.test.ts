import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readNginxRoutes } from '../../src/catalog/nginx-conf.ts';
import { compareWithConfiguration } from '../../src/catalog/route-findings.ts';
import { GATEWAY_LOCATIONS } from '../../src/contract/gateway.ts';
import { ROUTES } from '../../src/contract/routes.ts';

const CONF = readFileSync(
  new URL('../e2e/compose/fixture/checkout/deploy/local-ai-platform/nginx.conf', import.meta.url),
  'utf8',
);

const found = (conf: string) =>
  compareWithConfiguration(ROUTES, readNginxRoutes(conf)).map(({ subject, reason }) => [subject, reason.id]);

describe('the locations of an nginx.conf', () => {
  it('are those of the gateway table, in its order', () => {
    const facts = ({ match, path, upstream, rewrite }: (typeof GATEWAY_LOCATIONS)[number]) => ({
      match,
      path,
      upstream,
      rewrite,
    });
    const { locations, unread } = readNginxRoutes(CONF);
    expect(locations.map(({ line: _, ...rest }) => rest)).toEqual(GATEWAY_LOCATIONS.map(facts));
    expect(unread).toEqual([]);
  });

  it('are read past comments, quotes, one-line blocks and braces inside of words', () => {
    const conf = `server { # location /no/ {
      log_format x '{"a":"$b"}';
      location "/with space/" { proxy_pass http://a:1; }
      location ^~ /b/ { if ($x) { return 403 '}'; } proxy_pass http://b:2/c/; }
      location /v\${ { return 204; }
    }`;
    expect(readNginxRoutes(conf).locations).toEqual([
      { match: 'prefix', path: '/with space/', upstream: 'http://a:1', rewrite: null, line: 3 },
      { match: 'prefix', path: '/b/', upstream: 'http://b:2', rewrite: '/c/', line: 4 },
      { match: 'prefix', path: '/v${', upstream: null, rewrite: null, line: 5 },
    ]);
  });

  it('name what was not read: patterns, includes, variables, named locations', () => {
    const conf = `include mime.types; include conf.d/*.conf;
      server { location ~ \\.php$ { return 404; } location @later { return 500; }
      location /x/ { proxy_pass $backend; } }`;
    expect(readNginxRoutes(conf)).toEqual({
      locations: [],
      unread: [
        'line 1: include conf.d/*.conf',
        'line 2: location ~ \\.php$ is a pattern',
        'line 2: location @later has a name and no path',
        'line 3: proxy_pass $backend depends on a variable',
      ],
    });
  });

  it.each(['server {', 'server { } }', 'listen 80'])('refuse %j', (conf) => {
    expect(() => readNginxRoutes(conf)).toThrow(SyntaxError);
  });
});

describe('the catalog against the configuration', () => {
  it('agrees with the configuration of the compose stack', () => {
    expect(found(CONF)).toEqual([]);
  });

  it('finds a route that is not configured', () => {
    expect(found(CONF.replace('location /api/v1/vm/', 'location /api/v2/vm/'))).toEqual([
      ['vm.status', 'RT-NOT-CONFIGURED'],
      ['vm.start', 'RT-NOT-CONFIGURED'],
      ['vm.stop', 'RT-NOT-CONFIGURED'],
      ['/api/v2/vm/', 'RT-NOT-IN-CATALOG'],
    ]);
  });

  it('finds a backend, and a rewritten path, that is another', () => {
    expect(found(CONF.replace('bus-stripe:8084', 'bus-other:8084'))).toEqual([
      ['stripe.webhook', 'RT-OTHER-BACKEND'],
    ]);
    const notes = found(CONF.replace('/local-dev/v1/v1/notes', '/local-dev/v1/notes'));
    expect(new Set(notes.map(([, id]) => id))).toEqual(new Set(['RT-OTHER-BACKEND']));
    expect(notes).toHaveLength(5);
  });

  it('finds what is configured and not in the catalog', () => {
    const more = CONF.replace(
      'location /v1/ {',
      'location /debug/ { proxy_pass http://bus-debug:6060; }\n location /v1/ {',
    );
    expect(found(more)).toEqual([['/debug/', 'RT-NOT-IN-CATALOG']]);
  });
});
