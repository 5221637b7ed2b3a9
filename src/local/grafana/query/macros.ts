import { parseInterval } from './interval.js';
import type { TimeRange } from './time-range.js';

/** What a query knows besides its SQL. */
export interface MacroContext extends TimeRange {
  schema?: string;
  table?: string;
  column?: string;
}

type Macro = (context: MacroContext, args: string[]) => string;

/**
 * The macros of the Redshift data source, as its source expands them: times in UTC, RFC 3339, whole seconds; the group
 * and epoch macros bring their alias `"time"` along, so that a query groups by position.
 */
const macros: Readonly<Record<string, Macro>> = {
  timeEpoch: (_, args) => `extract(epoch from ${one(args)}) as "time"`,
  timeFilter: (context, args) =>
    `${one(args)} BETWEEN '${rfc3339(context.from)}' AND '${rfc3339(context.to)}'`,
  timeFrom: (context) => `'${rfc3339(context.from)}'`,
  timeTo: (context) => `'${rfc3339(context.to)}'`,
  timeGroup: (_, args) => {
    const seconds = groupSeconds(args, 'macro $__timeGroup needs time column and interval');
    return `floor(extract(epoch from ${args[0]})/${seconds})*${seconds} AS "time"`;
  },
  unixEpochFilter: (context, args) => {
    const column = one(args);
    return `${column} >= ${unix(context.from)} AND ${column} <= ${unix(context.to)}`;
  },
  unixEpochGroup: (_, args) => {
    const seconds = groupSeconds(args, 'macro $__unixEpochGroup needs time column and interval');
    return `floor(${args[0]}/${seconds})*${seconds} AS "time"`;
  },
  schema: (context) => context.schema ?? '',
  table: (context) => context.table ?? '',
  column: (context) => context.column ?? '',
};

/**
 * A query's SQL with the data source's macros expanded; any other `$__name` stays as it is, and Redshift refuses it.
 * @throws Error in the plugin's words when a macro's arguments are not as it needs them
 */
export function expandMacros(rawSql: string, context: MacroContext): string {
  let sql = '';
  let done = 0;
  for (const match of rawSql.matchAll(/\$__(\w+)/g)) {
    const macro = macros[match[1] ?? ''];
    if (macro === undefined || !Object.hasOwn(macros, match[1] ?? '') || match.index < done) continue;
    const { args, end } = argumentsAt(rawSql, match.index + match[0].length);
    sql += rawSql.slice(done, match.index) + macro(context, args);
    done = end;
  }
  return sql + rawSql.slice(done);
}

/** What stands in parentheses right after a macro's name, split at every comma, nested parentheses or not. */
function argumentsAt(text: string, start: number): { args: string[]; end: number } {
  if (text[start] !== '(') return { args: [], end: start };
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (depth === 0) {
      const inside = text.slice(start + 1, index);
      return { args: inside.split(',').map((argument) => argument.trim()), end: index + 1 };
    }
  }
  return { args: [], end: start };
}

function one(args: string[]): string {
  const [only] = args;
  if (args.length !== 1 || only === undefined) {
    throw new Error(`expected 1 argument, received ${args.length}: unexpected number of arguments`);
  }
  return only;
}

function groupSeconds(args: string[], words: string): string {
  const [, interval] = args;
  if (args.length !== 2 || interval === undefined)
    throw new Error(`${words}: unexpected number of arguments`);
  return String(parseInterval(interval.replace(/^'+|'+$/g, '')) / 1000);
}

function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function unix(ms: number): number {
  return Math.floor(ms / 1000);
}
