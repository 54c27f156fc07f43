#!/usr/bin/env node
// The launcher. Plain old JavaScript: it must run on any Node, to say that it is too old.
var wanted = [22, 19];
var have = process.versions.node.split('.').map(Number);
if (have[0] < wanted[0] || (have[0] === wanted[0] && have[1] < wanted[1])) {
  process.stderr.write(
    'bus-setup needs Node ' + wanted.join('.') + ' or newer, and this is Node ' + process.versions.node + '.\n',
  );
  process.exit(2);
}
require('./launch.cjs');
