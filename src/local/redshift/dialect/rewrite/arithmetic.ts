import { base, isCharacter, isFloat, isInteger, isTime, widest } from '../functions/kinds.js';
import { binary, call, cast, integerValue, kindOf, type Node, stringValue, type Typed } from './ast.js';
import { castTo } from './cast.js';

type Operation = 'add' | 'sub' | 'mul' | 'div' | 'mod';

/** `+ - * / %` with Redshift's result types; dividing by zero is an error there, a NULL or an infinity in DuckDB. */
export function arithmetic(kind: Operation, left: Typed, right: Typed): Typed {
  const [a, b] = [operand(left, right), operand(right, left)];
  if (kind === 'div' || kind === 'mod') return divide(kind, a, b);
  return { node: binary(kind, a.node, b.node), type: resultType(kind, a.type, b.type) };
}

/** SUPER counts as a double; text beside a time or an interval is one too; text beside a number becomes that number. */
function operand(value: Typed, other: Typed): Typed {
  if (value.type === 'super') return { node: call('rs_super_float', value.node), type: 'float8' };
  if (!isCharacter(value.type)) return value;
  if (isTime(other.type))
    return castTo(value, other.type === 'date' ? 'timestamp' : (other.type as string), false);
  if (isInteger(other.type)) return castTo(value, other.type as string, false);
  return isFloat(other.type) || base(other.type) === 'numeric' ? castTo(value, 'float8', false) : value;
}

function resultType(
  kind: Operation,
  left: string | undefined,
  right: string | undefined,
): string | undefined {
  if (isTime(left) && isTime(right)) return left === 'date' && right === 'date' ? 'int8' : 'interval';
  if (isTime(left)) return right === 'interval' && left === 'date' ? 'timestamp' : left;
  if (isTime(right)) return left === 'interval' && right === 'date' ? 'timestamp' : right;
  if (left === 'interval' || right === 'interval') return 'interval';
  if (base(left) === 'numeric' || base(right) === 'numeric') {
    return isFloat(left) || isFloat(right) ? 'float8' : decimalResult(kind, left, right);
  }
  return widest([left, right]);
}

/** DuckDB gives the same precision and scale as Redshift for the sum and the product; only the scale matters later. */
function decimalResult(
  kind: Operation,
  left: string | undefined,
  right: string | undefined,
): string | undefined {
  const [a, b] = [decimal(left), decimal(right)];
  if (a === undefined || b === undefined) return undefined;
  const scale = kind === 'mul' ? a.scale + b.scale : Math.max(a.scale, b.scale);
  const whole =
    kind === 'mul'
      ? a.precision - a.scale + b.precision - b.scale
      : Math.max(a.precision - a.scale, b.precision - b.scale) + 1;
  return `numeric(${Math.min(38, whole + scale)},${scale})`;
}

/** Whole numbers count as numeric of their width, as Redshift's documentation of numeric calculations has it. */
function decimal(type: string | undefined): { precision: number; scale: number } | undefined {
  if (type === 'int2') return { precision: 5, scale: 0 };
  if (type === 'int4') return { precision: 10, scale: 0 };
  if (type === 'int8') return { precision: 19, scale: 0 };
  const parts = /^numeric\((\d+),(\d+)\)$/.exec(type ?? '');
  return parts === null ? undefined : { precision: Number(parts[1]), scale: Number(parts[2]) };
}

function divide(kind: 'div' | 'mod', left: Typed, right: Typed): Typed {
  const divisor = integerValue(right.node);
  const safe = divisor !== undefined && divisor !== 0 ? right.node : call('rs_nonzero', right.node);
  const node = binary(kind, left.node, safe);
  if (kind === 'mod') return { node, type: widest([left.type, right.type]) };
  if (isInteger(left.type) && isInteger(right.type)) return { node, type: widest([left.type, right.type]) };
  const [a, b] = [decimal(left.type), decimal(right.type)];
  if (a === undefined || b === undefined) {
    return {
      node,
      type:
        isFloat(left.type) || isFloat(right.type)
          ? 'float8'
          : left.type === 'interval'
            ? 'interval'
            : undefined,
    };
  }
  // Scale max(4, s1 + p2 - s2 + 1), precision p1 - s1 + s2 + scale; both shrink to fit 38 digits, the scale to no less than 4.
  let scale = Math.max(4, a.scale + b.precision - b.scale + 1);
  const whole = a.precision - a.scale + b.scale;
  if (whole + scale > 38) scale = Math.max(4, 38 - whole);
  const precision = Math.min(38, whole + scale);
  return {
    node: cast(
      call('round', node, { literal: { literal_type: 'number', value: '15' } }),
      `DECIMAL(${precision},${scale})`,
    ),
    type: `numeric(${precision},${scale})`,
  };
}

/** A comparison: a SUPER beside a typed value becomes that type, a constant beside a time is read as one. */
export function compare(kind: string, left: Typed, right: Typed): Node {
  const [a, b] = [comparable(left, right), comparable(right, left)];
  return binary(kind, a, b);
}

function comparable(value: Typed, other: Typed): Node {
  if (value.type === 'super' && other.type !== 'super' && other.type !== undefined && other.type !== 'null') {
    return castTo(value, other.type === 'date' ? 'timestamp' : other.type, false).node;
  }
  if (isTime(other.type) && stringValue(value.node) !== undefined) {
    return cast(value.node, other.type === 'timestamptz' ? 'TIMESTAMPTZ' : 'TIMESTAMP');
  }
  if (stringValue(value.node) !== undefined && isInteger(other.type))
    return castTo(value, other.type as string, false).node;
  if (isCharacter(value.type) && isInteger(other.type) && kindOf(value.node) !== 'parameter') {
    return castTo(value, 'int8', false).node;
  }
  return value.node;
}
