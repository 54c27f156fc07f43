import { describe, expect, it } from 'vitest';
import { runStatic } from '../../src/embedded/services/bus-docker/static-runner.ts';

describe('the static runner', () => {
  it.each([
    [['true'], 0, ''],
    [['false'], 1, ''],
    [['echo', 'a', 'b c'], 0, 'a b c\n'],
    [['printf', 'OK'], 0, 'OK'],
    [['sh', '-lc', 'printf OK'], 0, 'OK'],
    [['/bin/sh', '-c', `echo 'single $HOME' "double quoted" plain`], 0, 'single $HOME double quoted plain\n'],
  ])('computes %j', (command, exitCode, stdout) => {
    expect(runStatic(command)).toEqual({ exitCode, stdout, stderr: '' });
  });

  it('prints a Codex version that says it is static', () => {
    expect(runStatic(['codex', '--version']).stdout).toMatch(/^codex-cli \S+ .*static.*\n$/);
  });

  it.each([
    [[]],
    [['ls']],
    [['codex', 'exec', 'x']],
    [['printf', '%s', 'x']],
    [['printf', 'a\\n']],
    [['sh', '-c', 'echo $HOME']],
    [['sh', '-c', 'echo "$HOME"']],
    [['sh', '-c', 'true; echo x']],
    [['sh', '-c', 'echo x > /etc/passwd']],
    [['sh', '-c', 'echo `id`']],
    [['sh', '-c', "echo 'open"]],
    [['sh', '-c', 'echo a"b"c']],
    [['sh', '-c', 'A=1 echo']],
    [['sh', '-x', '-c', 'true']],
    [['sh', 'script.sh']],
  ])('does not pretend to have run %j', (command) => {
    const { exitCode, stdout, stderr } = runStatic(command);
    expect([exitCode, stdout]).toEqual([127, '']);
    expect(stderr).toMatch(/^static runner: .* not built in\n$/);
  });
});
