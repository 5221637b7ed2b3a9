import { notSupported, SqlError } from '../sql-error.js';
import {
  binary,
  bodyOf,
  call,
  column,
  derived,
  folded,
  identifier,
  kindOf,
  type Node,
  number,
  selectOf,
} from './ast.js';
import { expression } from './expression.js';
import { resolvePath } from './path.js';
import { query, renamed } from './query.js';
import type { Scope, Source } from './scope.js';

/** FROM and its joins, rewritten; their sources are added to the scope. */
export function from(body: Node, scope: Scope): { from: Node | null; joins: Node[] } {
  const items = ((body.from?.expressions ?? []) as Node[]).map((item) => source(item, scope));
  const joins = ((body.joins ?? []) as Node[]).map((join) => joined(join, scope));
  return { from: body.from ? { ...body.from, expressions: items } : null, joins };
}

/** One item of FROM, in the scope of those before it. */
export function source(item: Node, scope: Scope): Node {
  const body = bodyOf(item);
  switch (kindOf(item)) {
    case 'table':
      return table(body, scope);
    case 'subquery':
      return subquery(body, scope);
    case 'at_index':
      return indexed(body, scope);
    case 'pivot':
      return pivot(body, scope);
    case 'paren':
      return { paren: { ...body, this: source(body.this, scope) } };
    case 'joined_table': {
      const left = source(body.left, scope);
      return {
        joined_table: { ...body, left, joins: (body.joins as Node[]).map((join) => joined(join, scope)) },
      };
    }
    default:
      throw notSupported(`"${kindOf(item).replaceAll('_', ' ')}" in FROM`);
  }
}

function table(body: Node, scope: Scope): Node {
  const name = folded(body.name);
  const schema = body.schema ? folded(body.schema) : undefined;
  const catalog = body.catalog ? folded(body.catalog) : undefined;
  const alias = body.alias ? folded(body.alias) : name;
  const position = body.name.span?.start as number | undefined;
  const first = catalog ?? schema;
  if (first !== undefined && !(catalog === scope.session.resolver.database && schema !== undefined)) {
    const outer = scope.source(first);
    const shadowed = outer?.alias === schema && scope.session.resolver.relation(schema, name) !== undefined;
    if (outer !== undefined && (outer.element || !shadowed)) {
      const names = [catalog, schema, name]
        .filter((part) => part !== undefined)
        .map((part) => ({ name: part, position }));
      return elements(names, alias, scope);
    }
  }
  const common = schema === undefined ? scope.commonTables.get(name) : undefined;
  if (common !== undefined) {
    add(scope, { alias, written: name, columns: renamed(common, aliasColumns(body), alias) });
    return printed(body, { name }, alias);
  }
  const known = scope.session.resolver.relation(schema, name);
  if (known === undefined) {
    const written = schema === undefined ? name : `${schema}.${name}`;
    throw new SqlError(
      `relation "${written}" does not exist`,
      '42P01',
      position === undefined ? undefined : scope.session.original(position),
    );
  }
  scope.session.relations.set(`${schema ?? ''}.${name}`, { schema, name });
  add(scope, {
    alias,
    written: name,
    ...((schema ?? known.schema) === undefined ? {} : { schema: (schema ?? known.schema) as string }),
    columns: renamed(known.columns, aliasColumns(body), alias),
    ...(known.stream ? { stream: true } : {}),
  });
  return printed(body, known.target ?? { schema: known.schema ?? schema, name }, alias);
}

function printed(body: Node, target: { schema?: string | undefined; name: string }, alias: string): Node {
  return {
    table: {
      ...body,
      name: identifier(target.name),
      schema: target.schema === undefined ? null : identifier(target.schema),
      catalog: null,
      alias: identifier(alias),
      alias_explicit_as: true,
      column_aliases: ((body.column_aliases ?? []) as Node[]).map((written) => identifier(folded(written))),
      trailing_comments: [],
    },
  };
}

function aliasColumns(body: Node): string[] {
  return ((body.column_aliases ?? []) as Node[]).map(folded);
}

function add(scope: Scope, added: Source): void {
  if (scope.sources.some((known) => known.alias === added.alias)) {
    throw new SqlError(`table name "${added.alias}" specified more than once`, '42712' as never);
  }
  scope.sources.push(added);
}

/** `FROM t a, a.items i`: one row for each element of the array. */
function elements(
  names: { name: string; position: number | undefined }[],
  alias: string,
  scope: Scope,
  index?: string,
): Node {
  const value = resolvePath(names, scope);
  if (value.type !== undefined && value.type !== 'super') {
    throw new SqlError(`relation "${names.map((part) => part.name).join('.')}" does not exist`, '42P01');
  }
  const columns = [{ name: 'value', type: 'super' }];
  const list = call('rs_elements', value.node);
  const expressions = [call('unnest', list)];
  if (index !== undefined) {
    columns.push({ name: index, type: 'int8' });
    expressions.push(binary('sub', call('generate_subscripts', list, number(1)), number(1)));
  }
  add(scope, { alias, written: alias, columns, element: true });
  return derived(
    selectOf({ expressions }),
    alias,
    columns.map(({ name }) => name),
  );
}

/** `FROM t, t.items AS i AT n`: the elements with their places, from 0. */
function indexed(body: Node, scope: Scope): Node {
  const of = body.this.alias as Node | undefined;
  const path = of?.this.column?.name.name as string | undefined;
  if (of === undefined || path === undefined) throw notSupported('AT of anything but an array with an alias');
  const names = path.split('.').map((name) => ({ name: folded({ name }), position: undefined }));
  return elements(names, folded(of.alias), scope, folded(body.expression.identifier));
}

function subquery(body: Node, scope: Scope): Node {
  // A subquery of FROM sees the query around it, but not its neighbours.
  const inner = query(body.this, scope.beside());
  const alias = body.alias ? folded(body.alias) : undefined;
  if (alias === undefined) throw new SqlError('subquery in FROM must have an alias', '42601');
  const names = aliasColumns(body);
  add(scope, {
    alias,
    written: alias,
    columns: inner.columns === undefined ? undefined : renamed(inner.columns, names, alias),
  });
  return {
    subquery: {
      ...body,
      this: inner.node,
      alias: identifier(alias),
      column_aliases: names.map(identifier),
      alias_explicit_as: true,
    },
  };
}

function pivot(body: Node, scope: Scope): Node {
  const inner = scope.beside();
  const alone = body.this.subquery !== undefined && !body.this.subquery.alias;
  const unnamed = { subquery: { ...body.this.subquery, alias: identifier('pivoted') } };
  const of = source(alone ? unnamed : body.this, inner);
  const alias = body.alias ? folded(body.alias) : 'unnamed_pivot';
  const rewritten = {
    ...body,
    this: of,
    expressions: (body.expressions as Node[]).map((item) => unqualified(item, inner)),
    fields: ((body.fields ?? []) as Node[]).map((item) => unqualified(item, inner)),
    alias: body.alias ? identifier(alias) : null,
  };
  add(scope, { alias, written: alias, columns: undefined });
  return { pivot: rewritten };
}

/** Inside PIVOT, DuckDB takes columns without their table and aggregates as they are. */
function unqualified(item: Node, scope: Scope): Node {
  const kind = kindOf(item);
  const body = bodyOf(item);
  if (kind === 'in') return { in: { ...body, this: unqualified(body.this, scope) } };
  if (kind === 'alias')
    return { alias: { ...body, this: unqualified(body.this, scope), alias: identifier(folded(body.alias)) } };
  if (kind === 'column') return column(folded(body.name));
  if (kind === 'function') {
    const name = String(body.name).toLowerCase().replace(/^rs_/, '');
    return call(name, ...(body.args as Node[]).map((argument) => unqualified(argument, scope)));
  }
  if (kind === 'count' && body.star) return item;
  if (kind === 'count') return { count: { ...body, this: unqualified(body.this, scope) } };
  throw notSupported(`"${kind}" inside PIVOT`);
}

function joined(join: Node, scope: Scope): Node {
  const before = scope.sources.length;
  const of = source(join.this, scope);
  const using = ((join.using ?? []) as Node[]).map(folded);
  const merged = join.kind === 'Natural' ? shared(scope, before) : using;
  for (const name of merged) scope.merged.add(name);
  return {
    ...join,
    this: of,
    on: join.on ? expression(join.on, scope).node : null,
    using: using.map(identifier),
  };
}

/** The names that both sides of a NATURAL JOIN have. */
function shared(scope: Scope, before: number): string[] {
  const names = (sources: Source[]) =>
    sources.flatMap((one) => (one.columns ?? []).map((found) => found.name));
  const left = names(scope.sources.slice(0, before));
  return names(scope.sources.slice(before)).filter((name) => left.includes(name));
}
