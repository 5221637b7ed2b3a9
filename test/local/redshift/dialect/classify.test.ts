import { describe, expect, it } from 'vitest';
import { type Command, classify } from '../../../../src/local/redshift/dialect/command.js';
import { SqlError } from '../../../../src/local/redshift/dialect/sql-error.js';

function failure(text: string): SqlError {
  try {
    classify(text);
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

const everyone = { users: [], groups: [], roles: [], public: false };

const cases: [string, Partial<Command>][] = [
  [
    'CREATE EXTERNAL SCHEMA kinesis_schema\nFROM KINESIS\nIAM_ROLE default;',
    { kind: 'create-external-schema', schema: 'kinesis_schema', ifNotExists: false, iamRole: 'default' },
  ],
  [
    "create external schema if not exists k from kinesis region 'us-west-2' iam_role 'arn:aws:iam::1:role/r' authentication iam",
    { ifNotExists: true, region: 'us-west-2', iamRole: 'arn:aws:iam::1:role/r' },
  ],
  [
    'CREATE MATERIALIZED VIEW public.v BACKUP NO DISTSTYLE KEY DISTKEY(a) SORTKEY(a, b) AUTO REFRESH YES AS SELECT 1',
    {
      kind: 'create-materialized-view',
      autoRefresh: true,
      backup: false,
      distKey: 'a',
      sortKey: ['a', 'b'],
      query: 'SELECT 1',
    },
  ],
  [
    'REFRESH MATERIALIZED VIEW "Order";',
    { kind: 'refresh-materialized-view', name: { name: 'Order', start: 26 } },
  ],
  [
    'drop materialized view if exists a.b cascade',
    { kind: 'drop-materialized-view', ifExists: true, cascade: true },
  ],
  [
    'CREATE OR REPLACE VIEW v (x) AS SELECT 1 WITH NO SCHEMA BINDING',
    { kind: 'create-view', orReplace: true, columns: ['x'], noSchemaBinding: true, query: 'SELECT 1' },
  ],
  ['CREATE TABLE t AS (SELECT 1)', { kind: 'create-table-as', query: '(SELECT 1)' }],
  [
    'ALTER TABLE t RENAME COLUMN a TO b',
    { kind: 'alter-table', change: { kind: 'rename-column', from: 'a', to: 'b' } },
  ],
  ["CREATE USER u PASSWORD 'Abc''1'", { kind: 'create-user', user: 'u', options: { password: "Abc'1" } }],
  ['CREATE USER u WITH PASSWORD DISABLE CREATEDB', { options: { password: null, createDatabase: true } }],
  [
    'GRANT SELECT ON ALL TABLES IN SCHEMA PUBLIC TO redshift_data_api_user;',
    {
      kind: 'grant',
      privileges: ['select'],
      on: { kind: 'all-tables-in-schema', schemas: ['public'] },
      to: { ...everyone, users: ['redshift_data_api_user'] },
    },
  ],
  [
    'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
    { kind: 'revoke', on: { kind: 'schemas', schemas: ['public'] }, from: { ...everyone, public: true } },
  ],
  [
    'ALTER DEFAULT PRIVILEGES FOR USER a IN SCHEMA public GRANT SELECT ON TABLES TO GROUP g, ROLE r',
    {
      kind: 'alter-default-privileges',
      forUsers: ['a'],
      action: 'grant',
      grantees: { ...everyone, groups: ['g'], roles: ['r'] },
    },
  ],
  ['SET enable_case_sensitive_identifier TO true', { kind: 'set', value: 'true' }],
  ['START TRANSACTION READ WRITE', { kind: 'begin' }],
  ['EXPLAIN SELECT 1', { kind: 'explain', innerOffset: 8 }],
  ['SHOW MODEL ALL', { kind: 'show-model', name: undefined }],
  ["COPY t (a, b) FROM 's3://x' IAM_ROLE default", { kind: 'copy', columns: ['a', 'b'] }],
  ["COMMENT ON TABLE t IS 'x'", { kind: 'comment-on', object: 'table', name: ['t'], comment: 'x' }],
  ['-- why\nWITH a AS (SELECT 1) SELECT * FROM a', { kind: 'query' }],
];

describe('classify', () => {
  it.each(cases)('%s', (text, expected) => {
    expect(classify(text)).toMatchObject(expected);
  });

  it('reads a table with Redshift’s types and attributes', () => {
    const command = classify(
      "CREATE TABLE IF NOT EXISTS t (id BIGINT IDENTITY(1,1) NOT NULL, s VARCHAR(MAX) DEFAULT 'a, b' ENCODE lzo, n DECIMAL(10,2), d SUPER, at TIMESTAMP WITH TIME ZONE, c CHARACTER VARYING(5), PRIMARY KEY (id)) DISTSTYLE EVEN SORTKEY (n)",
    );
    if (command.kind !== 'create-table') throw new Error(command.kind);
    expect(command.columns.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'int8'],
      ['s', 'varchar(65535)'],
      ['n', 'numeric(10,2)'],
      ['d', 'super'],
      ['at', 'timestamptz'],
      ['c', 'varchar(5)'],
    ]);
    expect(command.columns[0]).toMatchObject({
      notNull: true,
      primaryKey: true,
      identity: { seed: 1, step: 1 },
    });
    expect(command.columns[1]).toMatchObject({ default: "'a, b'", encode: 'lzo' });
    expect(command.columns[2]?.sortKey).toBe(true);
  });

  it('says where a query stands in its statement', () => {
    const text = 'CREATE MATERIALIZED VIEW v AS\n  SELECT 1;';
    const command = classify(text);
    if (command.kind !== 'create-materialized-view') throw new Error(command.kind);
    expect(text.slice(command.queryOffset, command.queryOffset + command.query.length)).toBe('SELECT 1');
  });

  it.each([
    ['SELCT 1', 'syntax error at or near "SELCT"', 0],
    ['CREATE MATERIALIZED VIEW v SELECT 1', 'syntax error at or near "SELECT"', 27],
    ['GRANT SELECT ON t', 'syntax error at end of input', 17],
    ['DROP TABLE a b', 'syntax error at or near "b"', 13],
    ["SELECT 'abc", 'unterminated quoted string at or near "\'abc"', 7],
  ])('refuses %s as Redshift words it', (text, message, position) => {
    expect(failure(text)).toMatchObject({ message, position, sqlState: '42601' });
  });

  it.each([
    ['MERGE INTO a USING b ON a.x = b.x', 'MERGE'],
    ['CALL p()', 'CALL'],
    ['CREATE OR REPLACE PROCEDURE p() AS $$ x $$ LANGUAGE plpgsql', 'CREATE OR REPLACE PROCEDURE'],
    ["CREATE EXTERNAL SCHEMA s FROM DATA CATALOG DATABASE 'd' IAM_ROLE default", 'DATA CATALOG'],
    ['CREATE EXTERNAL TABLE s.t (a int)', 'CREATE EXTERNAL TABLE'],
  ])('refuses by name what is not here: %s', (text, name) => {
    const error = failure(text);
    expect(error.sqlState).toBe('0A000');
    expect(error.message).toContain(name);
  });
});
