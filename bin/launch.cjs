'use strict';
// Settings that libraries read when they are loaded, so they come before the first import.
const { enableCompileCache } = require('node:module');

// React's development build doubles the CPU and memory of the wizard.
process.env.NODE_ENV ??= 'production';
// Ink's colour library knows FORCE_COLOR only.
if (process.env.NO_COLOR && process.env.FORCE_COLOR === undefined) process.env.FORCE_COLOR = '0';
enableCompileCache();

import('../dist/bus-setup.js').catch((error) => {
  process.stderr.write(`bus-setup could not be loaded: ${error.stack ?? error}\n`);
  process.exitCode = 1;
});
