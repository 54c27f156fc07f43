import type { Command } from 'commander';
import type { ExampleFact } from '../catalog/command-facts.ts';

const example = (line: string, says: string): ExampleFact => ({ line, says });

/** Examples by command; the empty name is the program itself. Each line works as it stands. */
export const EXAMPLES: Readonly<Record<string, readonly ExampleFact[]>> = {
  '': [
    example('bus-setup', 'the wizard'),
    example('bus-setup --ci', 'the same run, headless'),
    example('bus-setup --ci --json', 'one JSON event a line'),
    example('bus-setup proof --only models', 'one check against the running stack'),
    example('bus-setup stop --wipe', 'stop the stack and remove its data'),
    example('bus-setup verify evidence.tar.gz', 'what this evidence establishes, and what not'),
    example('bus-setup explain ST-PORT-TAKEN', 'what a reason means and what to do'),
  ],
  preflight: [
    example('bus-setup preflight', 'is this machine ready for the embedded stack?'),
    example('bus-setup preflight --profile local --checkout ~/busdk', 'and for Docker Compose?'),
  ],
  start: [
    example('bus-setup start --port 0', 'on a free port'),
    example('bus-setup start --profile local --checkout ~/busdk --dry-run', 'show the commands, run none'),
  ],
  proof: [
    example('bus-setup proof', 'every check of the profile'),
    example('bus-setup proof --only models,events-replay', 'two checks, and what they need'),
    example('bus-setup proof --list', 'what each check proves, and what not'),
  ],
  bundle: [
    example('bus-setup bundle', 'of the newest run'),
    example('bus-setup bundle --output run-1', 'of the run in that folder'),
  ],
  'bundle scan': [example('bus-setup bundle scan logs.tar.gz', 'is it safe to send?')],
  redact: [example('docker compose logs | bus-setup redact -', 'redact what comes through a pipe')],
  scan: [example('bus-setup scan --format sarif', 'for a code scanner')],
  selftest: [example('bus-setup selftest redact', 'does the redactor work here?')],
  status: [
    example('bus-setup status', 'services, health and addresses'),
    example('bus-setup status --json', 'the same as data'),
  ],
  support: [example('bus-setup support status', 'does support answer today?')],
  'support status': [
    example('bus-setup support status', 'package, state and window'),
    example('bus-setup support status --json', 'the same as data'),
  ],
  stop: [example('bus-setup stop', 'its data stays'), example('bus-setup stop --wipe', 'its data goes too')],
  restart: [example('bus-setup restart bus-notes-api', 'one service')],
  logs: [example('bus-setup logs bus-llm --lines 20', 'the last twenty lines')],
  verify: [
    example('bus-setup verify evidence.tar.gz', 'what it establishes, and what not'),
    example('bus-setup verify evidence.tar.gz --signer seller.pub --require V1,V2', 'fail unless they hold'),
  ],
  compare: [example('bus-setup compare run-1 run-2', 'what changed')],
  checklist: [
    example('bus-setup checklist', 'what is delivered, and how each line is verified'),
    example('bus-setup checklist bus-setup-runs/latest', 'the same, ticked from that run'),
  ],
  accept: [
    example('bus-setup accept evidence.tar.gz', 'walk the checklist'),
    example(
      'bus-setup accept evidence.tar.gz --sign-with ~/.ssh/id_ed25519.pub --sign-off SECRETS_HANDOFF',
      'write a signed receipt',
    ),
  ],
  credentials: [example('bus-setup credentials', 'for the commands of the report')],
  billing: [example('bus-setup billing plan', 'what is local, and what switches it')],
  'billing plan': [
    example('bus-setup billing plan', 'of the embedded stack'),
    example('bus-setup billing plan --profile local --checkout ~/busdk', 'of a checkout with Docker Compose'),
  ],
  profiles: [
    example('bus-setup profiles', 'which there are'),
    example('bus-setup profiles show local', 'services, settings and checks of one'),
  ],
  routes: [
    example('bus-setup routes', 'the catalog as a table'),
    example('bus-setup routes --format openapi > openapi.json', 'as OpenAPI 3.1'),
    example('bus-setup routes --checkout ~/busdk', 'held against its nginx.conf'),
    example('bus-setup routes --live', 'held against what the running stack answers'),
  ],
  screens: [
    example('bus-setup screens S4', 'the proof: running, passed, failed, details'),
    example('bus-setup screens --all --columns 60', 'every state, on a narrow terminal'),
  ],
  explain: [
    example('bus-setup explain', 'every reason'),
    example('bus-setup explain ST-PORT-TAKEN', 'one of them'),
    example('bus-setup explain CX', 'those of one kind'),
    example('bus-setup explain entitlement', 'what a check proves'),
    example('bus-setup explain 2101-0178-5E', 'what a support code says'),
  ],
  completion: [
    example('source <(bus-setup completion bash)', 'in bash'),
    example('source <(bus-setup completion zsh)', 'in zsh'),
    example('bus-setup completion fish | source', 'in fish'),
  ],
};

/** Puts the examples of every command under its help; the program itself has its own text. */
export function addExamples(program: Command, name = ''): void {
  for (const command of program.commands) {
    const full = `${name} ${command.name()}`.trim();
    const lines = exampleLines(EXAMPLES[full] ?? []);
    if (lines.length > 0) command.addHelpText('after', `\n${['Examples:', ...lines].join('\n')}`);
    addExamples(command, full);
  }
}

/** Examples as lines of a help text, in two columns. */
export function exampleLines(examples: readonly ExampleFact[]): readonly string[] {
  const width = Math.max(0, ...examples.map(({ line }) => line.length));
  return examples.map(({ line, says }) => `  ${line.padEnd(width)}   ${says}`);
}
