import type { Json } from './json.js';

/** What a change set shows where a value comes into being only when it is executed. Recorded: test_change_set_ref. */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** The value of `AWS::NoValue`; what holds it is left out of the result. */
export const NO_VALUE: unique symbol = Symbol('AWS::NoValue');

/** What a template's functions can see. */
export interface Scope {
  /** Parameters and pseudo parameters by name: strings, or lists of strings; undefined where there is none. */
  parameter(name: string): Json | typeof NO_VALUE | undefined;
  /** @throws AwsError where the condition does not exist. */
  condition(name: string): boolean;
  readonly mappings: Record<string, Record<string, Record<string, Json>>>;
  /** A resource's Ref; undefined where the resource isn't in the stack. */
  ref(logicalId: string): Json | undefined;
  attribute(logicalId: string, attribute: string): Json | undefined;
  /** @throws AwsError 'No export named X found.' */
  importValue(name: string): string;
  /** The zones of a region; the local cloud has one region. */
  zones(region: string): string[];
}
