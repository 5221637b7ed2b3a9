import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../cloud.js';
import type { DurableDocument } from '../durable-document.js';
import { validationError } from './errors.js';
import type { ChangeSetRecord, StackRecord } from './records.js';

/** One document a stack, so that a stack's transition never rewrites the others; one for all change sets. */
export class StackStore {
  private readonly documents = new Map<string, DurableDocument<StackRecord>>();
  private readonly changeSetsDocument: DurableDocument<{ changeSets: ChangeSetRecord[] }>;

  constructor(private readonly cloud: Cloud) {
    const folder = join(cloud.folder, 'cloudformation', 'stacks');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const file of readdirSync(folder)) {
      if (!file.endsWith('.json')) continue;
      const name = `cloudformation/stacks/${file.slice(0, -'.json'.length)}`;
      const document = cloud.document<StackRecord>(name, {} as StackRecord);
      this.documents.set(document.value.id, document);
    }
    this.changeSetsDocument = cloud.document('cloudformation/change-sets', { changeSets: [] });
  }

  /** Every stack, deleted ones too, oldest first. */
  all(): StackRecord[] {
    return [...this.documents.values()]
      .map((document) => document.value)
      .sort((a, b) => a.createdAt - b.createdAt);
  }

  /** By id (deleted ones too) or by name (only one that is not deleted). */
  find(nameOrId: string): StackRecord | undefined {
    if (nameOrId.startsWith('arn:')) return this.documents.get(nameOrId)?.value;
    return this.all().find((stack) => stack.name === nameOrId && stack.status !== 'DELETE_COMPLETE');
  }

  add(stack: StackRecord): void {
    const uuid = stack.id.slice(stack.id.lastIndexOf('/') + 1);
    const document = this.cloud.document<StackRecord>(`cloudformation/stacks/${uuid}`, stack);
    document.value = stack;
    this.documents.set(stack.id, document);
    document.save();
  }

  save(stack: StackRecord): void {
    this.documents.get(stack.id)?.save();
  }

  get changeSets(): ChangeSetRecord[] {
    return this.changeSetsDocument.value.changeSets;
  }

  addChangeSet(changeSet: ChangeSetRecord): void {
    this.changeSets.push(changeSet);
    this.changeSetsDocument.save();
  }

  removeChangeSets(gone: (changeSet: ChangeSetRecord) => boolean): void {
    this.changeSetsDocument.value.changeSets = this.changeSets.filter((changeSet) => !gone(changeSet));
    this.changeSetsDocument.save();
  }

  saveChangeSets(): void {
    this.changeSetsDocument.save();
  }

  newStackId(name: string): string {
    return `arn:aws:cloudformation:${this.cloud.region}:${this.cloud.accountId}:stack/${name}/${randomUUID()}`;
  }

  newChangeSetId(name: string): string {
    return `arn:aws:cloudformation:${this.cloud.region}:${this.cloud.accountId}:changeSet/${name}/${randomUUID()}`;
  }

  /** Exports of every stack, by name. */
  exports(): { stackId: string; name: string; value: string }[] {
    return this.all()
      .filter((stack) => stack.status !== 'DELETE_COMPLETE')
      .flatMap((stack) =>
        stack.outputs.flatMap((output) =>
          output.exportName === undefined
            ? []
            : [{ stackId: stack.id, name: output.exportName, value: output.value }],
        ),
      );
  }
}

/** @throws AwsError ValidationError 'Stack with id X does not exist' */
export function requireStack(
  store: StackStore,
  nameOrId: string,
  words?: (name: string) => string,
): StackRecord {
  const stack = store.find(nameOrId);
  if (!stack) throw validationError((words ?? ((name) => `Stack with id ${name} does not exist`))(nameOrId));
  return stack;
}
