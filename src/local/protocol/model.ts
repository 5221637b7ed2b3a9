import { readFileSync } from 'node:fs';
import { packagePath } from '../../package-root.js';

export type Protocol = 'awsJson1_0' | 'awsJson1_1' | 'awsQuery' | 'ec2Query' | 'restJson' | 'restXml';

export interface Traits {
  httpLabel?: number;
  httpPayload?: number;
  httpResponseCode?: number;
  httpQuery?: string;
  httpQueryParams?: number;
  httpHeader?: string;
  httpPrefixHeaders?: string;
  xmlName?: string;
  xmlFlattened?: number;
  xmlAttribute?: number;
  ec2QueryName?: string;
  jsonName?: string;
  idempotencyToken?: number;
}

/** A shape's name, or a simple type: string, boolean, number, blob, blob:stream, timestamp[:format], document, unit. */
export type Reference = string;
export type Member = readonly [Reference, Traits?];

export interface StructureShape {
  type: 'structure' | 'union';
  members: Record<string, Member>;
  required: string[];
  traits?: Traits;
}
export interface ListShape {
  type: 'list';
  of: Member;
}
export interface MapShape {
  type: 'map';
  of: Member;
  key?: Traits;
}
export type Shape = StructureShape | ListShape | MapShape;

export interface Operation {
  input: Reference;
  output: Reference;
  /** Method, URI template and status of a REST operation. */
  http?: [string, string, number];
}

export interface ErrorModel {
  code: string;
  status: number;
  fault: 'client' | 'server';
  message: string;
}

/** One service's API, as its SDK client knows it (extracted at build time by scripts/build-models.js). */
export interface ServiceModel {
  id: string;
  protocol: Protocol;
  version: string;
  xmlNamespace: string;
  target: string;
  operations: Record<string, Operation>;
  shapes: Record<string, Shape>;
  errors: Record<string, ErrorModel>;
}

const loaded = new Map<string, ServiceModel | undefined>();

/** The API model of a service by its SigV4 signing name; undefined when the local cloud has none. */
export function modelOf(id: string): ServiceModel | undefined {
  if (!loaded.has(id)) loaded.set(id, read(id));
  return loaded.get(id);
}

function read(id: string): ServiceModel | undefined {
  if (!/^[a-z0-9-]+$/.test(id)) return undefined;
  try {
    return JSON.parse(readFileSync(packagePath('dist', 'models', `${id}.json`), 'utf8')) as ServiceModel;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The structure behind a reference; an empty one for `unit`. */
export function structureOf(model: ServiceModel, reference: Reference): StructureShape {
  const shape = model.shapes[reference];
  return shape?.type === 'structure' || shape?.type === 'union'
    ? shape
    : { type: 'structure', members: {}, required: [] };
}

export interface ShapeOptions {
  /** Throw where a value does not have the model's shape, instead of leaving the member out. */
  strict: boolean;
}

/** A reply that does not have the shape of the API model: a bug of the local cloud. */
export class ShapeError extends Error {}
