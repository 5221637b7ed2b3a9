import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Database } from '../../../src/local/redshift/engine/database.js';

it('a query plans and runs on one state of its tables, whatever is committed in between', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-snapshot-'));
  const database = new Database({ folder, name: 'dev', admin: 'rsstream_user' });
  await database.write(({ connection }) =>
    connection.run('CREATE TABLE public.t AS SELECT i % 3 AS v FROM range(10) r(i)'),
  );
  const late = 'INSERT INTO public.t SELECT i FROM range(1000000, 1000220) r(i)';
  const groups = 'SELECT v, COUNT(*) FROM public.t GROUP BY v';
  const counted = await database.snapshot(async ({ connection }) => {
    const prepared = await Promise.all(
      [groups, 'SELECT COUNT(*) FROM public.t WHERE v > 100'].map((sql) => connection.prepare(sql)),
    );
    await database.write((transaction) => transaction.connection.run(late));
    const answers = [];
    for (const one of prepared) answers.push((await one.runAndReadAll()).getRows());
    return answers;
  });
  expect(counted[0]).toHaveLength(3);
  expect(counted[1]).toEqual([[0n]]);
  const after = await database.snapshot(async ({ connection }) =>
    (await connection.runAndReadAll('SELECT COUNT(*) FROM public.t')).getRows(),
  );
  expect(after).toEqual([[230n]]);
  await database.close();
});
