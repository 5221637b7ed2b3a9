import { describe, expect, it } from 'vitest';
import { noCost } from '../../src/aws/prices.js';
import type { Plan } from '../../src/steps/plan.js';
import { planScreen } from '../../src/ui/plan.js';

const plan = (target: 'aws' | 'local', name = 'workshop'): Plan => ({
  config: { name, region: 'eu-west-1', target },
  stacks: [
    {
      name: `${name}-IngestionStack`,
      resources: 13,
      description: 'Redshift streaming workshop: the two streams and the functions that fill them',
    },
    { name: `${name}-RedshiftStack`, resources: 8, description: 'Redshift streaming workshop: the cluster' },
  ],
  sqlSteps: [
    { number: 1, title: 'First' },
    { number: 13, title: 'Last' },
  ],
  minutes: { from: 8, to: 15 },
  cost:
    target === 'aws'
      ? {
          hour: 0.785,
          lines: [{ what: 'Redshift', hour: 0.543 }],
          once: 'once: the training',
          source: 'list prices',
        }
      : noCost,
});

describe('the plan on a screen', () => {
  it('says stacks, resources, steps, minutes and dollars of AWS', () => {
    const screen = planScreen(plan('aws', 'room-7'), { color: false });
    for (const part of [
      "'room-7'",
      'AWS, eu-west-1',
      'IngestionStack     13 resources  the two streams',
      "2 steps, from 'First' to 'Last'",
      '8 to 15 minutes',
      '$0.79 an hour',
      '$0.543',
      'once: the training',
      '(list prices)',
    ])
      expect(screen).toContain(part);
  });

  it('says that this computer costs nothing', () => {
    expect(planScreen(plan('local'), { color: false })).toMatch(/cost +nothing/);
  });

  it('fits the terminal, coloured or not', () => {
    for (const width of [70, 80, 120])
      for (const line of planScreen(plan('aws'), { color: false }, width).split('\n'))
        expect(line.length).toBeLessThanOrEqual(width);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what colour is.
    const bare = planScreen(plan('aws'), { color: true }, 80).replace(/\u001b\[\d+m/g, '');
    expect(bare).toBe(planScreen(plan('aws'), { color: false }, 80));
  });
});
