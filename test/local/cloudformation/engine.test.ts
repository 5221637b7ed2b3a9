import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Service } from '../../../src/local/service.js';
import { call, cloudFormationOn, rest, story, things, World } from './fake-cloud.js';

let folder: string;
let world: World;
let service: Service;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workshop-engine-'));
  world = new World();
  service = cloudFormationOn(folder, world);
});
afterEach(async () => {
  await service.stop?.();
  rmSync(folder, { recursive: true, force: true });
});

const chain = { A: { Value: '1' }, B: { Value: '2', Link: { Ref: 'A' } } };
const create = async (TemplateBody: string, more: object = {}, StackName = 'S') => {
  const { StackId } = await call(service, 'CreateStack', { StackName, TemplateBody, ...more });
  return rest(service, StackId);
};
const update = async (TemplateBody: string, more: object = {}) => {
  await call(service, 'UpdateStack', { StackName: 'S', TemplateBody, ...more });
  return rest(service, 'S');
};
const values = () => [...world.things.values()].map((thing) => thing.value).sort();

describe('a creation that fails', () => {
  beforeEach(() => world.refused.add('2'));

  it('rolls back and says why', async () => {
    const stack = await create(things(chain));
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(world.things.size).toBe(0);
    expect(await story(service, 'S')).toEqual([
      ['Stack', 'CREATE_IN_PROGRESS'],
      ['A', 'CREATE_IN_PROGRESS'],
      ['A', 'CREATE_IN_PROGRESS'],
      ['A', 'CREATE_COMPLETE'],
      ['B', 'CREATE_IN_PROGRESS'],
      ['B', 'CREATE_FAILED'],
      ['Stack', 'ROLLBACK_IN_PROGRESS'],
      ['B', 'DELETE_IN_PROGRESS'],
      ['B', 'DELETE_COMPLETE'],
      ['A', 'DELETE_IN_PROGRESS'],
      ['A', 'DELETE_COMPLETE'],
      ['Stack', 'ROLLBACK_COMPLETE'],
    ]);
    const { StackEvents } = await call(service, 'DescribeStackEvents', { StackName: 'S' });
    const reasonOf = (status: string) =>
      StackEvents.find((event: { ResourceStatus: string }) => event.ResourceStatus === status)
        .ResourceStatusReason;
    expect(reasonOf('ROLLBACK_IN_PROGRESS')).toBe(
      'The following resource(s) failed to create: [B]. Rollback requested by user.',
    );
    expect(reasonOf('CREATE_FAILED')).toMatch(/^Resource handler returned message: "no 2 here/);
  });

  it('stays as it is with DO_NOTHING, and can then be updated', async () => {
    expect((await create(things(chain), { OnFailure: 'DO_NOTHING' })).StackStatus).toBe('CREATE_FAILED');
    expect(values()).toEqual(['1']);
    world.refused.clear();
    expect((await update(things({ ...chain, C: { Value: '3' } }))).StackStatus).toBe('UPDATE_COMPLETE');
    expect(values()).toEqual(['1', '2', '3']);
  });

  it('disappears with DELETE', async () => {
    expect((await create(things(chain), { OnFailure: 'DELETE' })).StackStatus).toBe('DELETE_COMPLETE');
    expect(world.things.size).toBe(0);
  });
});

describe('an update', () => {
  it('replaces, cleans up, and keeps what did not change', async () => {
    await create(things({ ...chain, Old: { Value: '9' } }));
    const [first] = [...world.things.keys()];
    expect(
      (await update(things({ A: { Value: '1' }, B: { Value: '2', Kind: 'new', Link: { Ref: 'A' } } })))
        .StackStatus,
    ).toBe('UPDATE_COMPLETE');
    expect(values()).toEqual(['1', '2']);
    expect([...world.things.keys()]).toContain(first);
    const events = await story(service, 'S');
    const since = events.slice(events.findIndex(([, status]) => status === 'UPDATE_IN_PROGRESS'));
    const of = (name: string) => since.filter(([id]) => id === name).map(([, status]) => status);
    expect(of('B')).toEqual([
      'UPDATE_IN_PROGRESS',
      'UPDATE_IN_PROGRESS',
      'UPDATE_COMPLETE',
      'DELETE_IN_PROGRESS',
      'DELETE_COMPLETE',
    ]);
    expect(of('Old')).toEqual(['DELETE_IN_PROGRESS', 'DELETE_COMPLETE']);
    expect(of('Stack')).toEqual([
      'UPDATE_IN_PROGRESS',
      'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'UPDATE_COMPLETE',
    ]);
    const cleaning = since.findIndex(([, status]) => status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    expect(since.findIndex(([, status]) => status === 'DELETE_IN_PROGRESS')).toBeGreaterThan(cleaning);
  });

  it('that fails puts everything back', async () => {
    await create(things({ A: { Value: '1' }, B: { Value: '2' } }));
    const before = [...world.things.keys()].sort();
    world.refused.add('bad');
    const changed = { A: { Value: '1b' }, New: { Value: 'n' }, B: { Value: 'bad', DependsOn: ['A', 'New'] } };
    const stack = await update(things(changed));
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(values()).toEqual(['1', '2']);
    expect([...world.things.keys()].sort()).toEqual(before);
    const template = await call(service, 'GetTemplate', { StackName: 'S' });
    expect(JSON.parse(template.TemplateBody).Resources.New).toBeUndefined();
    expect((await update(things({ A: { Value: '1c' }, B: { Value: '2' } }))).StackStatus).toBe(
      'UPDATE_COMPLETE',
    );
  });

  it('whose way back fails waits for ContinueUpdateRollback', async () => {
    await create(things({ A: { Value: '1' }, B: { Value: '2' } }));
    world.refused.add('bad').add('1');
    const stack = await update(things({ A: { Value: '1b' }, B: { Value: 'bad', DependsOn: 'A' } }));
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
    expect(stack.StackStatusReason).toBe('The following resource(s) failed to update: [A]. ');
    world.refused.clear();
    await call(service, 'ContinueUpdateRollback', { StackName: 'S' });
    expect((await rest(service, 'S')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(values()).toEqual(['1', '2']);
  });

  it('refuses to replace a thing under its own name', async () => {
    const one = { N: { Type: 'AWS::Test::Named', Name: 'mine', Value: '1' } };
    await create(things(one));
    const stack = await update(things({ N: { ...one.N, Kind: 'other' } }));
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    const { StackEvents } = await call(service, 'DescribeStackEvents', { StackName: 'S' });
    expect(
      StackEvents.map((event: { ResourceStatusReason?: string }) => event.ResourceStatusReason),
    ).toContain(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename mine and update the stack again.',
    );
    expect([...world.things.keys()]).toEqual(['mine']);
  });

  it('without rollback loses nothing: the next operation clears what is left', async () => {
    await create(things({ A: { Value: '1' }, B: { Value: '2' } }));
    world.refused.add('bad');
    const half = { A: { Value: '1', Kind: 'new' }, B: { Value: 'bad', DependsOn: 'A' } };
    expect((await update(things(half), { DisableRollback: true })).StackStatus).toBe('UPDATE_FAILED');
    expect(values()).toEqual(['1', '1', '2']);
    const { StackId } = await call(service, 'UpdateStack', {
      StackName: 'S',
      TemplateBody: things({ A: { Value: '1', Kind: 'new' }, B: { Value: '2b' } }),
    });
    expect((await rest(service, StackId)).StackStatus).toBe('UPDATE_COMPLETE');
    expect(values()).toEqual(['1', '2b']);
  });

  it('under way can be cancelled', async () => {
    await create(things({ A: { Value: '1' }, B: { Value: '2' } }));
    await service.stop?.();
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    service = cloudFormationOn(folder, world, { before: () => gate });
    const changed = things({ A: { Value: '1b' }, B: { Value: '2b', DependsOn: 'A' } });
    await call(service, 'UpdateStack', { StackName: 'S', TemplateBody: changed });
    await call(service, 'CancelUpdateStack', { StackName: 'S' });
    open();
    expect((await rest(service, 'S')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(values()).toEqual(['1', '2']);
    await expect(call(service, 'CancelUpdateStack', { StackName: 'S' })).rejects.toThrow(
      'CancelUpdateStack cannot be called from current stack status',
    );
  });

  it('keeps a replaced thing whose policy says so', async () => {
    await create(things({ A: { Value: '1', UpdateReplacePolicy: 'Retain' } }));
    await update(things({ A: { Value: '1', Kind: 'new', UpdateReplacePolicy: 'Retain' } }));
    expect(world.things.size).toBe(2);
    expect(await story(service, 'S')).toContainEqual(['A', 'DELETE_SKIPPED']);
  });
});

describe('a deletion', () => {
  it('goes in reverse order, and fails with the reason', async () => {
    const { StackId } = await create(things(chain));
    const [a] = [...world.things.keys()];
    world.stuck.add(a as string);
    await call(service, 'DeleteStack', { StackName: 'S' });
    const stack = await rest(service, StackId);
    expect(stack.StackStatus).toBe('DELETE_FAILED');
    expect(stack.StackStatusReason).toBe('The following resource(s) failed to delete: [A]. ');
    expect(world.things.size).toBe(1);
    await call(service, 'DeleteStack', { StackName: 'S', RetainResources: ['A'] });
    expect((await rest(service, StackId)).StackStatus).toBe('DELETE_COMPLETE');
    expect(world.things.size).toBe(1);
  });

  it('by force leaves what cannot go', async () => {
    const { StackId } = await create(things(chain));
    world.stuck.add([...world.things.keys()][0] as string);
    await call(service, 'DeleteStack', { StackName: 'S' });
    await rest(service, StackId);
    await call(service, 'DeleteStack', { StackName: 'S', DeletionMode: 'FORCE_DELETE_STACK' });
    expect((await rest(service, StackId)).StackStatus).toBe('DELETE_COMPLETE');
    expect(await story(service, StackId)).toContainEqual(['A', 'DELETE_SKIPPED']);
  });

  it('is refused while another stack imports, and while protected', async () => {
    const outputs = { Outputs: { Out: { Value: { Ref: 'A' }, Export: { Name: 'shared' } } } };
    const exporter = await create(things({ A: { Value: '1' } }, outputs), {
      EnableTerminationProtection: true,
    });
    await expect(call(service, 'DeleteStack', { StackName: 'S' })).rejects.toThrow(
      'Stack [S] cannot be deleted while TerminationProtection is enabled',
    );
    await call(service, 'UpdateTerminationProtection', {
      StackName: 'S',
      EnableTerminationProtection: false,
    });
    const importer = await create(things({ B: { Value: { 'Fn::ImportValue': 'shared' } } }), {}, 'T');
    expect(importer.StackStatus).toBe('CREATE_COMPLETE');
    expect(await call(service, 'ListImports', { ExportName: 'shared' })).toEqual({ Imports: ['T'] });
    await call(service, 'DeleteStack', { StackName: 'S' });
    const kept = await rest(service, exporter.StackId);
    expect(kept.StackStatus).toBe('CREATE_COMPLETE');
    expect(kept.StackStatusReason).toBe('Delete canceled. Cannot delete export shared as it is in use by T.');
    expect((await update(things({ A: { Value: '1' } }))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    await call(service, 'DeleteStack', { StackName: 'T' });
    await rest(service, importer.StackId);
    await call(service, 'DeleteStack', { StackName: 'S' });
    expect((await rest(service, exporter.StackId)).StackStatus).toBe('DELETE_COMPLETE');
  });
});

describe('what is not known', () => {
  it('fails the resource and the stack by name', async () => {
    const stack = await create(things({ A: { Type: 'AWS::Never::Heard', Value: 1 } }));
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    const { StackEvents } = await call(service, 'DescribeStackEvents', { StackName: 'S' });
    const failed = StackEvents.find(
      (event: { ResourceStatus: string }) => event.ResourceStatus === 'CREATE_FAILED',
    );
    expect(failed.ResourceStatusReason).toBe(
      'Resource type AWS::Never::Heard is not supported by the local cloud.',
    );
  });

  it('a property that would be dropped fails the resource', async () => {
    const stack = await create(things({ A: { Value: '1', Colour: 'red' } }), { OnFailure: 'DO_NOTHING' });
    expect(stack.StackStatus).toBe('CREATE_FAILED');
    const { StackResources } = await call(service, 'DescribeStackResources', { StackName: 'S' });
    expect(StackResources[0].ResourceStatusReason).toMatch(/does not support the property \[Colour\]/);
  });
});
