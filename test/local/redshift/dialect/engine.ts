import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqlError } from '../../../../src/local/redshift/dialect/sql-error.js';
import { Cancellation } from '../../../../src/local/redshift/engine/cancellation.js';
import { Database } from '../../../../src/local/redshift/engine/database.js';
import type { EngineServices } from '../../../../src/local/redshift/engine/execution.js';
import type { Cell, ResultColumn } from '../../../../src/local/redshift/engine/outcome.js';
import { runStatement } from '../../../../src/local/redshift/engine/run-statement.js';
import { newSession } from '../../../../src/local/redshift/engine/session.js';

export interface Answer {
  columns: ResultColumn[];
  rows: Cell[][];
}

/** A cluster's engine by itself, without the services around it. */
export interface Engine {
  readonly database: Database;
  query(text: string, parameters?: Record<string, string>, user?: string): Promise<Answer>;
  /** The only cell of a query's only row. */
  value(text: string, parameters?: Record<string, string>): Promise<Cell>;
  /** What a statement fails with; a statement that succeeds gives undefined. */
  failure(text: string, user?: string): Promise<SqlError | undefined>;
  close(): Promise<void>;
}

const services: EngineServices = {
  defaultRole: () => undefined,
  hasRole: () => false,
  firstDenied: async () => undefined,
  region: 'us-east-1',
  accountId: '000000000000',
  reader: {
    shards: () => [],
    read: () => Promise.reject(new Error('There is no stream.')),
    onArrival: () => () => {},
  },
  autoRefreshChanged: () => {},
  call: async () => ({}),
  modelsChanged: () => {},
  volatileRows: () => [],
};

export function openEngine(): Engine {
  const folder = mkdtempSync(join(tmpdir(), 'dialect-'));
  const database = new Database({ folder, name: 'dev', admin: 'admin' });
  const query: Engine['query'] = async (text, parameters = {}, user = 'admin') => {
    const answer: Answer = { columns: [], rows: [] };
    await runStatement(database, services, {
      text,
      session: newSession(user, 'dev'),
      parameters: new Map(Object.entries(parameters)),
      queryId: 1,
      sink: {
        columns: (columns) => {
          answer.columns = columns;
        },
        rows: (rows) => {
          answer.rows.push(...rows);
        },
      },
      cancellation: new Cancellation(),
    });
    return answer;
  };
  return {
    database,
    query,
    async value(text, parameters) {
      const { rows } = await query(text, parameters);
      if (rows.length !== 1 || rows[0]?.length !== 1)
        throw new Error(`one cell was expected, not ${JSON.stringify(rows)}`);
      return rows[0][0] as Cell;
    },
    async failure(text, user) {
      try {
        await query(text, {}, user);
        return undefined;
      } catch (error) {
        if (error instanceof SqlError) return error;
        throw error;
      }
    },
    async close() {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
