import { aliased, call, column, derived, fingerprint, kindOf, type Node, selectOf } from './ast.js';

/** Calls whose first argument is bytes that are read as text. */
const READERS = [
  'rs_from_varbyte',
  'rs_utf8',
  'rs_is_utf8',
  'rs_can_json_parse_bytes',
  'rs_json_parse_bytes',
];

/** `SELECT *` for a subquery that adds columns. */
export function allColumns(): Node {
  return { star: { table: null, except: null, replace: null, rename: null, trailing_comments: [] } };
}

/** Every node below, the node itself too; a subquery's inside is its own. */
export function walk(value: unknown, visit: (node: Node) => void): void {
  if (value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
    return;
  }
  const node = value as Node;
  if (node.select !== undefined) return;
  visit(node);
  for (const member of Object.values(node)) walk(member, visit);
}

/** A column, or calls over columns and literals: the same in a subquery as outside. */
export function isPlain(node: Node): boolean {
  const kind = kindOf(node);
  if (kind === 'column' || kind === 'literal') return true;
  return kind === 'function' && !node.function.distinct && (node.function.args as Node[]).every(isPlain);
}

/**
 * Bytes that a SELECT reads as text in several places (WHERE and thirteen columns) are decoded once, in a subquery
 * under FROM; each reader then reads that column. The relation printed in FROM comes back wrapped, or as it was.
 */
export function stageText(select: Node, relation: Node, alias: string): Node {
  const groups = new Map<string, { bytes: Node; readers: Node[] }>();
  walk([select.expressions, select.where_clause], (node) => {
    const body = node.function as Node | undefined;
    if (body === undefined || !READERS.includes(body.name) || !isPlain(body.args[0])) return;
    const key = fingerprint(body.args[0]);
    const group = groups.get(key) ?? { bytes: body.args[0] as Node, readers: [] };
    group.readers.push(body);
    groups.set(key, group);
  });
  const repeated = [...groups.values()].filter((group) => group.readers.length > 1);
  if (repeated.length === 0) return relation;
  const texts = repeated.map(({ bytes, readers }, index) => {
    const name = `__text_${index}`;
    for (const reader of readers) Object.assign(reader, reading(reader.name, column(name, alias), bytes));
    return aliased(call('rs_decoded', bytes), name);
  });
  const inside = selectOf({ expressions: [allColumns(), ...texts], from: { expressions: [relation] } });
  return derived(inside, alias);
}

function reading(reader: string, text: Node, bytes: Node): Node {
  switch (reader) {
    case 'rs_from_varbyte':
      return call('rs_staged_text', text, bytes).function as Node;
    case 'rs_is_utf8':
      return call('rs_staged_is_utf8', text, bytes).function as Node;
    case 'rs_can_json_parse_bytes':
      return call('rs_staged_can_json_parse', text, bytes).function as Node;
    case 'rs_json_parse_bytes':
      return call('rs_staged_json_parse', text, bytes).function as Node;
    default:
      return call('rs_text', text).function as Node;
  }
}
