// How the dashboard page is bundled, and what of Grafana's packages stays out of it.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';

const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(import.meta.url);
const packageFolder = (name) => dirname(require.resolve(`${name}/package.json`));

/** Editors, maps and telemetry that Grafana's component package can draw and this page never does. */
const neverDrawn =
  /^(?:monaco-editor|@monaco-editor\/.*|@codemirror\/.*|@uiw\/.*|@lezer\/.*|ol|slate|slate-.*|prismjs|jquery|@grafana\/faro-web-sdk)(?:\/.*)?$/;

/** Stands in for a package left out: CommonJS, so that any name may be imported, and using one fails by name. */
function leaveOut() {
  return {
    name: 'leave-out',
    enforce: 'pre',
    resolveId(id) {
      return neverDrawn.test(id) ? `\0left-out:${id}` : undefined;
    },
    load(id) {
      if (!id.startsWith('\0left-out:')) return undefined;
      const name = JSON.stringify(id.slice('\0left-out:'.length));
      return `module.exports = new Proxy(function () { throw new Error(${name} + ' is not in this bundle'); }, { get: (target, key) => key === '__esModule' ? undefined : key === 'prototype' ? target.prototype : target });`;
    },
  };
}

/** Every time zone's history since 1970 weighs more than the charts: the page shows the browser's own zone and UTC. */
function trimTimeZones() {
  return {
    name: 'trim-time-zones',
    enforce: 'pre',
    load(id) {
      if (!id.includes('moment-timezone') || !id.endsWith('.json')) return undefined;
      return {
        code: 'export default { version: "trimmed", zones: ["Etc/UTC|UTC|0|0|"], links: [], countries: [] };',
        moduleType: 'js',
      };
    },
  };
}

/** Where `@grafana/ui` looks for its fonts and icons, and where they come from. */
async function copyPublicFiles(outDir) {
  const icons = join(outDir, 'public/build/img/icons');
  await mkdir(dirname(icons), { recursive: true });
  await cp(join(packageFolder('@grafana/ui'), 'dist/public/img/icons'), icons, { recursive: true });
  await mirrorIcon(icons, 'unicons/angle-double-right.svg', 'unicons/angle-double-left.svg');
  const fonts = join(outDir, 'public/fonts/inter');
  await mkdir(fonts, { recursive: true });
  for (const [name, file] of Object.entries(fontFiles)) await cp(file, join(fonts, name));
  await cp(join(here, 'favicon.svg'), join(outDir, 'public/favicon.svg'));
}

/** The time picker's button for going back asks for an icon that the package does not carry. */
async function mirrorIcon(icons, from, to) {
  const svg = await readFile(join(icons, from), 'utf8');
  const mirrored = svg.replace(
    /(<svg[^>]*>)(.*)(<\/svg>)/s,
    '$1<g transform="matrix(-1 0 0 1 24 0)">$2</g>$3',
  );
  await writeFile(join(icons, to), mirrored);
}

const inter = (weight, style) =>
  join(packageFolder('@fontsource/inter'), `files/inter-latin-${weight}-${style}.woff2`);
const fontFiles = {
  'Inter-Regular.woff2': inter(400, 'normal'),
  'Inter-Medium.woff2': inter(500, 'normal'),
  'Inter-Italic.woff2': inter(400, 'italic'),
  'Inter-MediumItalic.woff2': inter(500, 'italic'),
};

/** @param {string} outDir where the page goes, e.g. `dist/page` */
export function pageConfig(outDir) {
  return {
    configFile: false,
    root: here,
    base: './',
    logLevel: 'warn',
    publicDir: false,
    plugins: [
      leaveOut(),
      trimTimeZones(),
      react(),
      { name: 'public-files', closeBundle: () => copyPublicFiles(outDir) },
    ],
    resolve: { dedupe: ['react', 'react-dom', '@grafana/data', '@grafana/schema', '@grafana/i18n'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 4000, modulePreload: false },
  };
}
