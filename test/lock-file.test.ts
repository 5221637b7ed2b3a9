import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packagePath } from '../src/package-root.js';

interface Entry {
  version: string;
  resolved?: string;
  inBundle?: boolean;
  optional?: boolean;
}
const lock: { packages: Record<string, Entry> } = JSON.parse(
  readFileSync(packagePath('package-lock.json'), 'utf8'),
);
const entries = Object.entries(lock.packages).filter(([path, entry]) => path !== '' && !entry.inBundle);

describe('the lock file', () => {
  it('names no registry, so that each clone uses its own (else: node scripts/tidy-lock.js)', () => {
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it.each(['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'win32-arm64', 'win32-x64'])(
    'carries DuckDB for %s',
    (platform) => {
      const { version } = lock.packages['node_modules/@duckdb/node-bindings'] ?? {};
      expect(lock.packages[`node_modules/@duckdb/node-bindings-${platform}`]).toMatchObject({
        version,
        optional: true,
      });
    },
  );
});
