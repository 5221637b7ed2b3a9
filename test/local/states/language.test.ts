import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateIntrinsic, parseIntrinsic } from '../../../src/local/states/language/intrinsics.js';
import { parsePath, readPath, writePath } from '../../../src/local/states/language/json-path.js';
import { parseTimestamp } from '../../../src/local/states/language/timestamp.js';
import type { Json } from '../../../src/local/states/language/types.js';

const shop: Json = {
  book: [
    { title: 'A', price: 8, tags: ['x'] },
    { title: 'B', price: 12, tags: ['x', 'y'] },
    { title: 'C', price: 22 },
  ],
  'odd name': { 'it.s': 1 },
};
const at = (path: string, root: Json = shop) => readPath(parsePath(path), root);

describe('JSONPath', () => {
  it('reads names, indexes, slices, wildcards, unions, descendants and filters', () => {
    expect(at('$.book[0].title')).toBe('A');
    expect(at('$.book[-1].title')).toBe('C');
    expect(at("$['odd name']['it.s']")).toBe(1);
    expect(at('$.book[1:].title')).toEqual(['B', 'C']);
    expect(at('$.book[*].price')).toEqual([8, 12, 22]);
    expect(at('$.book[0,2].title')).toEqual(['A', 'C']);
    expect(at("$.book[0]['title','price']")).toEqual(['A', 8]);
    expect(at('$..tags[0]')).toEqual(['x', 'x']);
    expect(at('$.book[?(@.price > 10 && @.tags)].title')).toEqual(['B']);
    expect(at("$.book[?(@.title == 'A' || @.price >= 22)].title")).toEqual(['A', 'C']);
  });

  it('tells what is missing from a path that names one value, in AWS’s words', () => {
    expect(() => at('$.none')).toThrow("No results for path: $['none']");
    expect(() => at('$.none.deeper')).toThrow("Missing property in path $['none']");
    expect(at('$.none[*]')).toEqual([]);
    for (const bad of ['book', '$.', '$[', '$.a b', '$.book[?(@.x ~ 1)]'])
      expect(() => parsePath(bad)).toThrow();
  });

  it('reads back what it wrote, and leaves the rest and the original alone', () => {
    const key = fc.stringMatching(/^[a-z]{1,5}$/);
    const object = fc.dictionary(key, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 4 }) as fc.Arbitrary<
      Record<string, Json>
    >;
    fc.assert(
      fc.property(
        object,
        fc.array(key, { minLength: 1, maxLength: 3 }),
        fc.jsonValue(),
        (root, keys, value) => {
          const plain = JSON.parse(JSON.stringify(root)) as Record<string, Json>;
          // A list on the way is no place for a name.
          fc.pre(!Object.values(plain).some(Array.isArray));
          const path = parsePath(`$.${keys.join('.')}`);
          const before = structuredClone(plain);
          const wanted = JSON.parse(JSON.stringify(value)) as Json;
          const written = writePath(path, plain, wanted) as Record<string, Json>;
          expect(readPath(path, written)).toEqual(wanted);
          expect(plain).toEqual(before);
          for (const other of Object.keys(before))
            if (other !== keys[0]) expect(written[other]).toEqual(before[other]);
        },
      ),
    );
  });
});

describe('intrinsic functions', () => {
  const call = (text: string, input: Json = {}) =>
    evaluateIntrinsic(parseIntrinsic(text), (path) => at(path, input));

  it('nest, and read paths among their arguments', () => {
    expect(call("States.Format('{} of {}', $.a, States.ArrayLength($.b))", { a: 'x', b: [1, 2] })).toBe(
      'x of 2',
    );
    expect(call('States.ArrayGetItem(States.StringSplit($.s, $.d), 1)', { s: 'a-b.c', d: '-.' })).toBe('b');
    expect(call("States.Array('it\\'s', 1.5, true, null, $)", { k: 1 })).toEqual([
      "it's",
      1.5,
      true,
      null,
      { k: 1 },
    ]);
    expect(call("States.Format('\\{\\} {}', 1)")).toBe('{} 1');
  });

  it('undo one another', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        expect(call('States.StringToJson(States.JsonToString($.v))', { v: json })).toEqual(json);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(call('States.Base64Decode(States.Base64Encode($.v))', { v: text })).toBe(text);
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (items, size) => {
          const parts = call('States.ArrayPartition($.v, $.n)', { v: items, n: size }) as number[][];
          expect(parts.flat()).toEqual(items);
          expect(parts.slice(0, -1).every((part) => part.length === size)).toBe(true);
        },
      ),
    );
  });

  it('say what they do not take', () => {
    for (const bad of [
      "States.Format('{}')",
      "States.Hash('a', 'MD4')",
      'States.ArrayRange(1, 9, 0)',
      'States.MathAdd(1, null)',
    ]) {
      expect(() => call(bad), bad).toThrow(/Invalid arguments/);
    }
    for (const bad of [
      'States.Nothing()',
      "States.Format('a'",
      "States.Format('\\x')",
      'Format($.a)',
      "States.Array('a') b",
    ]) {
      expect(() => parseIntrinsic(bad), bad).toThrow();
    }
  });
});

describe('parseTimestamp', () => {
  it('takes ISO 8601 with an offset and nothing else', () => {
    expect(parseTimestamp('2026-03-14T01:59:00Z')).toBe(Date.UTC(2026, 2, 14, 1, 59));
    expect(parseTimestamp('2026-03-14T01:59:00.250+10:00')).toBe(Date.UTC(2026, 2, 13, 15, 59, 0, 250));
    for (const bad of [
      '2026-03-14 01:59:00Z',
      '2026-03-14T01:59:00',
      '2026-13-14T01:59:00Z',
      '2026-03-14T25:59:00Z',
      '2026-02-30T00:00:00Z',
    ]) {
      expect(parseTimestamp(bad), bad).toBeUndefined();
    }
  });
});
