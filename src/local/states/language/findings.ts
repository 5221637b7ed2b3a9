import { parseIntrinsic } from './intrinsics.js';
import { parsePath } from './json-path.js';

/** One thing wrong with a definition, as ValidateStateMachineDefinition answers it. */
export interface Diagnostic {
  severity: 'ERROR';
  code:
    | 'SCHEMA_VALIDATION_FAILED'
    | 'MISSING_TRANSITION_TARGET'
    | 'INVALID_JSON_DESCRIPTION'
    | 'UNSUPPORTED_RESOURCE';
  message: string;
  location?: string;
}

/** A part of a definition as it was written: any field may be missing or of any type. */
export type Field = Record<string, unknown>;

/** Gathers what is wrong, in the order it was found. */
export class Findings {
  readonly all: Diagnostic[] = [];

  schema(message: string, location: string): void {
    this.all.push({ severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message, location });
  }

  add(code: Diagnostic['code'], message: string, location: string): void {
    this.all.push({ severity: 'ERROR', code, message, location });
  }
}

export function isObject(value: unknown): value is Field {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a text is a JSONPath that the interpreter reads. */
export function isPath(text: string): boolean {
  try {
    parsePath(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a call of an intrinsic function that the interpreter reads. */
export function isIntrinsic(text: string): boolean {
  try {
    parseIntrinsic(text);
    return true;
  } catch {
    return false;
  }
}
