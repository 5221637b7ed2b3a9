import { spawnSync } from 'node:child_process';
import { packagePath } from '../src/package-root.js';
import type { Figure } from './figure.js';

export const title = 'Start: how long until the first word';

const rounds = 11;

/** Wall time of a command in ms; the median of several, taken in turn with its peer. */
function milliseconds(args: string[]): number {
  const began = process.hrtime.bigint();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return Number(process.hrtime.bigint() - began) / 1e6;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

export async function run(): Promise<Figure[]> {
  const workshop = packagePath('bin', 'workshop.js');
  const empty: number[] = [];
  const help: number[] = [];
  const version: number[] = [];
  for (let round = 0; round < rounds; round++) {
    empty.push(milliseconds(['-e', '0']));
    help.push(milliseconds([workshop, '--help']));
    version.push(milliseconds([workshop, 'sql', 'list']));
  }
  return [
    { name: 'an empty node -e 0', value: median(empty), unit: 'ms' },
    { name: 'workshop --help', value: median(help), unit: 'ms' },
    {
      name: 'workshop --help over node -e 0',
      value: median(help) / median(empty),
      unit: '×',
      limit: { kind: 'atMost', value: 2.5 },
    },
    { name: 'workshop sql list over node -e 0', value: median(version) / median(empty), unit: '×' },
  ];
}
