import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call, cloudFormationOn, rest, things, World } from './fake-cloud.js';

const FIRST = things({
  A: { Value: 'a' },
  N: { Type: 'AWS::Test::Named', Value: 'n', Link: { Ref: 'A' } },
  Gone: { Value: 'g' },
});
const SECOND = things({
  A: { Value: 'a2' },
  N: { Type: 'AWS::Test::Named', Value: 'n', Kind: 'replaced', Link: { Ref: 'A' } },
  New: { Value: 'new', Link: { Ref: 'N' } },
});
const BAD = things({
  A: { Value: 'a3' },
  N: { Type: 'AWS::Test::Named', Value: 'n', Kind: 'third', Link: { Ref: 'A' } },
  Gone: { Value: 'refused', Link: { Ref: 'N' } },
});

/** Ends a process's part at one call: it and all later calls never come back. */
function killAt(nth: number, when: 'before' | 'after') {
  let calls = 0;
  let dead = false;
  const never = () => new Promise<void>(() => undefined);
  return {
    get dead() {
      return dead;
    },
    before: () => {
      if (dead) return never();
      calls += 1;
      if (when === 'before' && calls === nth) dead = true;
      return dead ? never() : undefined;
    },
    after: () => {
      if (when === 'after' && calls >= nth) dead = true;
      return dead ? never() : undefined;
    },
  };
}

/** Runs an operation, kills it at the nth call, starts again on the same folder, and waits for it to rest. */
async function interrupted(
  nth: number,
  when: 'before' | 'after',
  act: 'create' | 'update' | 'rollback' | 'delete',
) {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-kill-'));
  const world = new World();
  try {
    world.refused.add('refused');
    const calm = cloudFormationOn(folder, world);
    let id = '';
    if (act !== 'create') {
      id = (await call(calm, 'CreateStack', { StackName: 'S', TemplateBody: FIRST })).StackId;
      await rest(calm, id);
    }
    await calm.stop?.();
    const kill = killAt(nth, when);
    const doomed = cloudFormationOn(folder, world, kill);
    if (act === 'create')
      id = (await call(doomed, 'CreateStack', { StackName: 'S', TemplateBody: FIRST })).StackId;
    if (act === 'update') await call(doomed, 'UpdateStack', { StackName: 'S', TemplateBody: SECOND });
    if (act === 'rollback') await call(doomed, 'UpdateStack', { StackName: 'S', TemplateBody: BAD });
    if (act === 'delete') await call(doomed, 'DeleteStack', { StackName: 'S' });
    const over = async () => {
      const { Stacks } = await call(doomed, 'DescribeStacks', { StackName: id });
      return kill.dead || !/IN_PROGRESS$/.test(Stacks[0].StackStatus);
    };
    while (!(await over())) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const again = cloudFormationOn(folder, world);
    await again.start?.();
    const stack = await rest(again, id);
    const values = [...world.things.values()].map((thing) => thing.value).sort();
    return { status: stack.StackStatus, values, killed: kill.dead };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const EXPECTED = {
  create: { status: 'CREATE_COMPLETE', values: ['a', 'g', 'n'] },
  update: { status: 'UPDATE_COMPLETE', values: ['a2', 'n', 'new'] },
  rollback: { status: 'UPDATE_ROLLBACK_COMPLETE', values: ['a', 'g', 'n'] },
  delete: { status: 'DELETE_COMPLETE', values: [] },
} as const;

describe('killed at any call, before or after it took effect', () => {
  for (const act of ['create', 'update', 'rollback', 'delete'] as const) {
    it(`${act} is finished by the next start, with nothing made twice`, async () => {
      let kills = 0;
      for (const when of ['before', 'after'] as const) {
        for (let nth = 1; ; nth += 1) {
          const { killed, ...outcome } = await interrupted(nth, when, act);
          expect(outcome, `${act}, killed ${when} call ${nth}`).toEqual(EXPECTED[act]);
          if (!killed) break;
          kills += 1;
        }
      }
      expect(kills).toBeGreaterThan(4);
    }, 60_000);
  }
});
