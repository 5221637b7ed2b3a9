import { call, cast, type Node, type Typed } from '../rewrite/ast.js';
import { base, isCharacter, isInteger, likeFirst } from './kinds.js';
import type { FunctionRule } from './rule.js';

const aggregate = (
  target: string,
  returns: FunctionRule['returns'],
  finish?: FunctionRule['finish'],
): FunctionRule => ({
  min: 1,
  max: 1,
  returns,
  target,
  aggregate: true,
  ...(finish === undefined ? {} : { finish }),
});

const spread = (target: string): FunctionRule => ({
  ...aggregate(target, 'float8'),
  rewrite: ([value]) => call(target, cast((value as Typed).node, 'DOUBLE')),
});

/** `sum` of whole numbers: bigint for smallint and integer, numeric(38,0) for bigint, as Redshift documents. */
function sumType([type]: (string | undefined)[]): string | undefined {
  if (type === 'int2' || type === 'int4') return 'int8';
  if (type === 'int8') return 'numeric(38,0)';
  if (type === 'float4' || type === 'float8') return 'float8';
  const scale = /^numeric\(\d+,(\d+)\)$/.exec(type ?? '')?.[1];
  return scale === undefined ? undefined : `numeric(38,${scale})`;
}

/** `avg` of whole numbers is a bigint, cut off; of numeric it keeps the scale. */
function averageType([type]: (string | undefined)[]): string | undefined {
  if (isInteger(type)) return 'int8';
  if (base(type) === 'numeric') return type;
  return type === undefined ? undefined : 'float8';
}

export const AGGREGATES: Record<string, FunctionRule> = {
  sum: {
    ...aggregate('sum', sumType, (node, types) => {
      const type = sumType(types);
      return type === 'int8'
        ? cast(node, 'BIGINT')
        : type === 'numeric(38,0)'
          ? cast(node, 'DECIMAL(38,0)')
          : node;
    }),
    rewrite: ([value]) => call('sum', numeric(value)),
  },
  avg: {
    ...aggregate('avg', averageType, (node, types) => {
      const type = averageType(types);
      if (type === 'int8') return cast(call('trunc', node), 'BIGINT');
      return type !== undefined && base(type) === 'numeric'
        ? cast(node, type.replace('numeric', 'DECIMAL'))
        : node;
    }),
    rewrite: ([value]) => call('avg', numeric(value)),
  },
  min: { ...aggregate('min', likeFirst) },
  max: { ...aggregate('max', likeFirst) },
  any_value: aggregate('any_value', likeFirst),
  median: {
    ...aggregate('median', (types) => (base(types[0]) === 'timestamp' ? 'timestamp' : 'float8')),
    rewrite: ([value]) =>
      call('median', isInteger(value?.type) ? cast((value as Typed).node, 'DOUBLE') : numeric(value)),
  },
  stddev: { ...spread('stddev_samp') },
  stddev_samp: spread('stddev_samp'),
  stddev_pop: spread('stddev_pop'),
  variance: spread('var_samp'),
  var_samp: spread('var_samp'),
  var_pop: spread('var_pop'),
  bool_and: aggregate('bool_and', 'bool'),
  bool_or: aggregate('bool_or', 'bool'),
  bit_and: aggregate('bit_and', likeFirst),
  bit_or: aggregate('bit_or', likeFirst),
  listagg: { min: 1, max: 2, returns: 'varchar', target: 'string_agg', aggregate: true },
  percentile_cont: { min: 1, max: 1, returns: 'float8', target: 'quantile_cont', aggregate: true },
  percentile_disc: { min: 1, max: 1, returns: undefined, target: 'quantile_disc', aggregate: true },
};

function numeric(value: Typed | undefined): Node {
  const { node, type } = value as Typed;
  if (type === 'super') return call('rs_super_float', node);
  return isCharacter(type) ? cast(node, 'DOUBLE') : node;
}
