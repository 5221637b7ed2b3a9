#!/usr/bin/env node
// Only what the oldest Node can still parse, so that it gets one line and not a stack trace.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 17)) {
  console.error(`workshop needs Node.js 20.17 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
import('../dist/src/cli.js').then(
  ({ main }) => main(process.argv),
  (error) => {
    if (!/^Cannot find module '[^']*cli\.js'/.test(error.message)) throw error;
    console.error('workshop is not built yet: run `npm run build` first.');
    process.exit(1);
  },
);
