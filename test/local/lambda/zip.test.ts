import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZip, TooLarge } from '../../../src/local/lambda/zip.js';
import { zipOf } from './zip-writer.js';

const name = fc.stringMatching(/^[a-zé][a-z0-9_-]{0,8}(\/[a-z0-9]{1,8}){0,2}\.js$/);

describe('readZip', () => {
  it('gives back what was packed, stored or deflated', () => {
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ maxLength: 300 })), fc.boolean(), (files, stored) => {
        const found = readZip(zipOf(files, { stored }), 1e6);
        expect(Object.fromEntries(found.map((one) => [one.name, one.content.toString('utf8')]))).toEqual({
          ...files,
        });
      }),
    );
  });

  it('never takes a damaged archive for a sound one', () => {
    const archive = zipOf({ 'index.js': 'exports.handler = async () => "the very code";' });
    const whole = readZip(archive, 1e6)[0]?.content.toString('utf8');
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(archive);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        let read: string | undefined;
        try {
          read = readZip(damaged, 1e6)[0]?.content.toString('utf8');
        } catch {
          return;
        }
        // What a flipped bit may change without harm (a date, a flag) leaves the code as it was.
        expect([whole, undefined]).toContain(read);
      }),
      { numRuns: 500 },
    );
    for (let length = 0; length < archive.length; length += 1) {
      expect(() => readZip(archive.subarray(0, length), 1e6)).toThrow();
    }
  });

  it('refuses names that leave the archive, and more bytes than allowed', () => {
    for (const bad of ['../up.js', 'a/../../up.js', '/etc/passwd', 'C:\\windows.js', '..\\up.js']) {
      expect(() => readZip(zipOf({ [bad]: 'x' }), 1e6)).toThrow(/file name/);
    }
    expect(() => readZip(zipOf({ 'a.js': 'x'.repeat(1001) }), 1000)).toThrow(TooLarge);
  });

  it('refuses an entry that unpacks to more than it claims', () => {
    const archive = zipOf({ 'a.js': 'x'.repeat(100_000) });
    const packed = deflateRawSync(Buffer.from('x'.repeat(100_000))).length;
    // Size in the local header and in the directory.
    archive.writeUInt32LE(10, 22);
    archive.writeUInt32LE(10, 30 + 4 + packed + 24);
    expect(() => readZip(archive, 1000)).toThrow();
  });
});
