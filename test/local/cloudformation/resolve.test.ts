import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/local/cloudformation/template/json.js';
import { resolve } from '../../../src/local/cloudformation/template/resolve.js';
import { NO_VALUE, type Scope } from '../../../src/local/cloudformation/template/scope.js';

const scope: Scope = {
  mappings: { Sizes: { prod: { nodes: '4', zones: ['a', 'b'] } } },
  parameter: (name) =>
    ({ Stage: 'prod', Ports: ['1', '2'], 'AWS::Region': 'us-east-1', 'AWS::NoValue': NO_VALUE })[
      name
    ] as Json,
  condition: (name) => name === 'Yes',
  ref: (id) => (id === 'Stream' ? 'stream-1' : undefined),
  attribute: (id, attribute) => (id === 'Stream' ? `${id}:${attribute}` : undefined),
  importValue: (name) => `imported ${name}`,
  zones: () => ['us-east-1a', 'us-east-1b'],
};
const run = (value: Json) => resolve(value, scope);

describe('each function', () => {
  const table: [string, Json, Json][] = [
    ['Ref of a parameter', { Ref: 'Stage' }, 'prod'],
    ['Ref of a resource', { Ref: 'Stream' }, 'stream-1'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Stream', 'Arn'] }, 'Stream:Arn'],
    ['GetAtt as text, with dots', { 'Fn::GetAtt': 'Stream.Endpoint.Address' }, 'Stream:Endpoint.Address'],
    [
      'Sub',
      { 'Fn::Sub': `a-\${Stage}-\${Stream.Arn}-\${AWS::Region}-\${!Stage}` },
      `a-prod-Stream:Arn-us-east-1-\${Stage}`,
    ],
    ['Sub with a map', { 'Fn::Sub': [`\${x}/\${Stage}`, { x: { Ref: 'Stream' } }] }, 'stream-1/prod'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1, true]] }, 'a-prod-1-true'],
    ['Join of a list parameter', { 'Fn::Join': [',', { Ref: 'Ports' }] }, '1,2'],
    ['Select', { 'Fn::Select': ['1', { Ref: 'Ports' }] }, '2'],
    ['Split', { 'Fn::Select': [2, { 'Fn::Split': ['|', 'a|b|c'] }] }, 'c'],
    ['If', { 'Fn::If': ['Yes', 'y', { Ref: 'Nothing' }] }, 'y'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'nodes'] }, '4'],
    ['FindInMap with a default', { 'Fn::FindInMap': ['Sizes', 'dev', 'nodes', { DefaultValue: '1' }] }, '1'],
    ['Base64', { 'Fn::Base64': { 'Fn::Sub': `\${Stage}` } }, Buffer.from('prod').toString('base64')],
    ['GetAZs', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, 'us-east-1a'],
    ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': `\${Stage}-x` } }, 'imported prod-x'],
    [
      'Equals, Not, And, Or',
      {
        'Fn::And': [
          { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] }] },
          { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] },
        ],
      },
      true,
    ],
    ['Cidr', { 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    [
      'NoValue in an object and a list',
      { a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] },
      { b: [1] },
    ],
    [
      'a Condition of a policy is no function',
      { Condition: { StringEquals: { a: 'b' } } },
      { Condition: { StringEquals: { a: 'b' } } },
    ],
  ];
  for (const [name, value, expected] of table) it(name, () => expect(run(value)).toEqual(expected));

  it('refuses by name what it does not support', () => {
    expect(() => run({ 'Fn::Transform': {} })).toThrow('Fn::Transform');
    expect(() => run('{{resolve:ssm:name}}')).toThrow('{{resolve:ssm:name}}');
    expect(() => run({ Ref: 'Missing' })).toThrow('Unresolved resource dependencies [Missing]');
    expect(() => run({ 'Fn::Cidr': ['10.0.0.0/30', 2, 8] })).toThrow('not large enough');
  });
});

const plain = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string().filter((text) => !text.includes('{{')),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => !/^(Ref|Condition|Fn::.*|__proto__)$/.test(key)),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;
const word = fc.stringMatching(/^[a-z0-9 ]{0,8}$/);

describe('laws', () => {
  it('a value without functions is itself', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(run(value)).toEqual(value);
      }),
    );
  });
  it('Split undoes Join', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        expect(run({ 'Fn::Split': ['|', { 'Fn::Join': ['|', words] }] })).toEqual(words);
      }),
    );
  });
  it('Select of a list is its member', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.nat(), (words, n) => {
        expect(run({ 'Fn::Select': [n % words.length, words] })).toBe(words[n % words.length]);
      }),
    );
  });
  it('Sub with a map is Join of its parts', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        const text = `${a}\${x}${b}\${y}`;
        expect(run({ 'Fn::Sub': [text, { x: c, y: a }] })).toBe(run({ 'Fn::Join': ['', [a, c, b, a]] }));
      }),
    );
  });
  it('what a false If would leave out never matters', () => {
    fc.assert(
      fc.property(plain, plain, (yes, no) => {
        expect(run({ 'Fn::If': ['Yes', yes, no] })).toEqual(yes);
        expect(run({ 'Fn::If': ['No', yes, no] })).toEqual(no);
      }),
    );
  });
});
