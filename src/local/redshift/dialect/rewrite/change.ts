import { notSupported, SqlError } from '../sql-error.js';
import { bodyOf, folded, identifier, kindOf, type Node, NULL } from './ast.js';
import { castTo } from './cast.js';
import { expression } from './expression.js';
import { source } from './from.js';
import { query } from './query.js';
import { Scope } from './scope.js';

/** INSERT, UPDATE or DELETE, rewritten; the relation it changes is among those read. */
export function changeStatement(node: Node, top: Scope): Node {
  const body = bodyOf(node);
  switch (kindOf(node)) {
    case 'insert':
      return insert(body, top);
    case 'update':
      return update(body, top);
    case 'delete':
      return remove(body, top);
    default:
      throw notSupported(`"${kindOf(node)}" as a change of data`);
  }
}

function target(written: Node, scope: Scope): Node {
  const printed = source({ table: written }, scope).table as Node;
  // DuckDB takes the changed table's alias only when one was written.
  return written.alias ? printed : { ...printed, alias: null, alias_explicit_as: false };
}

/** Each value is cast to its column's type as an assignment is: text does not lose its digits in silence. */
function insert(body: Node, top: Scope): Node {
  const scope = new Scope(top.session, top);
  const table = target(body.table, scope);
  const known = scope.sources[0]?.columns ?? [];
  const names = ((body.columns ?? []) as Node[]).map(folded);
  const places =
    names.length > 0 ? names.map((name) => columnType(name, scope)) : known.map((column) => column.type);
  const columns = (names.length > 0 ? names : known.map((column) => column.name)).map(identifier);
  if (body.query) {
    const inner = query(body.query, top);
    const given = inner.columns?.length ?? places.length;
    if (given > places.length) throw new SqlError('INSERT has more expressions than target columns', '42601');
    return { insert: { ...body, table, columns: columns.slice(0, given), query: inner.node } };
  }
  const rows = ((body.values ?? []) as Node[][]).map((row) => {
    if (row.length > places.length)
      throw new SqlError('INSERT has more expressions than target columns', '42601');
    if (names.length > row.length)
      throw new SqlError('INSERT has more target columns than expressions', '42601');
    return row.map((value, index) => assigned(value, places[index], top));
  });
  const width = rows[0]?.length ?? 0;
  return {
    insert: { ...body, table, columns: body.default_values ? [] : columns.slice(0, width), values: rows },
  };
}

function assigned(value: Node, type: string | undefined, scope: Scope): Node {
  if (kindOf(value) === 'default' || value.column?.name?.name?.toLowerCase?.() === 'default') return value;
  const given = expression(value, scope);
  if (type === undefined || given.type === 'null') return given.type === 'null' ? NULL : given.node;
  if (type.startsWith('varchar') || type.startsWith('bpchar')) {
    const length = Number(/\d+/.exec(type)?.[0] ?? 65_535);
    const constant =
      given.node.literal?.literal_type === 'string' ? (given.node.literal.value as string) : undefined;
    if (constant !== undefined && Buffer.byteLength(constant.trimEnd()) > length) {
      const name = type.startsWith('bpchar') ? 'character' : 'character varying';
      throw new SqlError(`value too long for type ${name}(${length})`, '22001');
    }
  }
  return type === 'super' && given.type === 'varchar'
    ? castTo(given, 'super', false).node
    : castTo(given, type, false).node;
}

function columnType(name: string, scope: Scope): string {
  const [table] = scope.sources;
  const column = table?.columns?.find((known) => known.name === name);
  if (column === undefined) {
    throw new SqlError(`column "${name}" of relation "${table?.written ?? ''}" does not exist`, '42703');
  }
  return column.type;
}

function update(body: Node, top: Scope): Node {
  const scope = new Scope(top.session, top);
  const table = target(body.table, scope);
  const others = body.from_clause
    ? {
        ...body.from_clause,
        expressions: (body.from_clause.expressions as Node[]).map((item) => source(item, scope)),
      }
    : null;
  const changes = (body.set as [Node, Node][]).map(([name, value]) => {
    const column = folded(name.column?.name ?? name);
    return [identifier(column), assigned(value, columnType(column, scope), scope)];
  });
  const where = body.where_clause
    ? { ...body.where_clause, this: expression(body.where_clause.this, scope).node }
    : null;
  return { update: { ...body, table, set: changes, from_clause: others, where_clause: where } };
}

function remove(body: Node, top: Scope): Node {
  const scope = new Scope(top.session, top);
  const table = target(body.table, scope);
  const using = ((body.using ?? []) as Node[]).map((other) => source({ table: other }, scope).table as Node);
  const where = body.where_clause
    ? { ...body.where_clause, this: expression(body.where_clause.this, scope).node }
    : null;
  return { delete: { ...body, table, using, where_clause: where, no_from: false } };
}
