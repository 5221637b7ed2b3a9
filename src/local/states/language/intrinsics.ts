import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Json } from './types.js';

/** A call inside a payload template, read: `States.Format('{}', $.a)`. */
export type Expression =
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'path'; path: string }
  | { kind: 'literal'; value: Json };

/** An intrinsic function was called with what it does not take. */
export class IntrinsicFailure extends Error {}

/** @throws Error when the text is no intrinsic function call */
export function parseIntrinsic(text: string): Expression {
  const reader = new Reader(text);
  const call = reader.expression();
  reader.blanks();
  if (call.kind !== 'call' || reader.at !== text.length)
    throw new Error(`not an intrinsic function call: ${text}`);
  return call;
}

class Reader {
  at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  blanks(): void {
    while (/\s/.test(this.text.charAt(this.at))) this.at += 1;
  }

  expression(): Expression {
    this.blanks();
    const rest = this.text.slice(this.at);
    const name = /^States\.([A-Za-z0-9]+)\s*\(/.exec(rest);
    if (name) {
      if (!Object.hasOwn(FUNCTIONS, name[1] ?? ''))
        throw new Error(`no intrinsic function States.${name[1]}`);
      this.at += name[0].length;
      return { kind: 'call', name: name[1] ?? '', args: this.args() };
    }
    if (rest.startsWith("'")) return { kind: 'literal', value: this.quoted() };
    if (rest.startsWith('$')) return { kind: 'path', path: this.path() };
    const word = /^(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/.exec(rest);
    if (!word) throw new Error(`not an argument: ${rest}`);
    this.at += word[0].length;
    return { kind: 'literal', value: JSON.parse(word[0]) as Json };
  }

  private args(): Expression[] {
    const args: Expression[] = [];
    this.blanks();
    if (this.text.charAt(this.at) === ')') {
      this.at += 1;
      return args;
    }
    for (;;) {
      args.push(this.expression());
      this.blanks();
      const mark = this.text.charAt(this.at);
      this.at += 1;
      if (mark === ')') return args;
      if (mark !== ',') throw new Error(`expected , or ) at ${this.at}`);
    }
  }

  /** Single quotes; a backslash before `'`, `{`, `}` or a backslash takes the mark's meaning away, other uses are errors. */
  private quoted(): string {
    let value = '';
    for (this.at += 1; this.at < this.text.length; this.at += 1) {
      const char = this.text.charAt(this.at);
      if (char === "'") {
        this.at += 1;
        return value;
      }
      if (char === '\\') {
        this.at += 1;
        const escaped = this.text.charAt(this.at);
        if (!"'{}\\".includes(escaped) || escaped === '') throw new Error(`bad escape \\${escaped}`);
        // Format still has to know that the brace was meant as one.
        value += escaped === '{' ? '\uE000' : escaped === '}' ? '\uE001' : escaped;
      } else value += char;
    }
    throw new Error('unterminated string');
  }

  private path(): string {
    const start = this.at;
    let depth = 0;
    let quote = '';
    for (; this.at < this.text.length; this.at += 1) {
      const char = this.text.charAt(this.at);
      if (quote) {
        if (char === quote) quote = '';
      } else if (depth > 0 && (char === "'" || char === '"')) quote = char;
      else if (char === '[' || char === '(') depth += 1;
      else if (depth > 0 && (char === ']' || char === ')')) depth -= 1;
      else if (depth === 0 && (char === ',' || char === ')' || /\s/.test(char))) break;
    }
    return this.text.slice(start, this.at);
  }
}

/**
 * Evaluates a call; `resolve` reads the paths among its arguments.
 * @throws IntrinsicFailure
 */
export function evaluateIntrinsic(expression: Expression, resolve: (path: string) => Json): Json {
  if (expression.kind === 'path') return resolve(expression.path);
  if (expression.kind === 'literal')
    return typeof expression.value === 'string' ? plain(expression.value) : expression.value;
  const { name } = expression;
  const args = expression.args.map((arg) =>
    // The template of Format keeps its marks; everything else is plain text.
    name === 'Format' && arg.kind === 'literal' ? arg.value : evaluateIntrinsic(arg, resolve),
  );
  const call = FUNCTIONS[name];
  if (!call) throw new IntrinsicFailure(`no function States.${name}`);
  return call(args);
}

function plain(text: string): string {
  return text.replaceAll('\uE000', '{').replaceAll('\uE001', '}');
}

function fail(name: string, args: Json[]): never {
  throw new IntrinsicFailure(
    `Invalid arguments in States.${name}: ${args.map((arg) => JSON.stringify(arg)).join(', ')}`,
  );
}

function list(name: string, args: Json[], position = 0): Json[] {
  const value = args[position];
  return Array.isArray(value) ? value : fail(name, args);
}

/** Whole numbers; a fraction is rounded to the nearest, as the documentation says. */
function integer(name: string, args: Json[], position: number): number {
  const value = args[position];
  return typeof value === 'number' ? Math.round(value) : fail(name, args);
}

function text(name: string, args: Json[], position: number): string {
  const value = args[position];
  return typeof value === 'string' ? value : fail(name, args);
}

const FUNCTIONS: Record<string, (args: Json[]) => Json> = {
  Format(args) {
    const template = text('Format', args, 0);
    const values = args.slice(1);
    let used = 0;
    const filled = template.replace(/\{\}/g, () => {
      if (used >= values.length) return fail('Format', args);
      const value = values[used] as Json;
      used += 1;
      return asText(value);
    });
    return used === values.length ? plain(filled) : fail('Format', args);
  },
  StringToJson(args) {
    const source = text('StringToJson', args, 0);
    if (source.trim() === '') return null;
    try {
      return JSON.parse(source) as Json;
    } catch {
      return fail('StringToJson', args);
    }
  },
  JsonToString: (args) => JSON.stringify(args[0] ?? null),
  Array: (args) => args,
  ArrayPartition(args) {
    const items = list('ArrayPartition', args);
    const size = integer('ArrayPartition', args, 1);
    if (size < 1) return fail('ArrayPartition', args);
    const chunks: Json[] = [];
    for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
    return chunks;
  },
  ArrayContains: (args) => list('ArrayContains', args).some((item) => isDeepStrictEqual(item, args[1])),
  ArrayRange(args) {
    const [first, last, step] = [0, 1, 2].map((position) => integer('ArrayRange', args, position)) as [
      number,
      number,
      number,
    ];
    const count = step === 0 ? 0 : Math.floor((last - first) / step) + 1;
    if (step === 0 || count > 1000) return fail('ArrayRange', args);
    return Array.from({ length: Math.max(0, count) }, (_, position) => first + position * step);
  },
  ArrayGetItem(args) {
    const item = list('ArrayGetItem', args)[integer('ArrayGetItem', args, 1)];
    return item === undefined ? fail('ArrayGetItem', args) : item;
  },
  ArrayLength: (args) => list('ArrayLength', args).length,
  ArrayUnique: (args) =>
    list('ArrayUnique', args).filter(
      (item, at, all) => all.findIndex((other) => isDeepStrictEqual(other, item)) === at,
    ),
  Base64Encode: (args) => Buffer.from(text('Base64Encode', args, 0)).toString('base64'),
  Base64Decode: (args) => Buffer.from(text('Base64Decode', args, 0), 'base64').toString('utf8'),
  Hash(args) {
    const algorithm = text('Hash', args, 1);
    const known: Record<string, string> = {
      MD5: 'md5',
      'SHA-1': 'sha1',
      'SHA-256': 'sha256',
      'SHA-384': 'sha384',
      'SHA-512': 'sha512',
    };
    const source = typeof args[0] === 'string' ? args[0] : JSON.stringify(args[0]);
    const digest = known[algorithm];
    return digest ? createHash(digest).update(source).digest('hex') : fail('Hash', args);
  },
  JsonMerge(args) {
    const [first, second, deep] = args;
    const objects = [first, second].every(
      (one) => typeof one === 'object' && one !== null && !Array.isArray(one),
    );
    if (!objects || deep !== false) return fail('JsonMerge', args);
    return { ...(first as object), ...(second as object) };
  },
  MathRandom(args) {
    const low = integer('MathRandom', args, 0);
    const high = integer('MathRandom', args, 1);
    if (high <= low) return fail('MathRandom', args);
    const random = args.length > 2 ? seededRandom(integer('MathRandom', args, 2)) : Math.random();
    return low + Math.floor(random * (high - low));
  },
  MathAdd: (args) => integer('MathAdd', args, 0) + integer('MathAdd', args, 1),
  StringSplit(args) {
    const delimiters = new Set(text('StringSplit', args, 1));
    if (delimiters.size === 0) return [text('StringSplit', args, 0)];
    const parts = [''];
    for (const char of text('StringSplit', args, 0)) {
      if (delimiters.has(char)) parts.push('');
      else parts[parts.length - 1] += char;
    }
    return parts.filter((part) => part !== '');
  },
  UUID: () => randomUUID(),
};

/** A value within a formatted text: objects and lists in the form that AWS's Java gives them, as recorded. */
function asText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(asText).join(', ')}]`;
  if (value === null || typeof value !== 'object') return String(value);
  const pairs = Object.entries(value).map(([key, item]) => `${key}=${asText(item)}`);
  return `{${pairs.join(', ')}}`;
}

/** The first double of Java's generator for a seed, which is what AWS's functions draw from. */
export function seededRandom(seed: number): number {
  const mask = (1n << 48n) - 1n;
  const multiplier = 0x5deece66dn;
  let state = (BigInt(Math.trunc(seed)) ^ multiplier) & mask;
  const next = (bits: bigint) => {
    state = (state * multiplier + 0xbn) & mask;
    return state >> (48n - bits);
  };
  return Number((next(26n) << 27n) + next(27n)) / 2 ** 53;
}
