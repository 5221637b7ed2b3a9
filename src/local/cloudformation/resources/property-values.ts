import type { Json, JsonObject } from '../template/json.js';
import { isObject } from '../template/json.js';

// Properties come from JSON or from a Ref to a parameter, so a number or a boolean may be text.

export function text(value: Json | undefined): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

/** @throws Error where the property is no number. */
export function number(value: Json | undefined): number | undefined {
  if (value === undefined) return undefined;
  const result = Number(value);
  if (!Number.isFinite(result))
    throw new Error(`Properties validation failed: '${String(value)}' is not a number.`);
  return result;
}

/** @throws Error where the property is no boolean. */
export function flag(value: Json | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new Error(`Properties validation failed: '${String(value)}' is not a boolean.`);
}

export function list(value: Json | undefined): Json[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

export function texts(value: Json | undefined): string[] | undefined {
  return value === undefined ? undefined : list(value).map(String);
}

export function object(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

export function objects(value: Json | undefined): JsonObject[] {
  return list(value).filter(isObject);
}

/** A policy document or the like: JSON text, whether the template has it as JSON or as text. */
export function document(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Only the members that are there. */
export function given<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}
