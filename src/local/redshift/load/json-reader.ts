import { itemTexts, memberTexts, skipBlank, valueEnd } from './json-text.js';
import type { FindRecord } from './pieces.js';
import { faults, type LoadFault } from './record.js';
import { decodeUtf8, utf8Fault } from './utf8.js';

/** Gives the values of one JSON value's text for the columns, each as its JSON text; undefined where there is none. */
export type PickValues = (json: string) => (string | undefined)[] | LoadFault;

/** `true` for a column that keeps JSON (SUPER). */
export type KeepsJson = readonly boolean[];

/** JSON values one after another, with or without blanks between them; each is a row. */
export function jsonRecord(pick: PickValues, keepsJson: KeepsJson, acceptInvalid?: string): FindRecord {
  return (text, from, last) => {
    const start = skipBlank(text, from);
    if (start === text.length) return { fields: [], next: start, nothing: true };
    const opens = text[start] === '{' || text[start] === '[';
    const end = opens ? valueEnd(text, start) : undefined;
    if (end === undefined) {
      if (opens && !last) return undefined;
      const line = text.indexOf('\n', start);
      if (line < 0 && !last) return undefined;
      return { fields: [], next: line < 0 ? text.length : line + 1, fault: faults.badJson };
    }
    const fields = valuesOf(text.slice(start, end), pick, keepsJson, acceptInvalid);
    return Array.isArray(fields) ? { fields, next: end } : { fields: [], next: end, fault: fields };
  };
}

function valuesOf(bytes: string, pick: PickValues, keepsJson: KeepsJson, acceptInvalid: string | undefined) {
  const decoded = decodeUtf8(bytes, acceptInvalid);
  if (typeof decoded !== 'string') return utf8Fault(decoded);
  try {
    JSON.parse(decoded);
  } catch {
    return faults.badJson;
  }
  const picked = pick(decoded);
  if (!Array.isArray(picked)) return picked;
  return picked.map((json, column) => fieldOf(json, keepsJson[column] === true));
}

function fieldOf(json: string | undefined, keepsJson: boolean): string | undefined {
  if (json === undefined || json === 'null') return undefined;
  const text = keepsJson || json[0] !== '"' ? json : (JSON.parse(json) as string);
  return Buffer.from(text).toString('latin1');
}

/** `JSON 'auto'`: members by the columns' names; with `ignoreCase` whatever their case. */
export function byName(columns: readonly string[], ignoreCase: boolean): PickValues {
  return (json) => {
    if (json[0] !== '{') return faults.badJson;
    const members = memberTexts(json);
    if (!ignoreCase) return columns.map((column) => members.get(column));
    const folded = new Map([...members].map(([name, value]) => [name.toLowerCase(), value]));
    return columns.map((column) => folded.get(column.toLowerCase()));
  };
}

/** `JSON 'noshred'`: the whole value for the one column. */
export const whole: PickValues = (json) => [json];

/** JSONPaths: a path of names and positions for each column. */
export function byPaths(paths: readonly (string | number)[][]): PickValues {
  return (json) => paths.map((path) => follow(json, path));
}

function follow(json: string, path: readonly (string | number)[]): string | undefined {
  let at: string | undefined = json;
  for (const step of path) {
    if (at === undefined) return undefined;
    if (typeof step === 'number') at = at[0] === '[' ? itemTexts(at)[step] : undefined;
    else at = at[0] === '{' ? memberTexts(at).get(step) : undefined;
  }
  return at;
}
