// Runs the benchmarks, all or those named, and prints each figure beside its limit. Exit code 1 when one is missed.
//   npm run bench            npm run bench -- startup kinesis
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = join(here, '..', '.bench');
const wanted = process.argv.slice(2);
const modules = readdirSync(here)
  .filter((file) => /^[a-z-]+\.ts$/.test(file))
  .map((file) => basename(file, '.ts'));
const names = modules.filter((name) => wanted.length === 0 || wanted.includes(name));

mkdirSync(out, { recursive: true });
let missed = 0;
try {
  await build({
    entryPoints: modules.map((name) => join(here, `${name}.ts`)),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  for (const name of names) {
    const bench = await import(pathToFileURL(join(out, `${name}.mjs`)).href);
    if (typeof bench.run !== 'function') continue;
    console.log(`\n${bench.title}`);
    for (const figure of await bench.run()) {
      const { name: what, value, unit, limit } = figure;
      const held = !limit || (limit.kind === 'atLeast' ? value >= limit.value : value <= limit.value);
      if (!held) missed++;
      const bound = limit
        ? `${limit.kind === 'atLeast' ? 'at least' : 'at most'} ${limit.value} ${unit}`
        : '';
      const shown = Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2);
      console.log(`  ${held ? ' ' : '!'} ${what.padEnd(64)} ${`${shown} ${unit}`.padStart(18)}   ${bound}`);
    }
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
if (missed > 0) {
  console.log(`\n${missed} missed`);
  process.exitCode = 1;
}
