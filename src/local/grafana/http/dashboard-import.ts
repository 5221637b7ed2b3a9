import { HttpError } from './respond.js';

/** What an importer chose for one of a dashboard's `__inputs`. */
export interface ImportInput {
  name: string;
  type: string;
  pluginId?: string;
  value: string;
}

interface DeclaredInput {
  name: string;
  type: string;
}

/**
 * The dashboard with its `__inputs` resolved: every `${NAME}` in any text becomes the value chosen for it, and the
 * declarations themselves go. Other `${…}` stay: they are Grafana's variables.
 * @throws HttpError 400 naming an input that is declared and not given
 */
export function resolveInputs(
  dashboard: Record<string, unknown>,
  given: ImportInput[],
): Record<string, unknown> {
  const { __inputs, ...rest } = dashboard;
  const values = new Map<string, string>();
  for (const declared of (__inputs as DeclaredInput[] | undefined) ?? []) {
    const input = given.find((one) => one.name === declared.name && one.type === declared.type);
    if (input === undefined) {
      throw new HttpError(400, `Dashboard input ${declared.name} missing from import command`);
    }
    values.set(declared.name, input.value);
  }
  return replaced(rest, values) as Record<string, unknown>;
}

function replaced(value: unknown, values: Map<string, string>): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{([^}]+)\}/g, (whole, name: string) => values.get(name) ?? whole);
  }
  if (Array.isArray(value)) return value.map((item) => replaced(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member, values)]));
}
