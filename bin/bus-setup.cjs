#!/usr/bin/env node
// The launcher. Plain old JavaScript: it must run on any Node, to say that it is too old.
var wanted = [22, 19];
var have = process.versions.node.split('.').map(Number);
if (have[0] < wanted[0] || (have[0] === wanted[0] && have[1] < wanted[1])) {
  process.stderr.write(
    'PF-NODE-OLD  This version of Node is too old.\n' +
      '  why   bus-setup needs Node ' +
      wanted.join('.') +
      ' or newer, and this is Node ' +
      process.versions.node +
      '\n' +
      '  next  install Node ' +
      wanted.join('.') +
      ' or newer; in a checkout npm start brings its own\n',
  );
  process.exit(2);
}
require('./launch.cjs');
