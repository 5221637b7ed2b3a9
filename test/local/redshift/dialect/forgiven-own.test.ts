import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refuseForgiven } from '../../../../src/local/redshift/dialect/parse/forgiven.js';
import { splitStatements } from '../../../../src/sql/tokenizer.js';

const root = join(import.meta.dirname, '../../../..');

/** The query inside a statement. */
function queryOf(statement: string): string | undefined {
  return /(?:^|\bAS\s+\(?)\s*((?:SELECT|WITH)\b[\s\S]*)$/i.exec(statement)?.[1];
}

it.each(readdirSync(join(root, 'sql')).filter((name) => name.endsWith('.sql')))(
  'the step %s is refused nothing',
  (name) => {
    const text = readFileSync(join(root, 'sql', name), 'utf8');
    for (const { text: statement } of splitStatements(text)) {
      const query = /^\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE)\b/i.test(statement)
        ? statement
        : queryOf(statement);
      if (query !== undefined && !/^\s*CREATE\s+MODEL/i.test(statement))
        expect(() => refuseForgiven(query)).not.toThrow();
    }
  },
);

it("the dashboard's queries are refused nothing", () => {
  const queries = [
    ...readFileSync(join(root, 'dashboard.json'), 'utf8').matchAll(/"rawSQL":\s*("(?:[^"\\]|\\.)*")/g),
  ];
  expect(queries.length).toBeGreaterThan(3);
  for (const [, text] of queries) {
    const sql = String(JSON.parse(text ?? '""')).replace(/\$__\w+(?:\([^)]*\))?|\$\w+/g, '1');
    expect(() => refuseForgiven(sql), sql).not.toThrow();
  }
});
