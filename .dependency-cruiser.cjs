// The rooms of the house and who may import whom; docs/architecture.md has the picture.
/** @type {import('dependency-cruiser').IConfiguration} */

/** A rule: `from` (a path pattern) must not import `to`. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const room = (...names) => `^src/(${names.join('|')})/`;
/** Packages of the workshop. All packages stand under `devDependencies`: the published package is one bundle and needs none. */
const TOOLS = [
  '@biomejs',
  '@cyclonedx',
  '@lydell',
  '@openai',
  '@secretlint',
  '@seriousme',
  '@sigstore',
  '@swc',
  '@xterm',
  'axe-core',
  'ctrf',
  'dependency-cruiser',
  'esbuild',
  'ink-testing-library',
  'junit2json',
  'listr2',
  'marked',
  'node',
  'playwright-core',
  'secretlint',
  'typescript',
  'vitest',
];
const FACES = '^src/(asking|cli|commands|headless|screens|transcript)/|^src/(cli|app)\\.tsx?$';

module.exports = {
  forbidden: [
    forbid(
      'gate-stands-apart',
      'What scans a finished bundle shares nothing with what redacted it but the known values and the public ones.',
      { path: '^src/redact/leak-' },
      { path: '^src/', pathNot: '^src/redact/(leak-[a-z0-9-]+|secret|public-defaults)\\.ts$' },
    ),
    forbid(
      'redactor-stands-apart',
      'The redactor does not lean on the scan that checks it.',
      { path: '^src/redact/', pathNot: '^src/redact/(leak|tracked)-' },
      { path: '^src/redact/leak-' },
    ),
    forbid(
      'no-cycles',
      'An import cycle means that two ideas are one, or that a third is missing.',
      {},
      { circular: true },
    ),
    forbid(
      'contract-imports-itself-only',
      'The wire imports nothing of ours.',
      { path: room('contract') },
      { path: '^src/', pathNot: room('contract') },
    ),
    forbid(
      'redact-imports-itself-only',
      'The redactor imports nothing of ours.',
      { path: room('redact') },
      { path: '^src/', pathNot: room('redact') },
    ),
    forbid(
      'ground-floor',
      'Host and reasons are the ground floor.',
      { path: room('host', 'reasons') },
      { path: '^src/', pathNot: room('host', 'reasons') },
    ),
    forbid(
      'embedded-is-a-process',
      'The embedded stack is started as a process by its runtime; nobody imports it.',
      { path: '^src/', pathNot: room('embedded') },
      { path: room('embedded') },
    ),
    forbid(
      'embedded-knows-the-wire-only',
      'The embedded stack speaks the contract and knows nothing of the tool.',
      { path: room('embedded') },
      { path: '^src/', pathNot: room('embedded', 'contract', 'host') },
    ),
    forbid(
      'stack-is-below',
      'Runtimes know nothing of checks, bundles, steps or faces.',
      { path: room('stack') },
      { path: `${room('proof', 'bundle', 'evidence', 'steps')}|${FACES}` },
    ),
    forbid(
      'proof-is-below',
      'Checks know nothing of bundles, evidence, steps or faces.',
      { path: room('proof') },
      { path: `${room('bundle', 'evidence', 'steps')}|${FACES}` },
    ),
    forbid(
      'bundle-is-below',
      'The bundle knows nothing of evidence, steps or faces.',
      { path: room('bundle') },
      { path: `${room('evidence', 'steps')}|${FACES}` },
    ),
    forbid(
      'evidence-is-below',
      'Evidence is made of results, not of runs: it knows nothing of steps or faces.',
      { path: room('evidence') },
      { path: `${room('steps')}|${FACES}` },
    ),
    forbid(
      'catalog-is-data',
      'What the program tells about itself is made from the wire, the reasons and the profiles, and runs nothing.',
      { path: room('catalog') },
      { path: '^src/', pathNot: room('catalog', 'contract', 'reasons') },
    ),
    forbid(
      'steps-know-no-face',
      'The engine does not know how anything is drawn.',
      { path: room('steps') },
      { path: FACES },
    ),
    forbid(
      'screens-see-state-only',
      'Screens are views of the run state.',
      { path: '^src/(screens/|app\\.tsx$)' },
      { path: `${room('stack', 'proof', 'bundle', 'evidence', 'contract', 'embedded', 'commands', 'cli')}` },
    ),
    forbid(
      'headless-sees-state-only',
      'The headless faces are views of the run state.',
      { path: room('headless') },
      { path: `${room('stack', 'bundle', 'evidence', 'embedded', 'commands', 'cli', 'screens')}` },
    ),
    forbid(
      'asking-sees-state-only',
      'The asking face is a view of the run state, by the same words as the screens.',
      { path: room('asking', 'terminal', 'transcript') },
      { path: room('stack', 'proof', 'bundle', 'evidence', 'contract', 'embedded', 'commands', 'cli') },
    ),
    forbid(
      'ink-stays-upstairs',
      'Only the wizard imports React or Ink.',
      { path: '^src/', pathNot: '^src/(screens/|app\\.tsx$)' },
      { path: 'node_modules/(ink|react|ink-spinner)/' },
    ),
    forbid(
      'no-vague-names',
      'A file name says what the file holds.',
      {},
      { path: '^src/.*/(utils?|helpers?|common|misc|manager|shared)(\\.|/)' },
    ),
    forbid(
      'declared-dependencies-only',
      'What is imported stands in package.json.',
      { path: '^src/' },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbid(
      'tools-stay-outside',
      'The published program brings what it imports inside its bundle; tools of the workshop are no part of it.',
      { path: '^src/' },
      { path: `node_modules/(${TOOLS.join('|')})/` },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    includeOnly: { path: '^src/|node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
  },
};
