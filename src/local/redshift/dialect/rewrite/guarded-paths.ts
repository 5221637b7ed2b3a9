import { call, column, fingerprint, kindOf, type Node, stringValue } from './ast.js';
import { walk } from './stage-text.js';

/** The length beyond which the path functions refuse their input; up to it they are strict: NULL in, NULL out. */
const LONGEST = '65535';

/**
 * `CASE WHEN OCTET_LENGTH(b) <= 65535 THEN f(path(b)) END`, the safe form of a streaming view's column, says what the
 * list of paths can say once for all columns: nothing of an input that is too long. Where only functions that give
 * NULL for NULL stand between the CASE and the path, the CASE goes, and the path is read without a check of its own.
 */
export function openGuards(expressions: Node[]): void {
  walk(expressions, (node) => {
    const body = node.case as Node | undefined;
    if (body === undefined || body.operand || body.whens.length !== 1 || !isNull(body.else_)) return;
    const [condition, result] = body.whens[0] as [Node, Node];
    const bytes = boundedBytes(condition);
    const path = bytes === undefined ? undefined : strictPath(result);
    if (path === undefined || fingerprint(bytesOf(path) ?? {}) !== fingerprint(bytes as Node)) return;
    path.function.name = 'rs_json_path_bounded';
    delete node.case;
    Object.assign(node, result);
  });
}

/** The bytes whose length a condition holds to the longest that there may be. */
function boundedBytes(condition: Node): Node | undefined {
  const { left, right } = (condition.lte ?? {}) as { left?: Node; right?: Node };
  if (right?.literal?.value !== LONGEST) return undefined;
  const length = left?.cast?.this?.function as Node | undefined;
  return length?.name === 'octet_length' ? (length.args[0] as Node) : undefined;
}

/** The path call at the bottom of a chain of strict functions. */
function strictPath(node: Node): Node | undefined {
  const body = node.function as Node | undefined;
  if (body?.name === 'rs_json_path_lenient') return node;
  if (node.trim !== undefined) return node.trim.characters ? undefined : strictPath(node.trim.this);
  if (node.cast !== undefined) return strictPath(node.cast.this);
  if (body === undefined) return undefined;
  const strict = body.name === 'rs_varchar' || body.name === 'trim' || /^rs_try_text_/.test(body.name);
  if (strict || (body.name === 'nullif' && stringValue(body.args[1]) !== undefined))
    return strictPath(body.args[0]);
  return undefined;
}

function bytesOf(path: Node): Node | undefined {
  const input = path.function.args[0].function as Node | undefined;
  return input?.name === 'rs_staged_text' || input?.name === 'rs_from_varbyte'
    ? (input.args.at(-1) as Node)
    : undefined;
}

function isNull(node: Node | null | undefined): boolean {
  return !node || kindOf(node) === 'null';
}

/**
 * A cast whose macro reads its argument twice gets a column for it: `NULLIF(TRIM(list[i]), '')` is worked out once.
 * Answers those columns, numbered from `first`; nothing in them can fail.
 */
export function stageArguments(
  expressions: Node[],
  list: string,
  alias: string,
  first: number,
): { name: string; node: Node }[] {
  const staged: { name: string; node: Node }[] = [];
  walk(expressions, (node) => {
    const body = node.function as Node | undefined;
    if (body === undefined || !(body.name === 'rs_varchar' || /^rs_(?:try_)?text_/.test(body.name))) return;
    const [argument] = body.args as Node[];
    if (argument === undefined || !isElement(argument, list)) return;
    const name = `__value_${first + staged.length}`;
    staged.push({ name, node: argument });
    body.args[0] = column(name, alias);
  });
  return staged;
}

/** An element of the list, under nothing but TRIM and NULLIF. */
function isElement(node: Node, list: string): boolean {
  if (node.trim !== undefined) return !node.trim.characters && isElement(node.trim.this, list);
  const body = node.function as Node | undefined;
  if (body?.name === 'nullif')
    return stringValue(body.args[1]) !== undefined && isElement(body.args[0], list);
  return body?.name === 'array_extract' && (body.args[0] as Node).column?.name?.name === list;
}

/** The list itself, NULL for bytes that are too long. */
export function boundedList(values: Node, bytes: Node): Node {
  return call('rs_within_bounds', values, bytes);
}
