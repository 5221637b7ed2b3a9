import {
  aliased,
  call,
  column,
  derived,
  fingerprint,
  kindOf,
  type Node,
  number,
  selectOf,
  text,
} from './ast.js';
import type { Scope } from './scope.js';

/** The calls that JSON_EXTRACT_PATH_TEXT with literal steps was rewritten to. */
const PATHS = ['rs_json_path', 'rs_json_path_lenient'];

interface Group {
  input: Node;
  calls: { body: Node; path: string; lenient: boolean }[];
}

/**
 * A view that takes thirteen values out of one record would parse its JSON thirteen times. When a SELECT over one
 * relation reads constant paths of the same input more than once, the input is parsed once, in a subquery that gives
 * a list of all the values; each call becomes an element of that list. WHERE moves into the subquery, so that what it
 * rejects is not parsed.
 */
export function hoistPaths(select: Node, scope: Scope): void {
  const [from, second] = (select.from?.expressions ?? []) as Node[];
  if (
    from?.table === undefined ||
    second !== undefined ||
    select.joins.length > 0 ||
    select.group_by ||
    select.windows
  )
    return;
  const source = scope.sources[0];
  if (source === undefined || source.columns === undefined) return;
  const groups = [...collect(select.expressions).values()].filter((group) => group.calls.length > 1);
  if (groups.length === 0 || reads(select.where_clause, scope)) return;
  const lists = groups.map((group, index) => {
    const name = `__json_${index}`;
    const paths = [...new Set(group.calls.map((found) => found.path))];
    for (const found of group.calls) {
      const place = paths.indexOf(found.path) + 1;
      Object.assign(found.body, element(name, source.alias, place, group.input, found.lenient));
    }
    const wanted = call('list_value', ...paths.map(text));
    return aliased(call('rs_json_paths', safeInput(group.input), wanted), name);
  });
  const star = { star: { table: null, except: null, replace: null, rename: null, trailing_comments: [] } };
  const inside = selectOf({
    expressions: [star, ...lists],
    from: { expressions: [from] },
    where_clause: select.where_clause,
  });
  select.from.expressions = [derived(inside, source.alias)];
  select.where_clause = null;
}

/** Every path call of the select list, by its input; the nodes themselves, to be changed in place. */
function collect(expressions: Node[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    const node = value as Node;
    // What a subquery reads is its own.
    if (node.select !== undefined) return;
    const body = node.function as Node | undefined;
    if (
      body !== undefined &&
      PATHS.includes(body.name) &&
      body.args[1]?.literal !== undefined &&
      plainInput(body.args[0])
    ) {
      const key = fingerprint(body.args[0]);
      const group = groups.get(key) ?? { input: body.args[0] as Node, calls: [] };
      group.calls.push({
        body,
        path: body.args[1].literal.value as string,
        lenient: body.name === 'rs_json_path_lenient',
      });
      groups.set(key, group);
      return;
    }
    for (const member of Object.values(node)) visit(member);
  };
  visit(expressions);
  return groups;
}

/** A column, or calls over columns and literals: the same in a subquery as outside. */
function plainInput(node: Node): boolean {
  const kind = kindOf(node);
  if (kind === 'column' || kind === 'literal') return true;
  return kind === 'function' && !node.function.distinct && (node.function.args as Node[]).every(plainInput);
}

/** Whether WHERE uses an output's name, which the subquery would not have. */
function reads(where: Node | null, scope: Scope): boolean {
  if (where === null || scope.outputs.size === 0) return false;
  const printed = fingerprint(where);
  return [...scope.outputs.keys()].some((name) => printed.includes(fingerprint(column(name)).slice(1, -1)));
}

/** The bytes behind `from_varbyte(…)`, when the input is that. */
function bytes(input: Node): Node | undefined {
  return input.function?.name === 'rs_from_varbyte' ? (input.function.args[0] as Node) : undefined;
}

/** Inside the subquery nothing may fail: a CASE outside may be about to keep this row away from the call. */
function safeInput(input: Node): Node {
  const blob = bytes(input);
  return blob === undefined ? input : call('rs_utf8', blob);
}

/** The members of the call that takes the value's place. */
function element(list: string, alias: string, place: number, input: Node, lenient: boolean): Node {
  const values = column(list, alias);
  const blob = bytes(input);
  if (blob !== undefined)
    return call(lenient ? 'rs_pick_bytes_lenient' : 'rs_pick_bytes', values, number(place), blob)
      .function as Node;
  return call(lenient ? 'list_extract' : 'rs_pick', values, number(place), ...(lenient ? [] : [input]))
    .function as Node;
}
