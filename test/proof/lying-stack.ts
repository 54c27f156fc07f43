// node test/proof/lying-stack.ts [--lie ID] [--output FOLDER] [--port N] | --list
// The embedded stack behind a gateway that tells one lie, to be proven by hand; docs/how-a-proof-works.md shows how.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ALL_LIES } from './lies/all-lies.ts';
import { idOf } from './lies/lie.ts';
import { lyingFront } from './lying-front.ts';

const USAGE_ERROR = 2;

const { values } = parseArgs({
  options: {
    lie: { type: 'string' },
    output: { type: 'string', default: 'lying' },
    port: { type: 'string', default: '0' },
    list: { type: 'boolean', default: false },
  },
});

const told = ALL_LIES.find((lie) => idOf(lie) === values.lie);
if (values.list) {
  for (const lie of ALL_LIES) process.stdout.write(`${idOf(lie)}  ${lie.reason}\n`);
} else if (values.lie !== undefined && told === undefined) {
  process.stderr.write(`no such lie: ${values.lie}; --list names them\n`);
  process.exitCode = USAGE_ERROR;
} else {
  const front = await lyingFront(resolve(values.output), { port: Number(values.port) });
  front.lie(told);
  const what =
    told === undefined ? 'tells the truth' : `lies to ${told.check}: ${told.name} (${told.reason})`;
  process.stdout.write(`${front.url} ${what}\nbus-setup --ci --output ${values.output}\nCtrl+C ends it\n`);
  const end = () => void front.stop();
  process.once('SIGINT', end).once('SIGTERM', end);
}
