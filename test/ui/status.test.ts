import { describe, expect, it } from 'vitest';
import type { WorkshopStatus } from '../../src/steps/status.js';
import { statusScreen } from '../../src/ui/status.js';

const mode = { color: false } as Parameters<typeof statusScreen>[1];

function screen(model: WorkshopStatus['model']): string[] {
  const status: WorkshopStatus = {
    name: 'workshop',
    target: 'local',
    region: 'us-east-1',
    stacks: [],
    streams: [],
    views: [],
    schedules: [],
    refreshRuns: [],
    model,
    workspace: null,
  };
  const lines = statusScreen(status, mode).split('\n');
  const from = lines.indexOf('Model');
  return lines.slice(from + 1, lines.indexOf('', from)).map((line) => line.trim().replaceAll(/ +/g, ' '));
}

const model = {
  name: 'consignment_delay',
  state: 'READY',
  reason: null,
  score: { on: 'validation' as const, metric: 'merror', value: 0.1825 },
  createdAt: '2026-11-24T03:25:01.000Z',
  ageSeconds: 300,
  predictions: { filled: 12_345, waiting: 12 },
};

describe('the model on the screen of the status', () => {
  it('shows state, score, age and what it has predicted', () => {
    expect(screen(model)).toEqual([
      'consignment_delay READY, wrong on 18.3 % of the rows kept back (validation:merror), made 5 min ago',
      'predictions 12,345 orders predicted, 12 wait',
    ]);
    const loss = { on: 'validation' as const, metric: 'mlogloss', value: 0.43 };
    expect(screen({ ...model, score: loss, predictions: null })).toEqual([
      'consignment_delay READY, validation:mlogloss 0.43 on the rows kept back, made 5 min ago',
    ]);
    const error = { on: 'train' as const, metric: 'error', value: 0.0834 };
    expect(screen({ ...model, score: error, predictions: null })).toEqual([
      'consignment_delay READY, wrong on 8.3 % of the rows learned from (train:error), made 5 min ago',
    ]);
  });

  it('says how long it trains, why it failed, and that there is none', () => {
    const young = { ...model, state: 'TRAINING', score: null, ageSeconds: 42, predictions: null };
    expect(screen(young)).toEqual(['consignment_delay TRAINING, 42 s so far']);
    const failed = { ...young, state: 'FAILED', reason: 'no room' };
    expect(screen(failed)).toEqual(['consignment_delay FAILED, no room, workshop setup trains it again']);
    expect(screen(null)).toEqual(['none yet']);
  });
});
