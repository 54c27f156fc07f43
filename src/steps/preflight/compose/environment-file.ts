import { isAbsolute, relative, resolve } from 'node:path';
import type { Probe } from '../probe.ts';
import { onceAskable, projectOf } from './ask-compose.ts';
import { gitAnswer } from './gitlinks.ts';

/** The operator's own environment file is not under version control, and changes no local-only default. */
export const environmentFileKept: Probe = onceAskable({
  id: 'environment-file',
  title: 'The environment file is untracked',
  required: true,
  proves:
    'Git does not track .env, nor the environment file of this run, and no local-only default is changed in it.',
  doesNotProve: 'That it was never committed before.',
  command: () => 'git ls-files .env',
  async run(context) {
    const { workspace, host, signal, loaded } = context;
    const project = await projectOf(context);
    const { envFile } = project.invocation;
    const own = envFile === undefined ? [] : [relative(workspace, resolve(workspace, envFile))];
    const inside = ['.env', ...own].filter((path) => !path.startsWith('..') && !isAbsolute(path));
    const tracked = await gitAnswer(['ls-files', '-z', '--', ...inside], workspace, host, signal);
    const files = (tracked ?? '').split('\0').filter((path) => path !== '' && !path.endsWith('.example'));
    if (files.length > 0) return { status: 'FAIL', reason: 'PF-ENV-TRACKED', detail: files.join(', ') };
    const changed = loaded.profile.environment
      .filter((entry) => entry.localOnly === true && project.setting(entry.key) !== entry.default)
      .map(({ key }) => key);
    if (changed.length > 0) {
      return { status: 'FAIL', reason: 'PF-LOCAL-DEFAULT-CHANGED', detail: changed.join(', ') };
    }
    return { status: 'PASS', observed: envFile === undefined ? 'there is none' : `${envFile} is used` };
  },
});
