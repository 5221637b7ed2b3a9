#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 17)) {
  console.error(`workshop needs Node.js 20.17 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
const { main } = await import('../dist/src/cli.js');
await main(process.argv);
