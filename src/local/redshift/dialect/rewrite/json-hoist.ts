import { aliased, call, column, derived, fingerprint, type Node, number, selectOf, text } from './ast.js';
import { boundedList, openGuards, stageArguments } from './guarded-paths.js';
import type { Scope } from './scope.js';
import { allColumns, isPlain, stageText, walk } from './stage-text.js';

/** The calls that JSON_EXTRACT_PATH_TEXT with literal steps was rewritten to. */
const PATHS = ['rs_json_path', 'rs_json_path_lenient', 'rs_json_path_bounded'];

interface Group {
  input: Node;
  calls: { body: Node; path: string; kind: string }[];
}

/**
 * A view that takes thirteen values out of one record would decode and parse it thirteen times. When a SELECT over
 * one relation reads constant paths of the same input more than once, the input is parsed once, in a subquery that
 * gives a list of all the values; each call becomes an element of that list. WHERE moves into the subquery, so that
 * what it rejects is not parsed.
 */
export function hoistPaths(select: Node, scope: Scope): void {
  const [relation, second] = (select.from?.expressions ?? []) as Node[];
  if (relation?.table === undefined || second !== undefined || select.joins.length > 0) return;
  if (select.group_by || select.windows || select.order_by || select.qualify || select.having) return;
  const source = scope.sources[0];
  if (source?.columns === undefined || reads(select.where_clause, scope)) return;
  const staged = stageText(select, relation, source.alias);
  select.from.expressions = [staged];
  const counted = [...collect(select.expressions).values()].filter((group) => group.calls.length > 1);
  if (counted.length === 0) return;
  openGuards(select.expressions);
  const values: Node[] = [];
  const lists = [...collect(select.expressions).values()].map((group, index) => {
    const name = `__json_${index}`;
    const paths = [...new Set(group.calls.map((found) => found.path))];
    const keys = group.calls.every(({ kind }) => kind !== 'rs_json_path') ? memberKeys(paths) : undefined;
    const places: Node[] = keys?.map(text) ?? paths.map((_, index) => number(index + 1));
    for (const found of group.calls) {
      const place = places[paths.indexOf(found.path)] as Node;
      Object.assign(found.body, element(name, source.alias, place, group.input, found.kind));
    }
    for (const { name: value, node } of stageArguments(
      select.expressions,
      name,
      source.alias,
      values.length,
    )) {
      values.push(aliased(node, value));
    }
    const known = isKnownJson(safeInput(group.input), select.where_clause?.this);
    const read = keys
      ? call(known ? 'json_transform' : 'rs_json_members', safeInput(group.input), text(membersOf(keys)))
      : call(
          known ? 'json_extract_string' : 'rs_json_paths',
          safeInput(group.input),
          call('list_value', ...paths.map(text)),
        );
    const bytes = bytesBehind(group.input);
    return aliased(bytes === undefined ? read : boundedList(read, bytes), name);
  });
  const inside = selectOf({
    expressions: [allColumns(), ...lists],
    from: { expressions: [staged] },
    where_clause: select.where_clause,
  });
  const listed = derived(inside, source.alias);
  const valued = selectOf({ expressions: [allColumns(), ...values], from: { expressions: [listed] } });
  select.from.expressions = [values.length === 0 ? listed : derived(valued, source.alias)];
  select.where_clause = null;
}

/**
 * The keys of paths that each name one member of the outermost object, where they can be a struct's fields: DuckDB
 * reads those in one pass over the object, in half the time that a list of paths takes, but it does not tell apart
 * fields that differ only by case. A struct has no form for text that is JSON's `null`, so strict calls keep the list.
 */
function memberKeys(paths: string[]): string[] | undefined {
  const keys = paths.map((path) => /^\$\."([^"\\]+)"$/.exec(path)?.[1]);
  if (!keys.every((key) => key !== undefined)) return undefined;
  return new Set(keys.map((key) => key.toLowerCase())).size === keys.length ? keys : undefined;
}

/** The structure that `json_transform` is given: each member as text. */
function membersOf(keys: string[]): string {
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, 'VARCHAR'])));
}

/** Every path call of the select list, by its input; the nodes themselves, to be changed in place. */
function collect(expressions: Node[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  walk(expressions, (node) => {
    const body = node.function as Node | undefined;
    if (body === undefined || !PATHS.includes(body.name) || body.args[1]?.literal === undefined) return;
    if (!isPlain(body.args[0])) return;
    const key = fingerprint(body.args[0]);
    const group = groups.get(key) ?? { input: body.args[0] as Node, calls: [] };
    const path = body.args[1].literal.value as string;
    group.calls.push({ body, path, kind: body.name as string });
    groups.set(key, group);
  });
  return groups;
}

/** Whether WHERE uses an output's name, which the subquery would not have. */
function reads(where: Node | null, scope: Scope): boolean {
  if (where === null || scope.outputs.size === 0) return false;
  const printed = fingerprint(where);
  return [...scope.outputs.keys()].some((name) => printed.includes(fingerprint(column(name)).slice(1, -1)));
}

/** Whether every row that WHERE lets through holds JSON in this text, by one of its conditions. */
function isKnownJson(input: Node, condition: Node | undefined): boolean {
  if (condition === undefined) return false;
  if (condition.paren !== undefined) return isKnownJson(input, condition.paren.this);
  if (condition.and !== undefined) {
    return isKnownJson(input, condition.and.left) || isKnownJson(input, condition.and.right);
  }
  const test = condition.function as Node | undefined;
  if (test === undefined || !TESTS.includes(test.name)) return false;
  const tested = test.args[0].function?.name === 'rs_text' ? test.args[0].function.args[0] : test.args[0];
  return fingerprint(tested) === fingerprint(input);
}

const TESTS = ['rs_staged_can_json_parse', 'rs_can_json_parse', 'rs_is_valid_json', 'rs_is_valid_json_array'];

/** Inside the subquery nothing may fail: a CASE outside may be about to keep this row away from the call. */
function safeInput(input: Node): Node {
  const { name, args } = (input.function ?? {}) as { name?: string; args?: Node[] };
  if (name === 'rs_staged_text') return args?.[0] as Node;
  return name === 'rs_from_varbyte' ? call('rs_utf8', args?.[0] as Node) : input;
}

/** The bytes that an input is the text of. */
function bytesBehind(input: Node): Node | undefined {
  const { name, args } = (input.function ?? {}) as { name?: string; args?: Node[] };
  return name === 'rs_staged_text' || name === 'rs_from_varbyte' ? args?.at(-1) : undefined;
}

/** The members of the call that takes the value's place. */
function element(list: string, alias: string, place: Node, input: Node, kind: string): Node {
  const values = column(list, alias);
  const strict = kind === 'rs_json_path';
  const bytes = bytesBehind(input);
  if (kind === 'rs_json_path_bounded') return call('array_extract', values, place).function as Node;
  if (bytes !== undefined) {
    return call(strict ? 'rs_pick_bytes' : 'rs_pick_bytes_lenient', values, place, bytes).function as Node;
  }
  return call(strict ? 'rs_pick' : 'array_extract', values, place, ...(strict ? [input] : []))
    .function as Node;
}
