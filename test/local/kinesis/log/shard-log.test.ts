import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Flusher } from '../../../../src/local/kinesis/log/flusher.js';
import { ShardLog } from '../../../../src/local/kinesis/log/shard-log.js';
import { TipCache } from '../../../../src/local/kinesis/log/tip-cache.js';

const root = mkdtempSync(join(tmpdir(), 'workshop-log-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;
const folder = () => join(root, String(made++));
const ALL = { records: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER };

const flushers = new Map<ShardLog, Flusher>();

function open(path: string, options: { cache?: number; segmentBytes?: number } = {}): ShardLog {
  const flusher = new Flusher((line) => expect.unreachable(line));
  const log = new ShardLog(path, {
    flusher,
    cache: new TipCache(options.cache ?? 1 << 20),
    segmentBytes: options.segmentBytes ?? 1 << 20,
  });
  flushers.set(log, flusher);
  return log;
}

async function close(log: ShardLog): Promise<void> {
  await flushers.get(log)?.settle();
  log.close();
}

const segments = (path: string) =>
  readdirSync(path)
    .filter((n) => n.endsWith('.seg'))
    .sort()
    .map((n) => join(path, n));

async function contents(log: ShardLog, from = 0): Promise<string[]> {
  const { records } = await log.read(from, ALL, 0);
  return records.map((r) => `${r.partitionKey}:${r.data.toString('latin1')}`);
}

const entry = fc.record({
  partitionKey: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
  data: fc.uint8Array({ maxLength: 300 }),
});
const batches = fc.array(fc.array(entry, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 20 });
const shown = (e: { partitionKey: string; data: Uint8Array }) =>
  `${e.partitionKey}:${Buffer.from(e.data).toString('latin1')}`;

describe('a shard log', () => {
  it('after being cut off anywhere holds a prefix of what was written, and never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.double({ min: 0, max: 1, noNaN: true }),
        batches,
        async (first, cut, second) => {
          const path = folder();
          const log = open(path);
          const ends: { size: number; records: number }[] = [{ size: 8, records: 0 }];
          let written: string[] = [];
          for (const [i, batch] of first.entries()) {
            log.append(batch, 1000 + i, 0);
            written = written.concat(batch.map(shown));
            ends.push({ size: statSync(segments(path)[0] as string).size, records: written.length });
          }
          await close(log);

          const file = segments(path)[0] as string;
          const length = Math.floor(statSync(file).size * cut);
          truncateSync(file, length);
          const reopened = open(path);
          const survivors = await contents(reopened);
          // Nothing garbled, nothing out of order, and nothing lost that was whole before the cut.
          expect(survivors).toEqual(written.slice(0, survivors.length));
          const whole = ends.filter((e) => e.size <= length).at(-1)?.records ?? 0;
          expect(survivors.length).toBeGreaterThanOrEqual(whole);

          const before = reopened.next;
          for (const batch of second) expect(reopened.append(batch, 2000, 0)).toBeGreaterThanOrEqual(before);
          const expected = survivors.concat(second.flat().map(shown));
          expect(await contents(reopened)).toEqual(expected);
          await close(reopened);
          const last = open(path);
          expect(await contents(last)).toEqual(expected);
          await close(last);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('never yields a record whose bytes were changed', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.nat(), fc.integer({ min: 1, max: 255 }), async (input, where, change) => {
        const path = folder();
        const log = open(path);
        for (const batch of input) log.append(batch, 1000, 0);
        await close(log);
        const file = segments(path)[0] as string;
        const bytes = readFileSync(file);
        const at = 8 + (where % (bytes.length - 8));
        bytes[at] = (bytes[at] ?? 0) ^ change;
        writeFileSync(file, bytes);
        const written = input.flat().map(shown);
        const reopened = open(path);
        const found = await contents(reopened);
        await close(reopened);
        // What is found is what was written, less what the change spoiled.
        let next = 0;
        for (const record of found) {
          while (next < written.length && written[next] !== record) next += 1;
          expect(next).toBeLessThan(written.length);
          next += 1;
        }
        expect(found.length).toBeLessThan(written.length);
      }),
      { numRuns: 60 },
    );
  });

  it('reads the same from memory, from disk, and across segments, in pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom(0, 500, 1 << 20),
        fc.constantFrom(200, 1000, 1 << 20),
        async (input, page, cache, segmentBytes) => {
          const log = open(folder(), { cache, segmentBytes });
          for (const batch of input) log.append(batch, 1000, 0);
          const found: string[] = [];
          for (let from = 0; from < log.next; ) {
            const { records, next } = await log.read(from, { records: page, bytes: 1 << 20 }, 0);
            expect(records.length).toBeLessThanOrEqual(page);
            expect(next).toBeGreaterThan(from);
            found.push(...records.map(shown));
            from = next;
          }
          expect(found).toEqual(input.flat().map(shown));
          await close(log);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds the first record of a time, though the clock stepped back between records', async () => {
    const log = open(folder(), { segmentBytes: 100 });
    const times = [5000, 7000, 3000, 6000, 9000];
    const indexes = times.map((time, i) =>
      log.append([{ partitionKey: 'k', data: Buffer.alloc(60, i) }], time, 0),
    );
    const expected = (time: number) => indexes[times.findIndex((t) => t >= time)] ?? log.next;
    for (const time of [0, 3000, 5000, 5001, 7000, 7001, 9000, 9001]) {
      expect(await log.indexAt(time)).toBe(expected(time));
    }
    await close(log);
  });

  it('passes over what retention has expired and removes its files, keeping the count', async () => {
    const path = folder();
    const log = open(path, { segmentBytes: 200 });
    const put = (time: number) => log.append([{ partitionKey: 'k', data: Buffer.alloc(90) }], time, 0);
    for (let time = 1000; time < 2000; time += 100) put(time);
    const { records } = await log.read(0, ALL, 1500);
    expect(records.map((r) => r.arrivalMs)).toEqual([1500, 1600, 1700, 1800, 1900]);
    const before = segments(path).length;
    log.trim(1500);
    expect(segments(path).length).toBeLessThan(before);
    expect((await log.read(0, ALL, 1500)).records.length).toBe(5);
    const next = log.next;
    log.trim(10_000);
    log.trim(10_000);
    expect(segments(path).length).toBe(1);
    expect((await log.read(0, ALL, 0)).records).toEqual([]);
    expect(put(11_000)).toBe(next);
    await close(log);
  });

  it('bounds a page by bytes but always gives one record', async () => {
    const log = open(folder());
    for (let i = 0; i < 5; i++) log.append([{ partitionKey: 'k', data: Buffer.alloc(999) }], 1000, 0);
    expect((await log.read(0, { records: 100, bytes: 2500 }, 0)).records.length).toBe(2);
    expect((await log.read(0, { records: 100, bytes: 10 }, 0)).records.length).toBe(1);
    await close(log);
  });

  it('refuses a file that is not its own and leaves it as it is', async () => {
    const path = folder();
    const log = open(path);
    log.append([{ partitionKey: 'k', data: Buffer.of(1) }], 1, 0);
    await close(log);
    const foreign = join(path, '0000000000000500.seg');
    writeFileSync(foreign, 'somebody else wrote this');
    expect(() => open(path)).toThrow(/is not a segment of a Kinesis shard/);
    expect(readFileSync(foreign, 'utf8')).toBe('somebody else wrote this');
  });
});
