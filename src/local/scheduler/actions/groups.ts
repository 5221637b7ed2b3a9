import { conflict, invalid } from '../errors.js';
import type { ScheduleGroup } from '../model.js';
import type { ScheduleStore } from '../store.js';
import { checkName } from '../validate.js';
import { pageOf } from './page.js';

interface Tag {
  Key: string;
  Value: string;
}

export function createScheduleGroup(
  store: ScheduleStore,
  input: { Name: string; Tags?: Tag[]; ClientToken?: string },
): object {
  checkName(input.Name, 'name');
  const existing = store.findGroup(input.Name);
  if (existing && !(input.ClientToken && existing.clientToken === input.ClientToken)) {
    throw conflict(`Schedule group ${input.Name} already exists.`);
  }
  const now = Date.now();
  if (!existing) {
    store.putGroup({
      name: input.Name,
      state: 'ACTIVE',
      created: now,
      modified: now,
      tags: input.Tags ?? [],
      ...(input.ClientToken === undefined ? {} : { clientToken: input.ClientToken }),
    });
  }
  return { ScheduleGroupArn: store.groupArn(input.Name) };
}

export function getScheduleGroup(store: ScheduleStore, input: { Name: string }): object {
  return describe(store, store.group(input.Name));
}

export function listScheduleGroups(
  store: ScheduleStore,
  input: { NamePrefix?: string; MaxResults?: number; NextToken?: string },
): object {
  const found = store.groups().filter((one) => one.name.startsWith(input.NamePrefix ?? ''));
  const { items, next } = pageOf(found, input);
  return { ScheduleGroups: items.map((one) => describe(store, one)), ...(next ? { NextToken: next } : {}) };
}

/** Deletes a group with its schedules: DELETING, then gone. */
export function deleteScheduleGroup(store: ScheduleStore, input: { Name: string }): object {
  const group = store.group(input.Name);
  if (group.name === 'default') throw invalid('The default schedule group cannot be deleted.');
  group.state = 'DELETING';
  store.save();
  finishDeletion(store, group);
  return {};
}

/** Takes a group away after the settings' delay; called again for what a kill left DELETING. */
export function finishDeletion(store: ScheduleStore, group: ScheduleGroup): void {
  setTimeout(() => store.removeGroup(group.name), store.cloud.settings.delays.resource).unref();
}

function describe(store: ScheduleStore, group: ScheduleGroup): object {
  return {
    Arn: store.groupArn(group.name),
    Name: group.name,
    State: group.state,
    CreationDate: new Date(group.created),
    LastModificationDate: new Date(group.modified),
  };
}
