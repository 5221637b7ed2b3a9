import type { Member, ServiceModel, Traits } from './model.js';
import { fromText } from './values-xml.js';

/** awsQuery and ec2Query name the same member differently, and ec2 lists have no `.member`. */
export type FormDialect = 'awsQuery' | 'ec2Query';

function fieldName(dialect: FormDialect, name: string, traits: Traits | undefined): string {
  if (dialect === 'awsQuery') return traits?.xmlName ?? name;
  if (traits?.ec2QueryName) return traits.ec2QueryName;
  const base = traits?.xmlName ?? name;
  return base.charAt(0).toUpperCase() + base.slice(1);
}

interface Node {
  text?: string;
  children: Map<string, Node>;
}

/** `A.B.member.1.C=x` fields → a tree, so that each is read once whatever the size of the form. */
function treeOf(fields: Iterable<[string, string]>): Node {
  const root: Node = { children: new Map() };
  for (const [key, text] of fields) {
    let node = root;
    for (const part of key.split('.')) {
      let next = node.children.get(part);
      if (!next) {
        next = { children: new Map() };
        node.children.set(part, next);
      }
      node = next;
    }
    node.text = text;
  }
  return root;
}

/** Form fields → the members of an input shape. */
export function fromForm(
  model: ServiceModel,
  member: Member,
  fields: Iterable<[string, string]>,
  dialect: FormDialect,
): unknown {
  return read(model, member, treeOf(fields), dialect) ?? {};
}

function read(model: ServiceModel, [reference, traits]: Member, node: Node, dialect: FormDialect): unknown {
  const shape = model.shapes[reference];
  if (!shape) return node.text === undefined ? undefined : fromText(reference, node.text);
  if (shape.type === 'list') {
    const flat = dialect === 'ec2Query' || traits?.xmlFlattened;
    const items = flat
      ? node
      : (node.children.get(shape.of[1]?.xmlName ?? 'member') ?? node.children.get('member'));
    // An empty list goes over the wire as `Tags=`.
    if (!items) return node.text === '' ? [] : undefined;
    if (items.children.size === 0 && node.text === '') return [];
    return numbered(items).map((item) => read(model, shape.of, item, dialect));
  }
  if (shape.type === 'map') {
    const entries = traits?.xmlFlattened ? node : node.children.get('entry');
    if (!entries) return node.text === '' ? {} : undefined;
    const result: Record<string, unknown> = {};
    for (const entry of numbered(entries)) {
      const key = entry.children.get(shape.key?.xmlName ?? 'key')?.text;
      const value = entry.children.get(shape.of[1]?.xmlName ?? 'value');
      if (key !== undefined && value) result[key] = read(model, shape.of, value, dialect);
    }
    return result;
  }
  const result: Record<string, unknown> = {};
  for (const [name, own] of Object.entries(shape.members)) {
    const child = node.children.get(fieldName(dialect, name, own[1]));
    const value = child && read(model, own, child, dialect);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function numbered(node: Node): Node[] {
  return [...node.children]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

/** The members of an input shape → form fields. */
export function toForm(
  model: ServiceModel,
  [reference, traits]: Member,
  value: unknown,
  dialect: FormDialect,
  prefix = '',
  fields: [string, string][] = [],
): [string, string][] {
  if (value === undefined || value === null) return fields;
  const shape = model.shapes[reference];
  const at = (part: string | number) => (prefix ? `${prefix}.${part}` : String(part));
  if (!shape) {
    fields.push([prefix, text(value)]);
  } else if (shape.type === 'list') {
    const flat = dialect === 'ec2Query' || traits?.xmlFlattened;
    const base = flat ? prefix : at(shape.of[1]?.xmlName ?? 'member');
    const items = value as unknown[];
    if (items.length === 0 && dialect === 'awsQuery') fields.push([prefix, '']);
    items.forEach((item, index) => {
      toForm(model, shape.of, item, dialect, `${base}.${index + 1}`, fields);
    });
  } else if (shape.type === 'map') {
    const base = traits?.xmlFlattened ? prefix : at('entry');
    Object.entries(value as object).forEach(([key, item], index) => {
      fields.push([`${base}.${index + 1}.${shape.key?.xmlName ?? 'key'}`, key]);
      toForm(
        model,
        shape.of,
        item,
        dialect,
        `${base}.${index + 1}.${shape.of[1]?.xmlName ?? 'value'}`,
        fields,
      );
    });
  } else {
    for (const [name, own] of Object.entries(shape.members)) {
      toForm(
        model,
        own,
        (value as Record<string, unknown>)[name],
        dialect,
        at(fieldName(dialect, name, own[1])),
        fields,
      );
    }
  }
  return fields;
}

function text(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}
