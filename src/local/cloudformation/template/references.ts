import { asFunction, isObject, type Json } from './json.js';

/** A use of another thing of the template, found without resolving anything. */
export interface Reference {
  kind: 'Ref' | 'GetAtt' | 'Condition';
  /** The logical id, parameter, pseudo parameter or condition. */
  name: string;
  /** The attribute of a GetAtt; a function inside it is not known yet. */
  attribute?: string;
}

const PLACEHOLDER = /\$\{([^!}][^}]*)\}/g;

/** Every reference inside a value, in the order of writing. `Fn::Sub`'s own variables are not references. */
export function references(value: Json): Reference[] {
  const found: Reference[] = [];
  collect(value, found);
  return found;
}

function collect(value: Json, found: Reference[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
    return;
  }
  if (!isObject(value)) return;
  const call = asFunction(value);
  if (!call) {
    for (const item of Object.values(value)) collect(item, found);
    return;
  }
  const { name, argument } = call;
  if (name === 'Ref' && typeof argument === 'string') found.push({ kind: 'Ref', name: argument });
  else if (name === 'Condition' && typeof argument === 'string')
    found.push({ kind: 'Condition', name: argument });
  else if (name === 'Fn::GetAtt') found.push(...getAtt(argument));
  else if (name === 'Fn::Sub') substitutions(argument, found);
  else {
    if (name === 'Fn::If' && Array.isArray(argument) && typeof argument[0] === 'string') {
      found.push({ kind: 'Condition', name: argument[0] });
    }
    collect(argument, found);
  }
}

/** The two parts of a GetAtt, written as a list or as `Resource.Attribute`. */
export function getAttParts(argument: Json): { name: string; attribute: Json } | undefined {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot <= 0 || dot === argument.length - 1) return undefined;
    return { name: argument.slice(0, dot), attribute: argument.slice(dot + 1) };
  }
  if (!Array.isArray(argument) || argument.length < 2) return undefined;
  const [name, ...rest] = argument;
  if (typeof name !== 'string' || name === '') return undefined;
  if (rest.length === 1) {
    const [attribute] = rest;
    return attribute === '' || attribute === undefined || attribute === null
      ? undefined
      : { name, attribute };
  }
  return rest.every((part) => typeof part === 'string') ? { name, attribute: rest.join('.') } : undefined;
}

function getAtt(argument: Json): Reference[] {
  const parts = getAttParts(argument);
  if (!parts) return [];
  const inner = typeof parts.attribute === 'string' ? [] : references(parts.attribute);
  return [
    {
      kind: 'GetAtt',
      name: parts.name,
      ...(typeof parts.attribute === 'string' && { attribute: parts.attribute }),
    },
    ...inner,
  ];
}

function substitutions(argument: Json, found: Reference[]): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument];
  if (variables !== undefined) collect(variables, found);
  if (typeof text !== 'string') return;
  for (const name of placeholders(text)) {
    if (isObject(variables) && name in variables) continue;
    found.push(placeholderReference(name));
  }
}

/** The names in a Sub's `${…}`, without the literal `${!…}`. */
export function placeholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => (match[1] as string).trim());
}

/** `${A}` is a Ref, `${A.B}` a GetAtt, `${AWS::Region}` a pseudo parameter. */
export function placeholderReference(name: string): Reference {
  const dot = name.indexOf('.');
  if (dot < 0 || name.startsWith('AWS::')) return { kind: 'Ref', name };
  return { kind: 'GetAtt', name: name.slice(0, dot), attribute: name.slice(dot + 1) };
}
