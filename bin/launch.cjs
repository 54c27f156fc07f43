'use strict';
// Settings that libraries read when they are loaded, so they come before the first import.
const { enableCompileCache } = require('node:module');

const { env, argv } = process;

// React's development build doubles the CPU and memory of the wizard.
env.NODE_ENV ??= 'production';

// --color and --no-color win over FORCE_COLOR, which wins over NO_COLOR. Ink's colour library knows FORCE_COLOR only,
// and Node warns on the screen when it finds both.
if (argv.includes('--no-color')) env.FORCE_COLOR = '0';
else if (argv.includes('--color')) env.FORCE_COLOR = '1';
else if (env.NO_COLOR && env.FORCE_COLOR === undefined) env.FORCE_COLOR = '0';
if (env.FORCE_COLOR !== undefined) delete env.NO_COLOR;

enableCompileCache();

import('../dist/bus-setup.js').catch((error) => {
  const unbuilt = error.code === 'ERR_MODULE_NOT_FOUND' && /bus-setup\.js'/.test(error.message);
  process.stderr.write(
    unbuilt
      ? 'bus-setup is not built yet.\n  next  npm run build\n'
      : `bus-setup could not be loaded: ${error.stack ?? error}\n`,
  );
  process.exitCode = 1;
});
