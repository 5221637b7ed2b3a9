// Bundles src/page into dist/page. Called by scripts/build.js, or alone: node scripts/build-page.js
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { pageConfig } from '../src/page/vite.config.js';

/** @param {string} [outDir] absolute; `dist/page` unless given */
export async function buildPage(outDir = fileURLToPath(new URL('../dist/page', import.meta.url))) {
  await build(pageConfig(outDir));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();
