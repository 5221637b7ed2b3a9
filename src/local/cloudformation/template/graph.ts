import { validationError } from '../errors.js';
import { references } from './references.js';
import type { ResourceDefinition } from './template.js';

/** For each resource, the resources that must exist before it. */
export type Dependencies = ReadonlyMap<string, ReadonlySet<string>>;

/** The dependencies that references and DependsOn make between the given resources; others are left out. */
export function dependenciesOf(resources: Record<string, ResourceDefinition>): Dependencies {
  const graph = new Map<string, Set<string>>();
  for (const [name, definition] of Object.entries(resources)) {
    const needs = new Set(definition.DependsOn);
    for (const reference of references(definition.Properties)) {
      if (reference.kind !== 'Condition') needs.add(reference.name);
    }
    graph.set(name, new Set([...needs].filter((need) => need in resources)));
  }
  return graph;
}

/**
 * The resources in an order in which each comes after all it needs; otherwise the order given is kept.
 * @throws AwsError ValidationError 'Circular dependency between resources: [A, B]'
 */
export function ordered(graph: Dependencies): string[] {
  const done = new Set<string>();
  const order: string[] = [];
  let waiting = [...graph.keys()];
  while (waiting.length > 0) {
    const free = waiting.filter((name) => [...(graph.get(name) ?? [])].every((need) => done.has(need)));
    if (free.length === 0) {
      throw validationError(
        `Circular dependency between resources: [${inCycles(graph, waiting).join(', ')}]`,
      );
    }
    for (const name of free) {
      done.add(name);
      order.push(name);
    }
    waiting = waiting.filter((name) => !done.has(name));
  }
  return order;
}

/** The same graph turned round: for each resource, those that must be gone before it. */
export function reversed(graph: Dependencies): Dependencies {
  const turned = new Map<string, Set<string>>([...graph.keys()].map((name) => [name, new Set()]));
  for (const [name, needs] of graph) for (const need of needs) turned.get(need)?.add(name);
  return turned;
}

/** Of the resources that no order frees, those that truly lie on a cycle, and not merely behind one. */
function inCycles(graph: Dependencies, stuck: string[]): string[] {
  return stuck.filter((name) => {
    const seen = new Set<string>();
    const next = [...(graph.get(name) ?? [])];
    for (let step = next.pop(); step !== undefined; step = next.pop()) {
      if (step === name) return true;
      if (seen.has(step)) continue;
      seen.add(step);
      next.push(...(graph.get(step) ?? []));
    }
    return false;
  });
}
