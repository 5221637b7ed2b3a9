import { WorkshopError } from '../errors.js';
import { pointAt } from './point-at.js';
import type { SqlStep } from './step.js';
import { splitStatements } from './tokenizer.js';

export type Header = Pick<SqlStep, 'title' | 'kind' | 'needs' | 'unless' | 'why'>;

const keys = ['title', 'kind', 'needs', 'unless', 'why'];

/**
 * Reads the comment lines `-- key: value` at the top of a step's file; a line that begins with `--` and two blanks
 * goes on with the value before it.
 * @throws WorkshopError `sql-header` naming file and line
 */
export function parseHeader(file: string, text: string): Header {
  const refuse = (message: string, position: number): never => {
    const place = pointAt(file, text, position);
    throw new WorkshopError({
      code: 'sql-header',
      message: `${place.file}:${place.line}: ${message}`,
      why: place.block,
    });
  };
  const found = new Map<string, { value: string; position: number }>();
  let last: { value: string; position: number } | undefined;
  let position = 0;
  for (const line of text.split('\n')) {
    const comment = /^--(.*?)\r?$/.exec(line)?.[1];
    if (comment === undefined) break;
    const entry = /^ ([a-z]+):\s*(.*)$/.exec(comment);
    if (comment.startsWith('  ') && last) {
      last.value = `${last.value} ${comment.trim()}`.trim();
    } else if (entry) {
      const [, key = '', value = ''] = entry;
      if (!keys.includes(key)) refuse(`the header knows no "${key}", only ${keys.join(', ')}`, position + 3);
      if (found.has(key)) refuse(`the header says "${key}" twice`, position + 3);
      last = { value: value.trim(), position: position + line.indexOf(value) };
      found.set(key, last);
    } else {
      refuse('a header line is "-- key: value"', position);
    }
    position += line.length + 1;
  }

  const required = (key: string): string => {
    const value = found.get(key)?.value;
    return value ? value : refuse(`the header says no "${key}"`, 0);
  };
  const kind = required('kind');
  if (kind !== 'build' && kind !== 'explore') {
    return refuse(`kind is build or explore, not "${kind}"`, found.get('kind')?.position ?? 0);
  }
  const unless = found.get('unless');
  if (unless && splitStatements(unless.value).length !== 1) {
    refuse('"unless" is one query', unless.position);
  }
  return {
    title: required('title'),
    kind,
    needs: (found.get('needs')?.value ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    unless: unless?.value,
    why: required('why'),
  };
}
