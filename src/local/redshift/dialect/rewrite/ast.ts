/**
 * A node of the syntax tree: one key, the kind, over the node's members. polyglot's tree is plain JSON; its published
 * types have four thousand lines, of which the rewrite would use a few, so members are read by name where they are used.
 */
// biome-ignore lint/suspicious/noExplicitAny: plain JSON of many shapes, each read in one place.
export type Node = Record<string, any>;

/** An expression after the rewrite, with its Redshift type where it is known (`int4`, `numeric(10,2)`, `super`). */
export interface Typed {
  node: Node;
  type: string | undefined;
}

export function kindOf(node: Node): string {
  const [kind] = Object.keys(node);
  return kind ?? 'empty';
}

export function bodyOf(node: Node): Node {
  return node[kindOf(node)] as Node;
}

/** A quoted identifier: always quoted, so that DuckDB keeps it as it is. */
export function identifier(name: string): Node {
  return { name, quoted: true, trailing_comments: [] };
}

/** An identifier of the source, folded unless it was quoted. */
export function folded(written: Node): string {
  return written.quoted
    ? written.name
    : String(written.name).replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
}

export function column(name: string, table?: string): Node {
  return {
    column: {
      name: identifier(name),
      table: table === undefined ? null : identifier(table),
      join_mark: false,
      trailing_comments: [],
    },
  };
}

export function call(name: string, ...args: Node[]): Node {
  return {
    function: {
      name,
      args,
      distinct: false,
      trailing_comments: [],
      use_bracket_syntax: false,
      no_parens: false,
      quoted: false,
    },
  };
}

export function text(value: string): Node {
  return { literal: { literal_type: 'string', value } };
}

export function number(value: number): Node {
  return value < 0
    ? { neg: { this: number(-value) } }
    : { literal: { literal_type: 'number', value: String(value) } };
}

export const NULL: Node = { null: null };

/** A cast to a DuckDB type. */
export function cast(node: Node, duckdbType: string): Node {
  return {
    cast: {
      this: node,
      to: { data_type: 'custom', name: duckdbType },
      trailing_comments: [],
      double_colon_syntax: false,
      format: null,
      default: null,
    },
  };
}

export function paren(node: Node): Node {
  return { paren: { this: node, trailing_comments: [] } };
}

export function binary(kind: string, left: Node, right: Node): Node {
  return { [kind]: { left, right, left_comments: [], operator_comments: [], trailing_comments: [] } };
}

export function aliased(node: Node, name: string): Node {
  return {
    alias: {
      this: node,
      alias: identifier(name),
      column_aliases: [],
      alias_explicit_as: true,
      pre_alias_comments: [],
      trailing_comments: [],
    },
  };
}

/** The value of a string literal, else undefined. */
export function stringValue(node: Node | undefined): string | undefined {
  return node?.literal?.literal_type === 'string' ? node.literal.value : undefined;
}

/** The value of an integer literal, a sign included, else undefined. */
export function integerValue(node: Node | undefined): number | undefined {
  if (node?.neg !== undefined) {
    const positive = integerValue(node.neg.this);
    return positive === undefined ? undefined : -positive;
  }
  const value = node?.literal?.literal_type === 'number' ? Number(node.literal.value) : Number.NaN;
  return Number.isInteger(value) ? value : undefined;
}

/** Whether two rewritten expressions are the same text. */
export function same(left: Node, right: Node): boolean {
  return fingerprint(left) === fingerprint(right);
}

export function fingerprint(node: Node): string {
  return JSON.stringify(node, (key, value) =>
    key === 'span' || key === 'trailing_comments' ? undefined : value,
  );
}

/** A SELECT of these members; the parser's tree has them all. */
export function selectOf(members: Node): Node {
  return {
    select: {
      expressions: [],
      from: null,
      joins: [],
      lateral_views: [],
      where_clause: null,
      group_by: null,
      having: null,
      qualify: null,
      order_by: null,
      distribute_by: null,
      cluster_by: null,
      sort_by: null,
      limit: null,
      offset: null,
      fetch: null,
      distinct: false,
      distinct_on: null,
      top: null,
      with: null,
      sample: null,
      windows: null,
      hint: null,
      connect: null,
      into: null,
      locks: [],
      leading_comments: [],
      ...members,
    },
  };
}

/** A query in FROM, under an alias and with names for its columns. */
export function derived(query: Node, alias: string, columns: string[] = []): Node {
  return {
    subquery: {
      this: query,
      alias: identifier(alias),
      column_aliases: columns.map(identifier),
      alias_explicit_as: true,
      order_by: null,
      limit: null,
      offset: null,
      lateral: false,
      modifiers_inside: false,
      trailing_comments: [],
    },
  };
}
