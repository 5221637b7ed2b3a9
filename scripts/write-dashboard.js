// Writes dashboard.json from src/grafana/author. The author is TypeScript, so it is bundled first.
import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outfile = `${root}dist/write-dashboard.mjs`;
await build({
  entryPoints: [`${root}src/grafana/author/write.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
});
const { writeDashboard } = await import(pathToFileURL(outfile).href);
writeDashboard();
rmSync(outfile);
