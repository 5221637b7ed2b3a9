import type { Json, JsonObject } from './json.js';

/** A policy for what becomes of a resource that leaves the stack. */
export type RemovalPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';

export interface ResourceDefinition {
  Type: string;
  Properties: JsonObject;
  Condition?: string;
  DependsOn: string[];
  DeletionPolicy?: RemovalPolicy;
  UpdateReplacePolicy?: RemovalPolicy;
  Metadata?: Json;
}

export interface OutputDefinition {
  Value: Json;
  Description?: string;
  Condition?: string;
  Export?: { Name: Json };
}

export interface ParameterDefinition {
  Type: string;
  Default?: string;
  NoEcho?: boolean;
  AllowedValues?: string[];
  AllowedPattern?: string;
  ConstraintDescription?: string;
  Description?: string;
  MinLength?: number;
  MaxLength?: number;
  MinValue?: number;
  MaxValue?: number;
}

/** A template whose form has been checked; the meaning of its functions has not. */
export interface Template {
  version?: string;
  description?: string;
  metadata?: Json;
  parameters: Record<string, ParameterDefinition>;
  mappings: Record<string, Record<string, Record<string, Json>>>;
  conditions: Record<string, Json>;
  resources: Record<string, ResourceDefinition>;
  outputs: Record<string, OutputDefinition>;
}
