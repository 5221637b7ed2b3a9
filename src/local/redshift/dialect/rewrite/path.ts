import { jsonPath } from '../functions/json.js';
import { SqlError } from '../sql-error.js';
import {
  binary,
  bodyOf,
  call,
  cast,
  column,
  folded,
  integerValue,
  kindOf,
  type Node,
  paren,
  type Typed,
  text,
} from './ast.js';
import { columnOf, type Scope, type Source } from './scope.js';

/** One step of `a.b[0].c`: a name with where it stands, or a subscript. */
type Step = { name: string; position: number | undefined } | { index: Node };

/** A chain of names and subscripts over its root, or undefined when the node is none. */
function chain(node: Node): { root: Node | undefined; steps: Step[] } | undefined {
  const body = bodyOf(node);
  switch (kindOf(node)) {
    case 'column': {
      const steps: Step[] = [];
      if (body.table) steps.push(named(body.table));
      steps.push(named(body.name));
      return { root: undefined, steps };
    }
    case 'dot': {
      const inner = chain(body.this) ?? { root: body.this as Node, steps: [] };
      return { root: inner.root, steps: [...inner.steps, named(body.field)] };
    }
    case 'subscript': {
      const inner = chain(body.this) ?? { root: body.this as Node, steps: [] };
      return { root: inner.root, steps: [...inner.steps, { index: body.index as Node }] };
    }
    default:
      return undefined;
  }
}

function named(written: Node): Step {
  return { name: folded(written), position: written.span?.start as number | undefined };
}

/**
 * A column, or the way from a SUPER column to a value inside it. Names are tried as Redshift does: alias and column,
 * schema, table and column, then a column of some source.
 * @throws SqlError when nothing is called so
 */
export function reference(node: Node, scope: Scope, expression: (node: Node, scope: Scope) => Typed): Typed {
  const found = chain(node);
  if (found === undefined) throw new Error(`not a reference: ${kindOf(node)}`);
  const { root, steps } = found;
  if (root !== undefined) {
    const inner = expression(root, scope);
    if (inner.type !== undefined && inner.type !== 'super') throw notSuper(inner.type);
    return navigate(inner.node, steps, scope, expression);
  }
  const { value, rest } = resolve(steps, scope);
  if (rest.length === 0) return value;
  if (value.type !== undefined && value.type !== 'super') {
    const last = steps[steps.length - rest.length - 1];
    const name = last !== undefined && 'name' in last ? last.name : '';
    throw new SqlError(
      `navigation on column "${name}" is not allowed as it is not SUPER type`,
      '42804',
      positionOf(steps[0], scope),
    );
  }
  return navigate(value.node, rest, scope, expression);
}

function notSuper(type: string): SqlError {
  return new SqlError(`navigation on type ${type} is not allowed as it is not SUPER type`, '42804');
}

/** The steps of a chain as names, for FROM: `a.items` and longer ones. */
export function resolvePath(names: { name: string; position: number | undefined }[], scope: Scope): Typed {
  const { value, rest } = resolve(names, scope);
  return rest.length === 0 ? value : navigate(value.node, rest, scope, () => value);
}

function resolve(steps: Step[], scope: Scope): { value: Typed; rest: Step[] } {
  const [first, second, third] = steps;
  if (first === undefined || !('name' in first)) throw new SqlError('syntax error at or near "["', '42601');
  const position = positionOf(first, scope);
  if (second !== undefined && 'name' in second) {
    const source = scope.source(first.name);
    if (source !== undefined) {
      if (source.element) return { value: elementOf(source), rest: steps.slice(1) };
      return {
        value: qualified(source, second.name, scope, positionOf(second, scope)),
        rest: steps.slice(2),
      };
    }
    if (third !== undefined && 'name' in third) {
      const table = scope.source(second.name);
      if (table?.schema === first.name)
        return { value: qualified(table, third.name, scope, position), rest: steps.slice(3) };
    }
  }
  const found = scope.find(first.name, position);
  if (found !== undefined) {
    const merged = scope.merged.has(first.name);
    const node = column(found.column.name, merged ? undefined : found.source.alias);
    return { value: { node, type: found.column.type }, rest: steps.slice(1) };
  }
  const whole = scope.source(first.name);
  if (whole?.element) return { value: elementOf(whole), rest: steps.slice(1) };
  if (scope.outputs.has(first.name) || scope.open) {
    return { value: { node: column(first.name), type: scope.outputs.get(first.name) }, rest: steps.slice(1) };
  }
  if (second !== undefined && 'name' in second)
    throw new SqlError(`relation "${first.name}" does not exist`, '42P01', position);
  const where = scope.listed;
  throw new SqlError(
    where === ''
      ? `column "${first.name}" does not exist`
      : `column "${first.name}" does not exist in ${where}`,
    '42703',
    position,
  );
}

function elementOf(source: Source): Typed {
  return { node: column('value', source.alias), type: 'super' };
}

function qualified(source: Source, name: string, scope: Scope, position: number | undefined): Typed {
  const found = columnOf(source, name, scope.session);
  if (found !== undefined) return { node: column(found.name, source.alias), type: found.type };
  if (source.columns === undefined) return { node: column(name, source.alias), type: undefined };
  throw new SqlError(`column ${source.alias}.${name} does not exist`, '42703', position);
}

/** Constant steps become one path; a computed subscript is a call of its own. Missing steps give NULL. */
function navigate(
  from: Node,
  steps: Step[],
  scope: Scope,
  expression: (node: Node, scope: Scope) => Typed,
): Typed {
  let node = from;
  let names: string[] = [];
  let path = '';
  const flush = () => {
    if (path !== '') node = call('json_extract', node, text(`$${path}`));
    path = '';
    names = [];
  };
  for (const step of steps) {
    if ('name' in step) {
      const single = jsonPath([step.name]);
      if (single.startsWith('$')) path += single.slice(1);
      else {
        flush();
        node = call('json_extract', node, text(single));
      }
      names.push(step.name);
      continue;
    }
    const constant = integerValue(step.index);
    if (constant !== undefined && constant >= 0) path += `[${constant}]`;
    else if (constant !== undefined) {
      flush();
      node = { null: null };
    } else {
      flush();
      const index = expression(step.index, scope);
      const key = cast(paren(index.node), 'VARCHAR');
      node = call('json_extract', node, binary('concat', binary('concat', text('$['), key), text(']')));
    }
  }
  flush();
  return { node, type: 'super' };
}

function positionOf(step: Step | undefined, scope: Scope): number | undefined {
  if (step === undefined || !('name' in step) || step.position === undefined) return undefined;
  return scope.session.original(step.position);
}
