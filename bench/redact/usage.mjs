// node --import ./usage.mjs program: tells at the end what the program took, in the file that USAGE_FILE names.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const residentMegabytes = process.resourceUsage().maxRSS / 1024;
  writeFileSync(
    process.env.USAGE_FILE,
    JSON.stringify({ seconds: (user + system) / 1e6, residentMegabytes }),
  );
});
