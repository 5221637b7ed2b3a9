import { randomUUID } from 'node:crypto';
import type { EventRecord, ResourceRecord, StackRecord } from '../records.js';
import type { StackStore } from '../store.js';
import { isObject, type Json, type JsonObject } from '../template/json.js';

/** Writes a stack's transitions: the status and its event in one durable step. */
export class Journal {
  constructor(
    private readonly store: StackStore,
    readonly stack: StackRecord,
  ) {}

  /** Moves the stack itself. */
  stackStatus(status: string, reason?: string, beforeSaving?: () => void): void {
    this.stack.status = status;
    if (reason === undefined) delete this.stack.statusReason;
    else this.stack.statusReason = reason;
    this.append({
      id: randomUUID(),
      logicalId: this.stack.name,
      physicalId: this.stack.id,
      type: 'AWS::CloudFormation::Stack',
      status,
      ...(reason !== undefined && { reason }),
    });
    beforeSaving?.();
    this.store.save(this.stack);
  }

  /** Moves a resource, and tells of it. */
  resourceStatus(record: ResourceRecord, status: string, reason?: string): void {
    record.status = status;
    record.changedAt = Date.now();
    if (reason === undefined) delete record.statusReason;
    else record.statusReason = reason;
    this.resourceEvent(record, status, reason);
  }

  /** An event of something that is no longer (or not yet) the stack's resource: a replaced or removed one. */
  leftoverEvent(record: ResourceRecord, status: string, reason?: string): void {
    record.status = status;
    this.append({
      id: `${record.logicalId}-${randomUUID()}`,
      logicalId: record.logicalId,
      physicalId: record.physicalId,
      type: record.type,
      status,
      ...(reason !== undefined && { reason }),
    });
    this.store.save(this.stack);
  }

  /** An event without a change of the record's own status. */
  resourceEvent(
    record: ResourceRecord,
    status: string,
    reason?: string,
    physicalId = record.physicalId,
  ): void {
    this.append({
      id: `${record.logicalId}-${status}-${new Date().toISOString()}`,
      logicalId: record.logicalId,
      physicalId,
      type: record.type,
      status,
      properties: this.text(JSON.stringify(stringified(record.properties))),
      ...(reason !== undefined && { reason }),
    });
    this.store.save(this.stack);
  }

  save(): void {
    this.store.save(this.stack);
  }

  private append(event: Omit<EventRecord, 'at' | 'token' | 'operationId'>): void {
    const operation = this.stack.operation;
    this.stack.events.push({
      ...event,
      at: Date.now(),
      ...(operation?.token !== undefined && { token: operation.token }),
      ...(operation && { operationId: operation.id }),
    });
  }

  private text(text: string): number {
    const known = this.stack.texts.indexOf(text);
    return known >= 0 ? known : this.stack.texts.push(text) - 1;
  }
}

/** Events give every scalar as a string (recorded: all of the snapshots' ResourceProperties). */
function stringified(value: Json): Json {
  if (Array.isArray(value)) return value.map(stringified);
  if (!isObject(value)) return String(value);
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) result[key] = stringified(item);
  return result;
}
