import type { Json } from './types.js';

type Step =
  | { kind: 'name'; name: string }
  | { kind: 'names'; names: string[] }
  | { kind: 'index'; index: number }
  | { kind: 'indexes'; indexes: number[] }
  | { kind: 'slice'; from: number | undefined; to: number | undefined }
  | { kind: 'all' }
  | { kind: 'deep' }
  | { kind: 'filter'; test: (item: Json) => boolean };

/** A path, read. */
export interface JsonPath {
  /** '' for the input (`$`), '$' for the context (`$$`), else a variable's name. */
  root: string;
  steps: Step[];
  /** It can name at most one value, so a missing one is an error and not an empty list. */
  definite: boolean;
}

/** Nothing is at a definite path. `detail` is in the words of AWS's own path reader. */
export class PathNotFound extends Error {}

/** @throws Error when the text is no JSONPath */
export function parsePath(text: string): JsonPath {
  const head = /^\$(\$|[A-Za-z_][A-Za-z0-9_]*)?/.exec(text);
  if (!head) throw new Error(`not a JSONPath: ${text}`);
  const steps: Step[] = [];
  let at = head[0].length;
  while (at < text.length) {
    const rest = text.slice(at);
    const match =
      /^\.\./.exec(rest) ??
      /^\.?\*/.exec(rest) ??
      /^\.([^.[\]*()'"?@,:\s]+)/.exec(rest) ??
      /^\[\s*(\*|-?\d+(?:\s*,\s*-?\d+)*|-?\d*\s*:\s*-?\d*)\s*\]/.exec(rest) ??
      /^\[\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")((?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*)\s*\]/.exec(
        rest,
      );
    if (rest.startsWith('[?')) {
      const end = closing(rest);
      steps.push({ kind: 'filter', test: parseFilter(rest.slice(2, end)) });
      at += end + 1;
      continue;
    }
    if (!match) throw new Error(`not a JSONPath: ${text}`);
    if (match[0] === '..') {
      steps.push({ kind: 'deep' });
      const name = /^\.\.([^.[\]*()'"?@,:\s]+)/.exec(rest);
      if (name) steps.push({ kind: 'name', name: name[1] ?? '' });
      at += name ? name[0].length : 2;
      continue;
    }
    steps.push(stepOf(match));
    at += match[0].length;
  }
  const definite = steps.every((step) => step.kind === 'name' || step.kind === 'index');
  return { root: head[1] ?? '', steps, definite };
}

function stepOf(match: RegExpExecArray): Step {
  const [whole, first = '', more = ''] = match;
  if (whole.endsWith('*') || first === '*') return { kind: 'all' };
  if (whole.startsWith('.')) return { kind: 'name', name: first };
  if (/^['"]/.test(first)) {
    const names = [first, ...(more.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g) ?? [])].map(unquote);
    return names.length === 1 ? { kind: 'name', name: names[0] ?? '' } : { kind: 'names', names };
  }
  if (first.includes(':')) {
    const [from = '', to = ''] = first.split(':').map((part) => part.trim());
    return {
      kind: 'slice',
      from: from === '' ? undefined : Number(from),
      to: to === '' ? undefined : Number(to),
    };
  }
  const indexes = first.split(',').map(Number);
  return indexes.length === 1 ? { kind: 'index', index: indexes[0] ?? 0 } : { kind: 'indexes', indexes };
}

function unquote(text: string): string {
  // As AWS reads them, a backslash before any other mark is a backslash.
  return text.slice(1, -1).replace(/\\(['\\])/g, '$1');
}

function closing(text: string): number {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote) {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === "'" || char === '"') quote = char;
    else if (char === '[') depth += 1;
    else if (char === ']') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  throw new Error(`not a JSONPath: ${text}`);
}

/** `(@.a == 1 && @.b)`: comparisons of a path with a literal, and presence, joined by && and ||. */
function parseFilter(text: string): (item: Json) => boolean {
  const inner = text.trim().replace(/^\((.*)\)$/s, '$1');
  const alternatives = inner.split('||').map((part) => part.split('&&').map(parseTerm));
  return (item) => alternatives.some((all) => all.every((term) => term(item)));
}

function parseTerm(text: string): (item: Json) => boolean {
  const match = /^\s*(!?)\s*@((?:\.[\w-]+|\[[^\]]+\])*)\s*(?:(==|!=|<=|>=|<|>|=~)\s*(.+?))?\s*$/s.exec(text);
  if (!match) throw new Error(`not a filter: ${text}`);
  const [, negated, path = '', operator, literal = ''] = match;
  const parsed = parsePath(`$${path}`);
  const value = (item: Json) => select(parsed, item)[0];
  if (!operator) return (item) => (value(item) !== undefined) !== Boolean(negated);
  if (operator === '=~') {
    const pattern = /^\/(.*)\/(i?)$/s.exec(literal);
    if (!pattern) throw new Error(`not a filter: ${text}`);
    const expression = new RegExp(`^(?:${pattern[1]})$`, pattern[2]);
    return (item) => typeof value(item) === 'string' && expression.test(value(item) as string);
  }
  const wanted = JSON.parse(/^'/.test(literal) ? JSON.stringify(unquote(literal)) : literal) as Json;
  return (item) => compare(value(item), operator, wanted);
}

function compare(left: Json | undefined, operator: string, right: Json): boolean {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (typeof left !== typeof right || (typeof left !== 'number' && typeof left !== 'string')) return false;
  const [a, b] = [left, right as typeof left];
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  return operator === '<=' ? a <= b : a >= b;
}

/** Every value that the path names, in order. */
export function select(path: JsonPath, root: Json): Json[] {
  let found: Json[] = [root];
  for (const step of path.steps) found = found.flatMap((value) => take(step, value));
  return found;
}

function take(step: Step, value: Json): Json[] {
  if (step.kind === 'deep') return descend(value);
  if (Array.isArray(value)) return takeFromList(step, value);
  if (value === null || typeof value !== 'object') return [];
  if (step.kind === 'all') return Object.values(value);
  if (step.kind === 'filter') return Object.values(value).filter(step.test);
  const names = step.kind === 'name' ? [step.name] : step.kind === 'names' ? step.names : [];
  return names.flatMap((name) => (Object.hasOwn(value, name) ? [value[name] as Json] : []));
}

function takeFromList(step: Step, list: Json[]): Json[] {
  const at = (index: number) => (index < 0 ? list.length + index : index);
  const pick = (index: number): Json[] => {
    const item = list[at(index)];
    return item === undefined ? [] : [item];
  };
  if (step.kind === 'index') return pick(step.index);
  if (step.kind === 'indexes') return step.indexes.flatMap(pick);
  if (step.kind === 'slice') return list.slice(step.from, step.to);
  if (step.kind === 'all') return list;
  if (step.kind === 'filter') return list.filter(step.test);
  return [];
}

function descend(value: Json): Json[] {
  if (value === null || typeof value !== 'object') return [];
  return [value, ...Object.values(value).flatMap(descend)];
}

/**
 * The value at a path: the one of a definite path, a list of all for any other.
 * @throws PathNotFound in the words that AWS shows after `Invalid path '…' : `
 */
export function readPath(path: JsonPath, root: Json): Json {
  const found = select(path, root);
  if (!path.definite) return found;
  if (found.length > 0) return found[0] as Json;
  let value: Json = root;
  let shown = '$';
  for (const [position, step] of path.steps.entries()) {
    shown += step.kind === 'name' ? `['${step.name}']` : step.kind === 'index' ? `[${step.index}]` : '';
    const next: Json | undefined = take(step, value)[0];
    if (next === undefined) {
      const last = position === path.steps.length - 1;
      throw new PathNotFound(last ? `No results for path: ${shown}` : `Missing property in path ${shown}`);
    }
    value = next;
  }
  throw new PathNotFound(`No results for path: ${shown}`);
}

/**
 * A copy of `root` with `value` at a reference path (ResultPath), objects made on the way.
 * @throws Error when a step is no name and no index, or goes through something that is no object
 */
export function writePath(path: JsonPath, root: Json, value: Json): Json {
  if (path.steps.length === 0) return value;
  const copy = structuredClone(root);
  if (copy === null || typeof copy !== 'object')
    throw new Error('cannot write into a value that is no object');
  let place: Json = copy;
  for (const [position, step] of path.steps.entries()) {
    const last = position === path.steps.length - 1;
    const key = step.kind === 'name' ? step.name : step.kind === 'index' ? step.index : undefined;
    if (key === undefined || Array.isArray(place) !== (typeof key === 'number'))
      throw new Error('not a reference path');
    const holder = place as Record<string | number, Json>;
    if (last) holder[key] = value;
    else if (holder[key] === null || typeof holder[key] !== 'object') holder[key] = {};
    place = holder[key] as Json;
  }
  return copy;
}
