import { AwsError } from './errors.js';
import { exactInteger } from './json-text.js';
import {
  type Member,
  type Reference,
  type ServiceModel,
  ShapeError,
  type ShapeOptions,
  structureOf,
} from './model.js';

/** JSON as it came over the wire → the members of a shape (timestamps as Date, blobs as Buffer). */
export function fromJson(model: ServiceModel, reference: Reference, value: unknown, path = ''): unknown {
  if (value === null || value === undefined) return undefined;
  if (reference === 'blob' || reference === 'blob:stream')
    return Buffer.from(expect('string', value, path), 'base64');
  if (reference.startsWith('timestamp')) return timestamp(value, path);
  if (reference === 'string' || reference === 'boolean' || reference === 'number')
    return expect(reference, value, path);
  if (reference === 'document') return value;
  if (reference === 'unit') return {};
  const shape = model.shapes[reference];
  if (!shape) return value;
  if (shape.type === 'list') {
    if (!Array.isArray(value)) throw serialization(path, 'list', value);
    return value.map((item, index) => fromJson(model, shape.of[0], item, `${path}[${index}]`) ?? null);
  }
  if (typeof value !== 'object' || Array.isArray(value)) throw serialization(path, shape.type, value);
  const result: Record<string, unknown> = {};
  if (shape.type === 'map') {
    for (const [key, item] of Object.entries(value))
      result[key] = fromJson(model, shape.of[0], item, `${path}.${key}`);
    return result;
  }
  for (const [name, member] of Object.entries(shape.members)) {
    const item = (value as Record<string, unknown>)[member[1]?.jsonName ?? name];
    if (item !== undefined && item !== null)
      result[name] = fromJson(model, member[0], item, path ? `${path}.${name}` : name);
  }
  return result;
}

/** The members of a shape → JSON by the API model; what the model does not know is left out, or refused when strict. */
export function toJson(
  model: ServiceModel,
  member: Member,
  value: unknown,
  options: ShapeOptions,
  path = '',
): unknown {
  if (value === null || value === undefined) return undefined;
  const [reference] = member;
  if (reference === 'blob' || reference === 'blob:stream')
    return Buffer.from(value as Uint8Array).toString('base64');
  if (reference.startsWith('timestamp')) {
    if (!(value instanceof Date)) return value;
    return reference === 'timestamp:date-time' ? value.toISOString() : value.getTime() / 1000;
  }
  if (typeof value === 'bigint' && reference === 'number') return exactInteger(value);
  const shape = model.shapes[reference];
  if (!shape) {
    // An infinite or undefined number has no JSON.
    if (options.strict && reference !== 'document' && typeof value !== reference) {
      throw new ShapeError(`${model.id}: ${path} is ${typeof value}, the model says ${reference}`);
    }
    return value;
  }
  if (shape.type === 'list') {
    return (value as unknown[]).map(
      (item, index) => toJson(model, shape.of, item, options, `${path}[${index}]`) ?? null,
    );
  }
  const result: Record<string, unknown> = {};
  if (shape.type === 'map') {
    for (const [key, item] of Object.entries(value))
      result[key] = toJson(model, shape.of, item, options, `${path}.${key}`);
    return result;
  }
  for (const [name, own] of Object.entries(shape.members)) {
    const item = (value as Record<string, unknown>)[name];
    if (item !== undefined && item !== null) {
      result[own[1]?.jsonName ?? name] = toJson(model, own, item, options, path ? `${path}.${name}` : name);
    }
  }
  checkMembers(model, reference, value as object, options, path);
  return result;
}

/** @throws ShapeError when strict and the value lacks a required member or has one that the model doesn't know. */
export function checkMembers(
  model: ServiceModel,
  reference: Reference,
  value: object,
  options: ShapeOptions,
  path: string,
): void {
  if (!options.strict) return;
  const shape = structureOf(model, reference);
  for (const name of Object.keys(value)) {
    if ((value as Record<string, unknown>)[name] !== undefined && !(name in shape.members)) {
      throw new ShapeError(`${model.id}: ${reference} has no member ${name} (at ${path || 'top'})`);
    }
  }
  for (const name of shape.required) {
    const item = (value as Record<string, unknown>)[name];
    if (item === undefined || item === null)
      throw new ShapeError(`${model.id}: ${reference}.${name} is required (at ${path || 'top'})`);
  }
}

function expect(type: 'string' | 'boolean' | 'number', value: unknown, path: string): string {
  if (typeof value !== type) throw serialization(path, type, value);
  return value as string;
}

function timestamp(value: unknown, path: string): Date {
  const date = typeof value === 'number' ? new Date(value * 1000) : new Date(String(value));
  if (Number.isNaN(date.getTime())) throw serialization(path, 'timestamp', value);
  return date;
}

function serialization(path: string, type: string, value: unknown): AwsError {
  const found = Array.isArray(value)
    ? 'a list'
    : typeof value === 'object'
      ? 'a structure'
      : `a ${typeof value}`;
  return new AwsError(
    'SerializationException',
    `Unexpected value at ${path || 'the top'}: expected a ${type}, found ${found}`,
    {
      status: 400,
    },
  );
}
