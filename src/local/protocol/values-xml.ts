import {
  type Member,
  type Reference,
  type ServiceModel,
  type ShapeOptions,
  structureOf,
  type Traits,
} from './model.js';
import { checkMembers } from './values-json.js';

/** Text for an XML element or attribute; control characters that XML 1.0 has no way to write are dropped. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML cannot carry.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
      .replace(/[&<>"\r]/g, (character) => entities[character] ?? character)
  );
}
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** The members of a structure as XML elements, without the element around them. `skip` leaves members out (headers). */
export function membersToXml(
  model: ServiceModel,
  reference: Reference,
  value: object,
  options: ShapeOptions,
  skip: (traits: Traits | undefined) => boolean = () => false,
): string {
  let xml = '';
  for (const [name, member] of Object.entries(structureOf(model, reference).members)) {
    if (skip(member[1]) || member[1]?.xmlAttribute) continue;
    const item = (value as Record<string, unknown>)[name];
    if (item !== undefined && item !== null)
      xml += element(model, member[1]?.xmlName ?? name, member, item, options);
  }
  checkMembers(model, reference, value, options, '');
  return xml;
}

function element(
  model: ServiceModel,
  tag: string,
  [reference, traits]: Member,
  value: unknown,
  options: ShapeOptions,
): string {
  const shape = model.shapes[reference];
  if (!shape) return `<${tag}>${simple(reference, value)}</${tag}>`;
  if (shape.type === 'list') {
    const items = value as unknown[];
    if (traits?.xmlFlattened)
      return items.map((item) => element(model, tag, shape.of, item, options)).join('');
    const itemTag = shape.of[1]?.xmlName ?? 'member';
    return `<${tag}>${items.map((item) => element(model, itemTag, shape.of, item, options)).join('')}</${tag}>`;
  }
  if (shape.type === 'map') {
    const keyTag = shape.key?.xmlName ?? 'key';
    const valueTag = shape.of[1]?.xmlName ?? 'value';
    const entries = Object.entries(value as object).map(
      ([key, item]) =>
        `<${keyTag}>${escapeXml(key)}</${keyTag}>${element(model, valueTag, shape.of, item, options)}`,
    );
    if (traits?.xmlFlattened) return entries.map((entry) => `<${tag}>${entry}</${tag}>`).join('');
    return `<${tag}>${entries.map((entry) => `<entry>${entry}</entry>`).join('')}</${tag}>`;
  }
  const attributes = Object.entries(shape.members)
    .filter(
      ([name, member]) => member[1]?.xmlAttribute && (value as Record<string, unknown>)[name] !== undefined,
    )
    .map(
      ([name, member]) =>
        ` ${member[1]?.xmlName ?? name}="${escapeXml(String((value as Record<string, unknown>)[name]))}"`,
    )
    .join('');
  const schema = attributes.includes('xsi:') ? ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' : '';
  return `<${tag}${schema}${attributes}>${membersToXml(model, reference, value as object, options)}</${tag}>`;
}

function simple(reference: Reference, value: unknown): string {
  if (value instanceof Date) {
    if (reference === 'timestamp:http-date') return value.toUTCString();
    if (reference === 'timestamp:epoch-seconds') return String(value.getTime() / 1000);
    return value.toISOString();
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return escapeXml(String(value));
}

/** A parsed element (children by tag, text as a string) → the members of a shape. */
export function fromXml(model: ServiceModel, [reference, traits]: Member, node: unknown): unknown {
  if (node === undefined) return undefined;
  const shape = model.shapes[reference];
  if (!shape)
    return fromText(reference, typeof node === 'object' && node !== null ? textOf(node) : String(node ?? ''));
  if (shape.type === 'list') {
    const items = traits?.xmlFlattened ? node : child(node, shape.of[1]?.xmlName ?? 'member');
    return asList(items).map((item) => fromXml(model, shape.of, item));
  }
  if (shape.type === 'map') {
    const entries = asList(traits?.xmlFlattened ? node : child(node, 'entry'));
    return Object.fromEntries(
      entries.map((entry) => [
        String(child(entry, shape.key?.xmlName ?? 'key')),
        fromXml(model, shape.of, child(entry, shape.of[1]?.xmlName ?? 'value')),
      ]),
    );
  }
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape.members)) {
    const found = child(node, member[1]?.xmlName ?? name);
    if (found !== undefined) result[name] = fromXml(model, member, found);
  }
  return result;
}

/** Text of a header, a query parameter, a form field or an element → a simple value. */
export function fromText(reference: Reference, text: string): unknown {
  if (reference === 'boolean') return text === 'true';
  if (reference === 'number') return Number(text);
  if (reference === 'blob' || reference === 'blob:stream') return Buffer.from(text, 'base64');
  if (reference.startsWith('timestamp'))
    return new Date(/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text);
  return text;
}

function child(node: unknown, tag: string): unknown {
  return typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[tag] : undefined;
}

function textOf(node: object): string {
  return String((node as Record<string, unknown>)['#text'] ?? '');
}

function asList(value: unknown): unknown[] {
  if (value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
}
