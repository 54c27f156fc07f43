// npm run bench [-- id …]: all measurements, or the ones named, each as a table.
import { cpus, totalmem } from 'node:os';
import { composeStart } from './compose-start.ts';
import { composeStatus } from './compose-status.ts';
import { composeWizard } from './compose-wizard.ts';
import { embeddedStart } from './embedded-start.ts';
import { faceThroughput } from './face-throughput.ts';
import { firstFrame } from './first-frame.ts';
import { lies } from './lies.ts';
import { load } from './load.ts';
import type { Measurement } from './measurement.ts';
import { proofPath } from './proof-path.ts';
import { redactAccuracy } from './redact/accuracy.ts';
import { gate } from './redact/gate.ts';
import { redactHostile, redactThroughput } from './redact/throughput.ts';
import { runProfile } from './run-profile.ts';
import { tableText } from './table.ts';
import { wholeRun } from './whole-run.ts';
import { wizardKeys } from './wizard-keys.ts';
import { wizardLoad } from './wizard-load.ts';
import { wizardSizes } from './wizard-sizes.ts';

const MEASUREMENTS: readonly Measurement[] = [
  firstFrame,
  wizardLoad,
  wizardKeys,
  wizardSizes,
  faceThroughput,
  embeddedStart,
  wholeRun,
  proofPath,
  runProfile,
  lies,
  load,
  composeStart,
  composeStatus,
  composeWizard,
  redactThroughput,
  redactHostile,
  redactAccuracy,
  gate,
];

const wanted = process.argv.slice(2);
const known = MEASUREMENTS.map(({ id }) => id);
const unknown = wanted.filter((id) => !known.includes(id));
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(', ')}; there are ${known.join(', ')}\n`);
  process.exitCode = 2;
} else {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  process.stdout.write(`Node ${process.versions.node}, ${cpus().length} cores, ${gigabytes} GB\n\n`);
  for (const measurement of MEASUREMENTS) {
    if (wanted.length > 0 && !wanted.includes(measurement.id)) continue;
    process.stdout.write(`${tableText(await measurement.measure())}\n`);
  }
}
