import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(process.env.WORKSHOP_RECORDED ?? '../shared/aws-recorded', 'cloudformation');

export const recordedHere = existsSync(root);

/** A case's recorded replies by label. */
// biome-ignore lint/suspicious/noExplicitAny: recorded data.
export function recorded(file: string, test: string): Record<string, any> {
  const all = JSON.parse(readFileSync(join(root, `${file}.snapshot.json`), 'utf8')) as Record<
    string,
    { 'recorded-content': Record<string, unknown> }
  >;
  const key = Object.keys(all).find((one) => one.endsWith(`::${test}`));
  if (!key) throw new Error(`${file} has no ${test}`);
  return all[key]?.['recorded-content'] ?? {};
}
