// Makes package-lock.json the same whoever's npm wrote it. Run it after `npm install` changed the lock.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const registry = 'https://registry.example';

// Built and tested here on Node 20, whatever its package.json claims; a newcomer should not be warned of it.
const runsOnNode20 = new Set(['@polyglot-sql/sdk']);

const lock = JSON.parse(readFileSync(file, 'utf8'));
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '' || entry.inBundle || entry.link) continue;
  const name = entry.name ?? path.split('node_modules/').pop();
  const { name: alias, version, resolved: _, ...rest } = entry;
  if (runsOnNode20.has(name)) delete rest.engines;
  lock.packages[path] = {
    ...(alias && { name: alias }),
    version,
    // Without the address npm reads each package's whole history first: minutes instead of seconds.
    resolved: `${registry}/${name}/-/${name.split('/').pop()}-${version}.tgz`,
    ...rest,
  };
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
