// The floor of the first-frame bench: Node itself.
process.stdout.write('ready\n');
setTimeout(() => undefined, 60_000);
