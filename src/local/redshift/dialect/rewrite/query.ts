import { base, isCharacter, isFloat, isInteger } from '../functions/kinds.js';
import type { RelationColumn } from '../resolver.js';
import { notSupported, SqlError } from '../sql-error.js';
import { aliased, bodyOf, column, folded, identifier, integerValue, kindOf, type Node } from './ast.js';
import { windowSpec } from './call.js';
import { words } from './cast.js';
import { expression } from './expression.js';
import { from } from './from.js';
import { hoistPaths } from './json-hoist.js';
import { label } from './labels.js';
import { Scope, type Session } from './scope.js';

/** A query after the rewrite; its columns are unknown where a PIVOT makes them. */
export interface Rewritten {
  node: Node;
  columns: RelationColumn[] | undefined;
}

/** A query inside the scope of another, or at the top with `new Scope(session)` as its parent. */
export function query(node: Node, parent: Scope): Rewritten {
  const body = bodyOf(node);
  switch (kindOf(node)) {
    case 'select':
      return select(body, parent);
    case 'union':
    case 'intersect':
    case 'except':
      return combined(kindOf(node), body, parent);
    case 'subquery':
    case 'paren': {
      const inner = query(body.this, parent);
      return { node: { [kindOf(node)]: { ...body, this: inner.node } }, columns: inner.columns };
    }
    case 'values': {
      const rows = (body.expressions as Node[]).map((row) => row.expressions as Node[]);
      const typed = rows.map((row) => row.map((value) => expression(value, parent)));
      const columns = (typed[0] ?? []).map((value, index) => ({
        name: `column${index + 1}`,
        type: value.type ?? '',
      }));
      return {
        node: {
          values: {
            ...body,
            expressions: typed.map((row) => ({ expressions: row.map((value) => value.node) })),
          },
        },
        columns,
      };
    }
    default:
      throw notSupported(`"${kindOf(node)}" as a query`);
  }
}

/** Members of a SELECT that other dialects have; here they are refused, not dropped. */
const FOREIGN = [
  'lateral_views',
  'distribute_by',
  'cluster_by',
  'sort_by',
  'fetch',
  'distinct_on',
  'sample',
  'hint',
  'connect',
  'into',
  'locks',
];

function select(body: Node, parent: Scope): Rewritten {
  for (const member of FOREIGN) {
    const value = body[member];
    if (value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0)) {
      throw notSupported(
        member === 'into' ? 'SELECT INTO (use CREATE TABLE AS)' : member.replaceAll('_', ' ').toUpperCase(),
      );
    }
  }
  const scope = new Scope(parent.session, parent);
  const withClause = commonTables(body.with, scope);
  const sources = from(body, scope);
  const items = selectList(body.expressions as Node[], scope);
  const where = body.where_clause
    ? { ...body.where_clause, this: expression(body.where_clause.this, scope).node }
    : null;
  const rewritten: Node = {
    ...body,
    with: withClause,
    from: sources.from,
    joins: sources.joins,
    expressions: items.expressions,
    where_clause: where,
    group_by: body.group_by
      ? {
          ...body.group_by,
          expressions: (body.group_by.expressions as Node[]).map((item) => grouping(item, scope)),
        }
      : null,
    having: body.having ? { ...body.having, this: expression(body.having.this, scope).node } : null,
    qualify: body.qualify ? { ...body.qualify, this: expression(body.qualify.this, scope).node } : null,
    windows: body.windows
      ? (body.windows as Node[]).map((named) => ({ ...named, spec: windowSpec(named.spec, scope) }))
      : body.windows,
    order_by: ordering(body.order_by, scope),
    limit: body.limit ?? (body.top ? { this: body.top.this, percent: false, comments: [] } : null),
    top: null,
    leading_comments: [],
  };
  dropLimitAll(rewritten);
  hoistPaths(rewritten, scope);
  return { node: { select: rewritten }, columns: items.columns };
}

function dropLimitAll(body: Node): void {
  if (body.limit?.this?.column?.name?.name?.toLowerCase?.() === 'all') body.limit = null;
}

/** WITH: each table sees the ones before it, and a recursive one its own first branch. */
function commonTables(written: Node | null | undefined, scope: Scope): Node | null {
  if (!written) return null;
  const ctes = (written.ctes as Node[]).map((cte) => {
    const name = folded(cte.alias);
    const names = ((cte.columns ?? []) as Node[]).map(folded);
    const anchor = written.recursive ? (cte.this.union?.left as Node | undefined) : undefined;
    if (anchor !== undefined)
      scope.commonTables.set(name, renamed(query(anchor, scope).columns ?? [], names, name));
    const inner = query(cte.this, scope);
    if (inner.columns === undefined) throw notSupported('PIVOT inside WITH');
    scope.commonTables.set(name, renamed(inner.columns, names, name));
    return { ...cte, alias: identifier(name), columns: names.map(identifier), this: inner.node };
  });
  return { ...written, ctes };
}

/**
 * A subquery's columns under the names its alias gives them.
 * @throws SqlError when the alias names more columns than there are
 */
export function renamed(columns: RelationColumn[], names: string[], alias: string): RelationColumn[] {
  if (names.length > columns.length) {
    throw new SqlError(
      `table "${alias}" has ${columns.length} columns available but ${names.length} columns specified`,
      '42601',
    );
  }
  return columns.map((found, index) => ({ ...found, name: names[index] ?? found.name }));
}

/** The select list: stars spelled out, every expression named as Redshift names it. */
function selectList(
  items: Node[],
  scope: Scope,
): { expressions: Node[]; columns: RelationColumn[] | undefined } {
  const expressions: Node[] = [];
  const columns: RelationColumn[] = [];
  let known = true;
  for (const item of items) {
    const star = starOf(item);
    if (star !== undefined) {
      const spelled = spellOut(star, scope);
      if (spelled === undefined) {
        known = false;
        expressions.push({ star: { ...star, table: star.table ? identifier(folded(star.table)) : null } });
      } else {
        expressions.push(...spelled.expressions);
        columns.push(...spelled.columns);
      }
      continue;
    }
    const name = label(item, scope.session.types);
    const { node, type } = expression(kindOf(item) === 'alias' ? item.alias.this : item, scope);
    expressions.push(aliased(node, name));
    columns.push({ name, type: type === 'null' ? 'varchar' : (type ?? '') });
    if (kindOf(item) === 'alias') scope.outputs.set(name, type);
  }
  return { expressions, columns: known ? columns : undefined };
}

function starOf(item: Node): Node | undefined {
  if (kindOf(item) === 'star') return item.star as Node;
  return item.column?.name?.name === '*' && !item.column.name.quoted
    ? { table: item.column.table }
    : undefined;
}

function spellOut(star: Node, scope: Scope): { expressions: Node[]; columns: RelationColumn[] } | undefined {
  const alias = star.table ? folded(star.table) : undefined;
  const sources =
    alias === undefined ? scope.sources : scope.sources.filter((source) => source.alias === alias);
  if (sources.length === 0) {
    if (alias === undefined) throw new SqlError('SELECT * with no tables specified is not valid', '42601');
    throw new SqlError(`relation "${alias}" does not exist`, '42P01');
  }
  if (sources.some((source) => source.columns === undefined)) return undefined;
  const except = ((star.except ?? []) as Node[]).map(folded);
  const seen = new Set<string>();
  const expressions: Node[] = [];
  const columns: RelationColumn[] = [];
  for (const source of sources) {
    for (const found of source.columns ?? []) {
      if (except.includes(found.name)) continue;
      const merged = alias === undefined && scope.merged.has(found.name);
      if (merged && seen.has(found.name)) continue;
      seen.add(found.name);
      const name = source.element && found.name === 'value' ? source.alias : found.name;
      expressions.push(aliased(column(found.name, merged ? undefined : source.alias), name));
      columns.push({ name, type: found.type });
    }
  }
  return { expressions, columns };
}

/** A number is a place in the select list; a name may be an output's when no source has it. */
function grouping(item: Node, scope: Scope): Node {
  if (integerValue(item) !== undefined) return item;
  const name = item.function?.name as string | undefined;
  if (name !== undefined && /^(rollup|cube|grouping sets)$/i.test(name)) {
    const inside = (argument: Node): Node =>
      argument.tuple
        ? { tuple: { ...argument.tuple, expressions: argument.tuple.expressions.map(inside) } }
        : expression(argument, scope).node;
    return { function: { ...item.function, args: (item.function.args as Node[]).map(inside) } };
  }
  return expression(item, scope).node;
}

function ordering(written: Node | null | undefined, scope: Scope): Node | null {
  if (!written) return null;
  const expressions = (written.expressions as Node[]).map((item) => {
    if (integerValue(item.this) !== undefined) return item;
    const bare =
      item.this.column !== undefined && !item.this.column.table ? folded(item.this.column.name) : undefined;
    if (bare !== undefined && scope.outputs.has(bare)) return { ...item, this: column(bare) };
    return { ...item, this: expression(item.this, scope).node };
  });
  return { ...written, expressions };
}

function combined(kind: string, body: Node, parent: Scope): Rewritten {
  const scope = new Scope(parent.session, parent);
  const withClause = commonTables(body.with, scope);
  const left = query(body.left, scope);
  const right = query(body.right, scope);
  if (
    left.columns !== undefined &&
    right.columns !== undefined &&
    left.columns.length !== right.columns.length
  ) {
    throw new SqlError(`each ${kind.toUpperCase()} query must have the same number of columns`, '42601');
  }
  matched(kind, left, right);
  for (const found of left.columns ?? []) scope.outputs.set(found.name, found.type);
  const node = {
    [kind]: {
      ...body,
      with: withClause,
      left: left.node,
      right: right.node,
      order_by: ordering(body.order_by, scope),
    },
  };
  return { node, columns: left.columns };
}

/** @throws SqlError when a number meets text in one column; a literal may become either */
function matched(kind: string, left: Rewritten, right: Rewritten): void {
  const literal = ({ node }: Rewritten, at: number) =>
    ['literal', 'null'].some((kind) => node.select?.expressions?.[at]?.alias?.this?.[kind] !== undefined);
  left.columns?.forEach(({ type }, at) => {
    const other = right.columns?.[at]?.type;
    const clash =
      (isNumber(type) && isCharacter(other)) || (isCharacter(type) && isNumber(other)) ? other : undefined;
    if (clash === undefined || literal(left, at) || literal(right, at)) return;
    const message = `${kind.toUpperCase()} types ${words(type)} and ${words(clash)} cannot be matched`;
    throw new SqlError(message, '42804');
  });
}

function isNumber(type: string | undefined): boolean {
  return isInteger(type) || isFloat(type) || base(type) === 'numeric';
}

/** The outermost scope of a statement. */
export function topScope(session: Session): Scope {
  return new Scope(session);
}
