import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const path = (relative) => fileURLToPath(new URL(relative, root));

/**
 * Bundles each function into one CommonJS file, as Lambda's inline code must be. The SDK stays outside: it is in
 * Lambda's runtime, and in the local cloud's.
 * @param {string} outdir where `customer-producer.js`, `order-producer.js` and `fleet-producer.js` go
 */
export async function buildFunctions(outdir = path('dist/functions')) {
  await mkdir(outdir, { recursive: true });
  await build({
    entryPoints: ['customer-producer', 'order-producer', 'fleet-producer'].map((name) =>
      path(`templates/functions/${name}.ts`),
    ),
    outdir,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['@aws-sdk/*'],
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildFunctions();
