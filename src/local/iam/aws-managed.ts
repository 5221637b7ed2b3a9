import { createHash } from 'node:crypto';
import { type AwsManagedDocument, awsManagedDocuments } from './aws-managed-documents.js';
import { serviceLinkedPolicies } from './service-linked-table.js';
import type { ManagedPolicy } from './store.js';

const known = new Map<string, ManagedPolicy>();
for (const document of awsManagedDocuments) remember(document);
// What a service's own linked role may do is AWS's affair: here it is named, and grants nothing.
for (const name of serviceLinkedPolicies())
  remember({ name, path: '/aws-service-role/', version: 1, date: '2017-06-29T00:00:00Z', statements: [] });

/** One of AWS's managed policies by its ARN, `undefined` for one that we do not know. */
export function awsManagedPolicy(arn: string): ManagedPolicy | undefined {
  return known.get(arn);
}

/** Every AWS managed policy that we know, by name. */
export function awsManagedPolicies(): ManagedPolicy[] {
  return [...known.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function remember({ name, path, version, date, statements }: AwsManagedDocument): void {
  const arn = `arn:aws:iam::aws:policy${path}${name}`;
  const created = Date.parse(date);
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  known.set(arn, {
    name,
    path,
    id: `ANPA${createHash('sha256').update(arn).digest('hex').slice(0, 17).toUpperCase()}`,
    arn,
    created,
    updated: created,
    defaultVersion: `v${version}`,
    nextVersion: version + 1,
    versions: [{ id: `v${version}`, document: text, created }],
    tags: [],
  });
}
