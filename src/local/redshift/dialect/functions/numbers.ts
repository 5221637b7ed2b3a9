import { call, cast, type Typed } from '../rewrite/ast.js';
import { asTimestamp, base, isCharacter, isInteger, isTime, likeFirst } from './kinds.js';
import type { FunctionRule } from './rule.js';

const double = (target: string, count = 1): FunctionRule => ({
  min: count,
  max: count,
  returns: 'float8',
  rewrite: (args) => call(target, ...args.map((argument) => cast(argument.node, 'DOUBLE'))),
});

const keep = (target: string, most = 1): FunctionRule => ({
  min: 1,
  max: most,
  returns: (types) => (base(types[0]) === 'numeric' ? undefined : likeFirst(types)),
  rewrite: (args) => {
    const [first, ...rest] = args as [Typed, ...Typed[]];
    if (isInteger(first.type) && rest.length === 0 && target !== 'abs') return first.node;
    const value = isCharacter(first.type) ? cast(first.node, 'DOUBLE') : first.node;
    return call(target, value, ...rest.map((argument) => cast(argument.node, 'INTEGER')));
  },
});

export const NUMBERS: Record<string, FunctionRule> = {
  abs: keep('abs'),
  floor: keep('floor'),
  ceil: { ...keep('ceil'), label: 'ceil' },
  ceiling: { ...keep('ceil'), label: 'ceiling' },
  round: keep('round', 2),
  trunc: {
    min: 1,
    max: 2,
    returns: (types) => (isTime(types[0]) ? 'date' : base(types[0]) === 'numeric' ? undefined : types[0]),
    rewrite: ([value, digits]) => {
      const { node, type } = value as Typed;
      if (isTime(type)) return cast(asTimestamp(value as Typed), 'DATE');
      return digits === undefined
        ? call('trunc', node)
        : call('trunc', isCharacter(type) ? cast(node, 'DOUBLE') : node, cast(digits.node, 'INTEGER'));
    },
  },
  sign: { min: 1, max: 1, returns: undefined, target: 'sign' },
  mod: {
    min: 2,
    max: 2,
    returns: (types) => (isInteger(types[0]) && isInteger(types[1]) ? types[1] : undefined),
    target: 'rs_mod',
  },
  sqrt: double('sqrt'),
  cbrt: double('cbrt'),
  exp: double('exp'),
  dexp: double('exp'),
  ln: double('ln'),
  dlog1: double('ln'),
  log: double('log10'),
  dlog10: double('log10'),
  power: double('pow', 2),
  pow: double('pow', 2),
  degrees: double('degrees'),
  radians: double('radians'),
  sin: double('sin'),
  cos: double('cos'),
  tan: double('tan'),
  cot: double('cot'),
  asin: double('asin'),
  acos: double('acos'),
  atan: double('atan'),
  atan2: double('atan2', 2),
  pi: { min: 0, max: 0, returns: 'float8', target: 'pi' },
  random: { min: 0, max: 0, returns: 'float8', target: 'random' },
};
