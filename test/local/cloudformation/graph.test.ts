import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walk } from '../../../src/local/cloudformation/engine/walk.js';
import { dependenciesOf, ordered, reversed } from '../../../src/local/cloudformation/template/graph.js';

/** A graph without cycles: each node needs only nodes before it; then the names are shuffled. */
const acyclic = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.tuple(
      fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: size, maxLength: size }),
      fc.shuffledSubarray(
        Array.from({ length: size }, (_none, index) => `R${index}`),
        { minLength: size },
      ),
    ),
  )
  .map(([needs, names]) =>
    fc
      .sample(
        fc.shuffledSubarray(
          names.map((_name, index) => index),
          { minLength: names.length },
        ),
        1,
      )[0]
      ?.map(
        (index) =>
          [
            names[index] as string,
            new Set(index === 0 ? [] : (needs[index] ?? []).map((n) => names[n % index] as string)),
          ] as const,
      ),
  )
  .map((entries) => new Map(entries));

describe('order', () => {
  it('has every resource once, each after all it needs', () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        const order = ordered(graph);
        expect([...order].sort()).toEqual([...graph.keys()].sort());
        for (const [name, needs] of graph) {
          for (const need of needs) expect(order.indexOf(need)).toBeLessThan(order.indexOf(name));
        }
      }),
    );
  });

  it('of the graph turned round is good backwards', () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        const order = ordered(reversed(graph));
        for (const [name, needs] of graph) {
          for (const need of needs) expect(order.indexOf(need)).toBeGreaterThan(order.indexOf(name));
        }
      }),
    );
  });

  it('names the resources of a cycle, and not those behind it', () => {
    const graph = dependenciesOf({
      A: { Type: 'T', Properties: { x: { Ref: 'B' } }, DependsOn: [] },
      B: { Type: 'T', Properties: { x: { 'Fn::Sub': `\${A.Arn}` } }, DependsOn: [] },
      C: { Type: 'T', Properties: {}, DependsOn: ['A'] },
    });
    expect(() => ordered(graph)).toThrow('Circular dependency between resources: [A, B]');
  });
});

describe('a parallel walk', () => {
  it('starts each node after all it needs, and ends only when all have ended', async () => {
    await fc.assert(
      fc.asyncProperty(
        acyclic,
        fc.array(fc.nat({ max: 3 }), { minLength: 12, maxLength: 12 }),
        async (graph, waits) => {
          const ended = new Set<string>();
          let turn = 0;
          await walk(graph, async (name) => {
            for (const need of graph.get(name) ?? []) expect(ended.has(need)).toBe(true);
            for (let wait = waits[turn++ % 12] ?? 0; wait > 0; wait -= 1) await Promise.resolve();
            ended.add(name);
            return 'done';
          });
          expect(ended.size).toBe(graph.size);
        },
      ),
    );
  });

  it('never starts what lies behind a failed node', async () => {
    await fc.assert(
      fc.asyncProperty(acyclic, fc.nat(), async (graph, n) => {
        const names = [...graph.keys()];
        const bad = names[n % names.length] as string;
        const started = new Set<string>();
        await walk(graph, async (name) => {
          started.add(name);
          return name === bad ? 'failed' : 'done';
        });
        const behind = (name: string): boolean =>
          [...(graph.get(name) ?? [])].some((need) => need === bad || behind(need));
        for (const name of names) expect(started.has(name)).toBe(!behind(name));
      }),
    );
  });
});
