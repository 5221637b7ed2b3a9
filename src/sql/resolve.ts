import { WorkshopError } from '../errors.js';
import type { SqlStep } from './step.js';

/**
 * Finds a step by its number (`6`, `06`), its name (`order-stream`) or its file (`06-order-stream.sql`).
 * @throws WorkshopError `step-unknown` with the nearest names
 */
export function resolveStep(steps: readonly SqlStep[], input: string): SqlStep {
  const asked = input
    .trim()
    .toLowerCase()
    .replace(/\.sql$/, '');
  const found = steps.find((step) =>
    /^\d+$/.test(asked) ? step.number === Number(asked) : asked === step.name || asked === label(step),
  );
  if (found) return found;
  const near = nearest(
    asked.replace(/^\d+-/, ''),
    steps.map((step) => step.name),
  );
  throw new WorkshopError({
    code: 'step-unknown',
    message: `There is no step "${input}".`,
    ...(near.length > 0 ? { why: `Did you mean ${near.join(' or ')}?` } : {}),
    next: 'workshop sql list',
  });
}

/** What steps a list of numbers and names means, in the order of the workshop; `all` is every step. */
export function resolveSteps(steps: readonly SqlStep[], inputs: readonly string[]): SqlStep[] {
  if (inputs.includes('all')) return [...steps];
  const wanted = new Set(inputs.map((input) => resolveStep(steps, input)));
  return steps.filter((step) => wanted.has(step));
}

/** e.g. `06-order-stream` */
export function label(step: Pick<SqlStep, 'number' | 'name'>): string {
  return `${String(step.number).padStart(2, '0')}-${step.name}`;
}

/** At most three names that a typing error might have turned into this one, the likeliest first. */
export function nearest(input: string, names: readonly string[]): string[] {
  if (input === '') return [];
  return names
    .map((name) => ({ name, distance: name.includes(input) ? 0 : editDistance(input, name) }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.floor(name.length / 3)))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** How many letters must be put in, taken out, exchanged for another or for their neighbour. */
export function editDistance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (!same && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, (beforeLast[column - 2] ?? Number.POSITIVE_INFINITY) + 1);
      }
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? 0;
}
