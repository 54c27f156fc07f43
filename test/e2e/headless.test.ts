import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resultsSchema } from '../../src/proof/report/results.ts';
import { cleanEnvironment, eventsOf, interruptedRun, LAUNCHER, stock, workspace } from './program.ts';

describe('the whole run, headless', () => {
  it('ends proven with a running stack, a report and a bundle; every line of --json is an event', async () => {
    const { folder, run } = workspace();
    const { code, stdout, stderr } = await run(['--ci', '--json', '--port', '0', '--output', 'out']);
    const events = eventsOf(stdout);
    expect(stderr).toBe('');
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]?.type).toBe('run.started');
    expect(events.at(-1)).toMatchObject({ type: 'run.finished', verdict: 'passed', exitCode: 0 });
    expect(code).toBe(0);

    const out = join(folder, 'out');
    expect(readFileSync(join(out, 'journal.ndjson'), 'utf8')).toBe(stdout);
    const results = resultsSchema.parse(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')));
    expect(results.counts.fail).toBe(0);
    expect(readFileSync(join(out, 'report.md'), 'utf8').split('\n').slice(0, 20).join('\n')).toMatch(
      /PASSED/,
    );
    await stock('sha256sum', ['-c', 'bundle.tar.gz.sha256'], out);
    for (const name of ['journal.ndjson', 'results.json', 'report.md', 'bundle.tar.gz', 'stack.json']) {
      expect([name, statSync(join(out, name)).mode & 0o777]).toEqual([name, 0o600]);
    }

    const status = await run(['status', '--json', '--output', 'out']);
    expect(status.code).toBe(0);
    const { urls, ready } = JSON.parse(status.stdout);
    expect(ready).toBe(true);
    expect(await (await fetch(`${urls.gateway}/readyz`)).text()).toContain('bus-local-ai-platform');

    const checklist = await run(['checklist', out]);
    expect(checklist.code, checklist.stdout).toBe(0);
    for (const line of [
      'STACK_RUNNING',
      'PROOF_PASSED',
      'NO_SECRETS',
      'ROUTE_CATALOG',
      'DIAGNOSTIC_BUNDLE',
    ]) {
      expect(checklist.stdout).toContain(`[x] ${line}`);
    }
    expect(checklist.stdout).toContain('[ ] SUPPORT_WINDOW');
    const live = ['routes', '--live', '--output', 'out'];
    const routes = await run(live);
    expect(routes.stdout).toContain('The catalog agrees with what the running gateway answers.');
    expect(routes.code).toBe(0);
    await run(['stop', '--output', 'out']);
    const down = await run(live);
    expect([down.code, down.stderr]).toEqual([4, expect.stringContaining('ST-NOT-RUNNING')]);
  });

  it('a second run uses the stack that runs, has a folder of its own, and says what changed since the first', async () => {
    const { folder, run } = workspace();
    const first = await run(['--ci', '--port', '0']);
    expect(first.code, first.stdout).toBe(0);
    const second = await run(['--ci', '--json', '--port', '0', '--challenge', 'buyer-4711']);
    expect(second.code, second.stdout).toBe(0);
    const events = eventsOf(second.stdout);
    expect(events).toContainEqual(expect.objectContaining({ type: 'stack.ready', started: false }));
    expect(events).toContainEqual(expect.objectContaining({ type: 'run.compared', sameOutcome: true }));
    const runs = join(folder, 'bus-setup-runs');
    const names = readdirSync(runs).filter((name) => /^\d{8}T/.test(name));
    expect(names).toHaveLength(2);
    expect(readlinkSync(join(runs, 'latest'))).toBe(names.sort().at(-1));

    const evidence = events.find((event) => event.type === 'artifact.written' && event.kind === 'evidence');
    expect(evidence).toMatchObject({ proofCode: expect.any(String) });
    const sealed = join(runs, 'latest', 'evidence');
    const verified = await run(['verify', sealed, '--challenge', 'buyer-4711', '--json']);
    expect(verified.code, verified.stdout).toBe(0);
    await stock('sha256sum', ['-c', '--quiet', 'manifest-sha256.txt'], sealed);
  });

  it('the same parts one by one: start, proof of one check, bundle, stop', async () => {
    const { folder, run } = workspace();
    const inOut = ['--output', 'out'];
    expect((await run(['proof', ...inOut])).code).toBe(4);
    expect((await run(['start', '--port', '0', ...inOut])).code).toBe(0);
    const partial = await run(['proof', '--only', 'models', '--json', ...inOut]);
    expect(partial.code).toBe(3);
    expect(eventsOf(partial.stdout).at(-1)).toMatchObject({
      verdict: 'incomplete',
      counts: { fail: 0 },
      reason: { id: 'PR-NOT-SELECTED' },
    });
    const skipped = await run(['proof', '--only', 'models', '--skip', 'gateway-ready', '--json', ...inOut]);
    expect(skipped.code).toBe(3);
    expect(eventsOf(skipped.stdout)).toContainEqual(
      expect.objectContaining({
        type: 'check.finished',
        result: expect.objectContaining({ id: 'gateway-ready', status: 'SKIP' }),
      }),
    );
    expect((await run(['bundle', ...inOut])).code).toBe(0);
    expect((await run(['stop', '--wipe', ...inOut])).code).toBe(0);
    expect((await run(['status', ...inOut])).code).toBe(4);
    expect(readdirSync(join(folder, 'out'))).not.toContain('stack');
    const down = await run(['bundle', ...inOut]);
    expect(down.code, down.stdout).toBe(0);
    expect(readdirSync(join(folder, 'out'))).toContain('bundle-2.tar.gz');
  });
});

describe('a refused run', () => {
  it('names the changed local default by file and line, never its value, and starts nothing', async () => {
    const { folder, run } = workspace();
    const value = ['changed', 'by', 'somebody', 'with', 'more', 'than', '32', 'bytes'].join('-');
    writeFileSync(join(folder, '.env'), `# settings\nBUS_LOCAL_JWT_SECRET=${value}\n`);
    const { code, stdout, stderr } = await run(['--ci', '--port', '0']);
    expect(code).toBe(5);
    expect(stdout).toContain('PF-LOCAL-DEFAULT-CHANGED');
    expect(stdout).toMatch(/\.env:2\b/);
    expect(stdout + stderr).not.toContain(value);
    expect((await run(['status'])).code).toBe(4);
  });

  it('finds a real secret in a tracked file', async () => {
    const { folder, run } = workspace();
    const value = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc4eC39HqLyjWDarjt'].join('_');
    writeFileSync(join(folder, 'config.txt'), `a\nb\nkey = ${value}\n`);
    await stock('git', ['init', '-q'], folder);
    await stock('git', ['add', 'config.txt'], folder);
    const { code, stdout } = await run(['preflight', '--json', '--port', '0']);
    expect(code).toBe(5);
    expect(stdout).not.toContain(value);
    expect(stdout).toMatch(/config\.txt:3\b/);
    expect(eventsOf(stdout).at(-1)).toMatchObject({
      verdict: 'refused',
      reason: { id: 'PF-TRACKED-SECRET' },
    });
  });

  it('says who holds a taken port, and what to do', async () => {
    const { run } = workspace();
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, stdout } = await run(['--ci', '--port', String(port)]);
    expect([4, 5]).toContain(code);
    expect(stdout).toContain(String(port));
    expect(stdout).toContain('--port 0');
  });

  it('cannot write to its output folder: says so, and still ends with run.finished', async () => {
    const { folder, run } = workspace();
    writeFileSync(join(folder, 'file'), '');
    const { code, stdout } = await run(['--ci', '--json', '--output', 'file']);
    expect(code).toBe(5);
    expect(eventsOf(stdout).at(-1)).toMatchObject({
      type: 'run.finished',
      reason: { id: 'RN-OUTPUT-UNUSABLE' },
    });
  });
});

describe('a run that is interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s in the middle ends in order with its exit code and a last event',
    async (signal, exitCode) => {
      const text = '"type":"check.started","step":"proof"';
      const { code, stdout } = await interruptedRun(workspace(), { text, signal });
      expect(code).toBe(exitCode);
      expect(eventsOf(stdout).at(-1)).toMatchObject({
        type: 'run.finished',
        verdict: 'incomplete',
        exitCode,
      });
    },
  );

  it('a reader that goes away does not stop it, and nothing is printed about it', async () => {
    const { folder, run } = workspace();
    const { stdout, stderr, status } = spawnSync(
      'bash',
      [
        '-c',
        '"$0" "$1" --ci --port 0 --only gateway-ready --output out | head -n 3; echo "exit $PIPESTATUS"',
        process.execPath,
        LAUNCHER,
      ],
      { cwd: folder, env: cleanEnvironment(folder), encoding: 'utf8' },
    );
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(4);
    // Not proven: it was asked for one check.
    expect(stdout).toContain('exit 3');
    expect(stderr).toBe('');
    expect(readdirSync(join(folder, 'out'))).toContain('report.md');
    await run(['stop', '--wipe', '--output', 'out']);
  });
});

describe('the command line', () => {
  it.each([
    ['--help'],
    ['--version'],
    ['proof', '--help'],
    ['explain'],
    ['routes'],
    ['profiles'],
    ['proof', '--list'],
  ])('%s %s prints to stdout and ends with 0', async (...args) => {
    const { run } = workspace();
    const { code, stdout, stderr } = await run(args);
    expect(stderr).toBe('');
    expect(stdout.length).toBeGreaterThan(4);
    expect(code).toBe(0);
  });

  it('wrong usage is exit 2, with what was meant', async () => {
    const { run } = workspace();
    const unknown = await run(['prof']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('proof');
    expect((await run(['--port', '99999'])).code).toBe(2);
    expect((await run(['--nonsense'])).code).toBe(2);
    const profile = await run(['--ci', '--profile', 'nothere']);
    expect(profile.code).toBe(2);
    expect((await run(['proof', '--only', 'nothere'])).code).toBe(2);
    const service = await run(['logs', 'bus-nothere']);
    expect(service.code).toBe(2);
    expect(service.stderr).toContain('ST-SERVICE-UNKNOWN');
  });

  it.each([
    ['stop', 'bus-llm'],
    ['proof', 'models'],
    ['start', 'now'],
    ['status', 'bus-llm'],
  ])('%s %s is a word too many, and nothing is done', async (...args) => {
    const { folder, run } = workspace();
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('too many arguments');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('every format of the route catalog is what it says', async () => {
    const { folder, run } = workspace();
    const json = JSON.parse((await run(['routes', '--json'])).stdout);
    expect(json.routes.length).toBeGreaterThan(40);
    expect((await run(['routes', '--format', 'md'])).stdout).toMatch(/^\| Route \|/);
    expect((await run(['routes', '--format', 'xml'])).code).toBe(2);
    const elsewhere = await run(['routes', '--checkout', folder]);
    expect([elsewhere.code, elsewhere.stderr]).toEqual([2, expect.stringContaining('RT-CONF-UNREADABLE')]);
  });
});

describe('the commands of a report', () => {
  it('work in a shell with the variables of bus-setup credentials, and nothing secret is printed', async () => {
    const { folder, run } = workspace();
    expect((await run(['start', '--port', '0', '--output', 'out'])).code).toBe(0);
    const { stdout } = await run(['credentials', '--json', '--output', 'out']);
    const { path, names } = JSON.parse(stdout);
    expect(names).toContain('BUS_API_TOKEN');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const file = readFileSync(path, 'utf8');
    const token = /BUS_API_TOKEN='?([^'\n]+)/.exec(file)?.[1] ?? '';
    expect(token.split('.')).toHaveLength(3);
    expect(stdout).not.toContain(token);
    const routes = JSON.parse((await run(['routes', '--json'])).stdout).routes;
    const models = routes.find(({ id }: { id: string }) => id === 'llm.models');
    expect(await stock('sh', ['-c', `. "$0"; ${models.proofCommand}`, path], folder)).toContain(
      'codex-chatgpt',
    );
  });
});
