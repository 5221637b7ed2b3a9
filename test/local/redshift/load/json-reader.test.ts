import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonPaths } from '../../../../src/local/redshift/load/json-paths.js';
import { byName, byPaths, jsonRecord, whole } from '../../../../src/local/redshift/load/json-reader.js';
import { itemTexts, memberTexts } from '../../../../src/local/redshift/load/json-text.js';
import { readerOf } from '../../../../src/local/redshift/load/pieces.js';

const bytes = (text: string) => Buffer.from(text).toString('latin1');
const plain = (field: string | undefined) =>
  field === undefined ? null : Buffer.from(field, 'latin1').toString('utf8');

describe('JSON texts', () => {
  it('gives every member and item as its text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2), (object, indent) => {
        const members = memberTexts(JSON.stringify(object, null, indent));
        expect(Object.fromEntries([...members].map(([name, text]) => [name, JSON.parse(text)]))).toEqual(
          JSON.parse(JSON.stringify(object)),
        );
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 2), (array, indent) => {
        const text = JSON.stringify(array, null, indent);
        expect(itemTexts(text).map((item) => JSON.parse(item))).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('the JSON reader', () => {
  it('takes values one after another, wherever the pieces are cut', () => {
    const values = fc.array(fc.record({ a: fc.string(), b: fc.jsonValue() }), { maxLength: 6 });
    fc.assert(
      fc.property(values, fc.nat(), fc.constantFrom('', '\n', ' \r\n\t'), (objects, cut, between) => {
        const text = bytes(objects.map((object) => JSON.stringify(object)).join(between));
        const reader = readerOf(jsonRecord(byName(['a', 'b'], false), [false, true]), 'last');
        const place = cut % (text.length + 1);
        const records = [
          ...reader.read(text.slice(0, place), false),
          ...reader.read(text.slice(place), false),
          ...reader.read('', true),
        ];
        const expected = objects.map(({ a, b }) => [a, b === null ? null : JSON.stringify(b)]);
        expect(records.map(({ fields }) => fields.map(plain))).toEqual(expected);
      }),
    );
  });

  it('keeps every digit, and tells a value that is none by its line', () => {
    const reader = readerOf(jsonRecord(byName(['n'], true), [false]), 'last');
    const records = [...reader.read('{"N": 12345678901234567890.10}\n{\n"n": 1,}\noops\n{"n":"2"}', true)];
    expect(records.map(({ fields, fault, line }) => [line, fault?.code ?? fields[0]])).toEqual([
      [1, '12345678901234567890.10'],
      [3, 1216],
      [4, 1216],
      [5, '2'],
    ]);
  });

  it('follows JSONPaths into objects and arrays', () => {
    const paths = readJsonPaths(`{"jsonpaths": ["$.a.b", "$['c'][1]", "$[\\"d e\\"]", "$"]}`);
    const reader = readerOf(jsonRecord(byPaths(paths), [false, false, false, true]));
    const value = '{"a":{"b":true},"c":[1,"x"],"d e":null}';
    const [record] = [...reader.read(value, true)];
    expect(record?.fields).toEqual(['true', 'x', undefined, value]);
    expect(() => readJsonPaths('{"jsonpaths": ["$..a"]}')).toThrow('Invalid JSONPath format: $..a');
    expect(() => readJsonPaths('{"jsonpaths": "$"}')).toThrow('Invalid JSONPaths format');
    expect(whole('[1]')).toEqual(['[1]']);
  });
});
