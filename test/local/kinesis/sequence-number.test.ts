import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSequenceNumber, SequenceNumbers } from '../../../src/local/kinesis/sequence-number.js';

const epoch = fc.integer({ min: 1, max: 2 ** 33 });
const shard = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const index = fc.integer({ min: 1, max: 2 ** 52 });
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe('sequence numbers', () => {
  it('are 56 digits, and say what they were made of', () => {
    fc.assert(
      fc.property(epoch, shard, index, time, (epochSeconds, shardIndex, recordIndex, at) => {
        const text = new SequenceNumbers(epochSeconds, shardIndex).of(recordIndex, at);
        expect(text).toMatch(/^\d{56}$/);
        expect(parseSequenceNumber(text)).toEqual({ epochSeconds, shardIndex, recordIndex });
      }),
    );
  });

  it('grow with the record, whatever the clock does, between the start and the end of the shard', () => {
    fc.assert(
      fc.property(
        epoch,
        shard,
        index,
        time,
        time,
        (epochSeconds, shardIndex, recordIndex, earlier, later) => {
          const numbers = new SequenceNumbers(epochSeconds, shardIndex);
          const first = numbers.of(recordIndex, later);
          const second = numbers.of(recordIndex + 1, earlier);
          expect(first < second).toBe(true);
          expect(numbers.start() < first).toBe(true);
          expect(second < numbers.end(0)).toBe(true);
          expect(numbers.end(later)).toMatch(/^\d{56}$/);
        },
      ),
    );
  });

  it('are told from other numbers', () => {
    for (const text of ['', '0', '12', '9'.repeat(56), `-${'4'.repeat(55)}`, 'x'.repeat(56)]) {
      expect(parseSequenceNumber(text)).toBeUndefined();
    }
  });
});
