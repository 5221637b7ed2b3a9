import type { Member, ServiceModel, Traits } from './model.js';
import { fromText } from './values-xml.js';

/** Whether a member stands somewhere else than in the body's document. */
export const isBound = (traits: Traits | undefined): boolean =>
  Boolean(
    traits &&
      (traits.httpLabel ||
        traits.httpQuery ||
        traits.httpQueryParams ||
        traits.httpHeader ||
        traits.httpPrefixHeaders !== undefined ||
        traits.httpPayload ||
        traits.httpResponseCode),
  );

/** The value of a member that the query binds: a list takes every occurrence of its name. */
export function fromQuery(model: ServiceModel, [reference]: Member, values: string[]): unknown {
  const shape = model.shapes[reference];
  if (shape?.type === 'list') return values.map((value) => fromText(shape.of[0], value));
  return fromText(reference, values[0] ?? '');
}

/** The value of a member that a header binds. */
export function fromHeader(model: ServiceModel, [reference]: Member, text: string): unknown {
  const shape = model.shapes[reference];
  if (shape?.type === 'list') return text.split(',').map((item) => fromText(shape.of[0], item.trim()));
  return fromText(reference, text);
}

/** A member's value as a header has it. */
export function headerText([reference]: Member, value: unknown): string {
  if (value instanceof Date)
    return reference === 'timestamp:date-time' ? value.toISOString() : value.toUTCString();
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** All headers of a prefix by the rest of their names; undefined when there are none. */
export function prefixed(
  headers: Record<string, string>,
  prefix: string,
): Record<string, string> | undefined {
  const found = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return found.length > 0
    ? Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]))
    : undefined;
}

/** A path's template with one label filled: a greedy label (`{Key+}`) keeps its slashes. */
export function fillLabel(path: string, name: string, value: string): string {
  return path
    .replace(`{${name}+}`, () => value.split('/').map(encodeURIComponent).join('/'))
    .replace(`{${name}}`, () => encodeURIComponent(value));
}
