import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  DescribeTableCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  GetStatementResultV2Command,
  ListDatabasesCommand,
  ListSchemasCommand,
  ListStatementsCommand,
  ListTablesCommand,
  RedshiftDataClient,
} from '@aws-sdk/client-redshift-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepExactIntegers, quoted } from '../../../src/aws/exact-integers.js';
import { admin, clusterName, connect, rowsOf, startWarehouse, type Warehouse } from './fixture.js';

let warehouse: Warehouse;
const to = { ClusterIdentifier: clusterName, Database: 'dev', DbUser: admin };

beforeAll(async () => {
  warehouse = await startWarehouse();
});
afterAll(() => warehouse?.test.stop());

describe('ExecuteStatement', () => {
  it('waits for the end when asked, and describes all of it', async () => {
    const { data } = warehouse;
    const began = await data.send(
      new ExecuteStatementCommand({
        ...to,
        Sql: 'SELECT 1 AS one',
        StatementName: 'first',
        WaitTimeSeconds: 30,
      }),
    );
    expect(began).toMatchObject({ Status: 'FINISHED', HasResultSet: true, ClusterIdentifier: clusterName });
    const described = await data.send(new DescribeStatementCommand({ Id: began.Id }));
    expect(described).toMatchObject({
      Id: began.Id,
      Status: 'FINISHED',
      Database: 'dev',
      DbUser: admin,
      QueryString: 'SELECT 1 AS one',
      HasResultSet: true,
      ResultRows: 1,
      ResultFormat: 'JSON',
    });
    expect(described.Duration).toBeGreaterThan(0);
    expect(described.RedshiftPid).toBeGreaterThan(0);
    expect(described.RedshiftQueryId).toBeGreaterThan(0);
  });

  it('gives every kind of value its field', async () => {
    const { data } = warehouse;
    const { Id } = await data.send(
      new ExecuteStatementCommand({
        ...to,
        Sql: `SELECT 1::INT AS i, 9007199254740993::BIGINT AS b, 1.5::FLOAT AS f, 2.50::DECIMAL(10,2) AS d, true AS t,
          'x'::VARCHAR(5) AS v, NULL::INT AS n, DATE '2026-01-02' AS day, TIMESTAMP '2026-01-02 03:04:05.5' AS ts,
          JSON_PARSE('{"a":[1]}') AS s`,
        WaitTimeSeconds: 30,
      }),
    );
    const result = await data.send(new GetStatementResultCommand({ Id }));
    expect(result.TotalNumRows).toBe(1);
    const [row = []] = result.Records ?? [];
    expect(row[0]).toEqual({ longValue: 1 });
    expect(row.slice(2)).toEqual([
      { doubleValue: 1.5 },
      { stringValue: '2.50' },
      { booleanValue: true },
      { stringValue: 'x' },
      { isNull: true },
      { stringValue: '2026-01-02' },
      { stringValue: '2026-01-02 03:04:05.5' },
      { stringValue: '{"a":[1]}' },
    ]);
    expect(result.ColumnMetadata?.map((column) => [column.name, column.typeName])).toEqual([
      ['i', 'int4'],
      ['b', 'int8'],
      ['f', 'float8'],
      ['d', 'numeric'],
      ['t', 'bool'],
      ['v', 'varchar'],
      ['n', 'int4'],
      ['day', 'date'],
      ['ts', 'timestamp'],
      ['s', 'super'],
    ]);
    expect(result.ColumnMetadata?.[3]).toMatchObject({
      precision: 10,
      scale: 2,
      isSigned: true,
      nullable: 1,
      label: 'd',
    });
  });

  it('binds parameters as values', async () => {
    const { sql } = warehouse;
    await sql('CREATE TABLE people (id INT, name VARCHAR(50))');
    await sql("INSERT INTO people VALUES (1, 'Ann'), (2, 'O''Hara')");
    const parameters = [
      { name: 'id', value: '2' },
      { name: 'name', value: "O'Hara" },
    ];
    expect(await sql('SELECT id FROM people WHERE id = :id AND name = :name', { parameters })).toEqual([[2]]);
  });

  it('runs a ClientToken once', async () => {
    const { data, sql } = warehouse;
    await sql('CREATE TABLE once (a INT)');
    const input = { ...to, Sql: 'INSERT INTO once VALUES (1)', ClientToken: 'the-same', WaitTimeSeconds: 30 };
    const first = await data.send(new ExecuteStatementCommand(input));
    const second = await data.send(new ExecuteStatementCommand(input));
    expect(second.Id).toBe(first.Id);
    expect(await sql('SELECT count(*) FROM once')).toEqual([[1]]);
  });

  it('says what is wrong in the words of Redshift', async () => {
    const { run, data } = warehouse;
    const missing = await run('SELECT * FROM nowhere');
    expect(missing).toMatchObject({
      Status: 'FAILED',
      Error: 'ERROR: relation "nowhere" does not exist',
      HasResultSet: false,
    });
    expect((await run('SELEC 1')).Error).toBe('ERROR: syntax error at or near "SELEC"');
    expect(await run('SELECT 1', { user: 'nobody' })).toMatchObject({
      Status: 'FAILED',
      Error: 'FATAL: user "IAM:nobody" does not exist',
    });
    const { Id } = await data.send(
      new ExecuteStatementCommand({ ...to, Database: 'other', Sql: 'SELECT 1', WaitTimeSeconds: 30 }),
    );
    expect((await data.send(new DescribeStatementCommand({ Id }))).Error).toBe(
      'FATAL: database "other" does not exist',
    );
    await expect(
      data.send(new ExecuteStatementCommand({ ...to, ClusterIdentifier: 'nowhere', Sql: 'SELECT 1' })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: "Redshift endpoint doesn't exist in this region.",
    });
    await expect(
      data.send(new DescribeStatementCommand({ Id: '00000000-0000-4000-8000-000000000000' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      data.send(new ExecuteStatementCommand({ ...to, Sql: `SELECT '${'x'.repeat(210_000)}'` })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('knows a user without a DbUser by his IAM name', async () => {
    const { data } = warehouse;
    const { DbUser: _, ...plain } = to;
    const { Id } = await data.send(
      new ExecuteStatementCommand({ ...plain, Sql: 'SELECT current_user', WaitTimeSeconds: 30 }),
    );
    expect(String((await rowsOf(data, Id ?? ''))[0]?.[0])).toMatch(/^IAMR?:/);
  });

  it('keeps SET in a session', async () => {
    const { data, sql } = warehouse;
    await sql('CREATE SCHEMA other');
    await sql('CREATE TABLE other.here (a INT)');
    const first = await data.send(
      new ExecuteStatementCommand({
        ...to,
        Sql: 'SET search_path TO other',
        SessionKeepAliveSeconds: 60,
        WaitTimeSeconds: 30,
      }),
    );
    const { Id, Status } = await data.send(
      new ExecuteStatementCommand({
        SessionId: first.SessionId,
        Sql: 'SELECT count(*) FROM here',
        WaitTimeSeconds: 30,
      }),
    );
    expect([Status, await rowsOf(data, Id ?? '')]).toEqual(['FINISHED', [[0]]]);
  });
});

describe('GetStatementResult', () => {
  it('gives a large result in pages', async () => {
    const { data, sql } = warehouse;
    await sql('CREATE TABLE digits (d INT)');
    await sql('INSERT INTO digits VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)');
    const { Id } = await data.send(
      new ExecuteStatementCommand({
        ...to,
        Sql: `SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n, repeat('x', 300) AS filler
              FROM digits a, digits b, digits c, digits e ORDER BY 1`,
        WaitTimeSeconds: 30,
      }),
    );
    const first = await data.send(new GetStatementResultCommand({ Id }));
    expect(first.NextToken).toBeDefined();
    expect(first.TotalNumRows).toBe(10_000);
    const rows = await rowsOf(data, Id ?? '');
    expect(rows.map((row) => row[0])).toEqual(Array.from({ length: 10_000 }, (_, n) => n));
  });

  it('gives CSV to those who asked for it', async () => {
    const { data } = warehouse;
    const { Id } = await data.send(
      new ExecuteStatementCommand({
        ...to,
        Sql: `SELECT 1 AS a, 'x,"y"' AS b, NULL::INT AS c`,
        ResultFormat: 'CSV',
        WaitTimeSeconds: 30,
      }),
    );
    const { Records, ResultFormat } = await data.send(new GetStatementResultV2Command({ Id }));
    expect(Records).toEqual([{ CSVRecords: 'a,b,c\r\n1,"x,""y""",' }]);
    expect(ResultFormat?.toUpperCase()).toBe('CSV');
  });
});

describe('BatchExecuteStatement', () => {
  it('rolls a transaction back as one', async () => {
    const { data, sql } = warehouse;
    await sql('CREATE TABLE ledger (a INT)');
    const batch = await data.send(
      new BatchExecuteStatementCommand({
        ...to,
        Sqls: ['INSERT INTO ledger VALUES (1)', 'SELECT * FROM nowhere', 'INSERT INTO ledger VALUES (2)'],
        WaitTimeSeconds: 30,
      }),
    );
    const described = await data.send(new DescribeStatementCommand({ Id: batch.Id }));
    expect(described).toMatchObject({ Status: 'FAILED', Error: 'ERROR: relation "nowhere" does not exist' });
    expect(described.SubStatements?.map((sub) => [sub.Id, sub.Status])).toEqual([
      [`${batch.Id}:1`, 'FINISHED'],
      [`${batch.Id}:2`, 'FAILED'],
      [`${batch.Id}:3`, 'ABORTED'],
    ]);
    expect(await sql('SELECT count(*) FROM ledger')).toEqual([[0]]);
  });

  it('goes on after a failure where each statement commits by itself', async () => {
    const { data, sql } = warehouse;
    await data.send(
      new BatchExecuteStatementCommand({
        ...to,
        ExecutionMode: 'AUTO_COMMIT',
        Sqls: ['INSERT INTO ledger VALUES (1)', 'SELECT * FROM nowhere', 'INSERT INTO ledger VALUES (2)'],
        WaitTimeSeconds: 30,
      }),
    );
    expect(await sql('SELECT a FROM ledger ORDER BY a')).toEqual([[1], [2]]);
  });

  it('answers for each of its statements', async () => {
    const { data } = warehouse;
    const { Id } = await data.send(
      new BatchExecuteStatementCommand({
        ...to,
        Sqls: ['SELECT 1 AS a', 'SELECT 2 AS b'],
        WaitTimeSeconds: 30,
      }),
    );
    expect(await rowsOf(data, `${Id}:1`)).toEqual([[1]]);
    expect(await rowsOf(data, `${Id}:2`)).toEqual([[2]]);
    expect((await data.send(new DescribeStatementCommand({ Id: `${Id}:2` }))).QueryString).toBe(
      'SELECT 2 AS b',
    );
  });
});

describe('integers beyond 2^53', () => {
  const digits = ['9007199254740993', '-9223372036854775807', '9223372036854775807'];

  it('arrive with all their digits', async () => {
    const { data, test } = warehouse;
    const Sql = `SELECT ${digits.map((value, n) => `${value}::bigint AS c${n}`).join(', ')}, 42::bigint AS small`;
    const { Id } = await data.send(new ExecuteStatementCommand({ ...to, Sql, WaitTimeSeconds: 30 }));
    const exact = keepExactIntegers(new RedshiftDataClient(test.clientConfig));
    const page = await exact.send(new GetStatementResultCommand({ Id }));
    expect(page.Records?.[0]?.map((field) => field.longValue)).toEqual([...digits, 42]);
    // The SDK by itself reads them as doubles.
    expect((await data.send(new GetStatementResultCommand({ Id }))).Records?.[0]?.[0]?.longValue).toBe(
      9007199254740992,
    );
  });

  it('are told from text that looks like them', () => {
    const record = JSON.stringify({ stringValue: '{"longValue": 9007199254740993}' });
    expect(quoted(record)).toBe(record);
    expect(quoted('{"longValue":9007199254740991}')).toBe('{"longValue":9007199254740991}');
    expect(quoted('{"longValue":-9007199254740993}')).toBe('{"longValue":"-9007199254740993"}');
  });
});

describe('a string, a name or a comment that never ends', () => {
  it.each([
    ["SELECT 'abc", `ERROR: unterminated quoted string at or near "'abc"`],
    ['SELECT "abc', 'ERROR: unterminated quoted identifier at or near ""abc"'],
    ['SELECT 1 /* abc', 'ERROR: unterminated /* comment at or near "/* abc"'],
    ['CREATE TABLE t (a int) /* abc', 'ERROR: unterminated /* comment at or near "/* abc"'],
    ["INSERT INTO t VALUES ('abc)", `ERROR: unterminated quoted string at or near "'abc)"`],
  ])('%s is an ordinary error, and no affair of the log', async (sql, words) => {
    const before = warehouse.test.lines.length;
    expect(await warehouse.run(sql)).toMatchObject({ Status: 'FAILED', Error: words });
    const { data } = warehouse;
    const batch = new BatchExecuteStatementCommand({ ...to, Sqls: ['SELECT 1', sql], WaitTimeSeconds: 30 });
    const { Id } = await data.send(batch);
    expect(await data.send(new DescribeStatementCommand({ Id }))).toMatchObject({
      Status: 'FAILED',
      Error: words,
    });
    expect(warehouse.test.lines.slice(before)).toEqual([]);
  });
});

describe('CancelStatement', () => {
  it('stops a query that would run for ever, and leaves the database working', async () => {
    const { data, sql } = warehouse;
    const cross = Array.from({ length: 12 }, (_, n) => `digits d${n}`).join(', ');
    const { Id } = await data.send(
      new ExecuteStatementCommand({ ...to, Sql: `SELECT sum(d0.d * d1.d * d11.d) FROM ${cross}` }),
    );
    let status: string | undefined;
    while (status !== 'STARTED') status = (await data.send(new DescribeStatementCommand({ Id }))).Status;
    // Meanwhile others read and write.
    await sql('INSERT INTO ledger VALUES (3)');
    expect(await sql('SELECT count(*) FROM ledger WHERE a = 3')).toEqual([[1]]);
    expect((await data.send(new CancelStatementCommand({ Id }))).Status).toBe(true);
    const described = await data.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
    expect(described).toMatchObject({ Status: 'ABORTED', Error: "ERROR: Query cancelled on user's request" });
    expect(await sql('SELECT 1')).toEqual([[1]]);
  });
});

describe('what a database holds', () => {
  it('is listed', async () => {
    const { data } = warehouse;
    expect((await data.send(new ListDatabasesCommand(to))).Databases).toEqual(['dev']);
    expect((await data.send(new ListSchemasCommand(to))).Schemas).toContain('public');
    expect(
      (await data.send(new ListTablesCommand({ ...to, SchemaPattern: 'public', TablePattern: 'peo%' })))
        .Tables,
    ).toEqual([{ name: 'people', schema: 'public', type: 'TABLE' }]);
    const table = await data.send(new DescribeTableCommand({ ...to, Schema: 'public', Table: 'people' }));
    expect(table.ColumnList?.map((column) => [column.name, column.typeName])).toEqual([
      ['id', 'int4'],
      ['name', 'varchar'],
    ]);
  });

  it('includes the statements, which outlive a restart', async () => {
    const named = await warehouse.data.send(new ListStatementsCommand({ StatementName: 'first' }));
    expect(named.Statements).toHaveLength(1);
    const id = named.Statements?.[0]?.Id ?? '';
    await warehouse.test.restart();
    warehouse = connect(warehouse.test, warehouse.roleArn);
    expect(await rowsOf(warehouse.data, id)).toEqual([[1]]);
    const again = { ...to, Sql: 'INSERT INTO once VALUES (1)', ClientToken: 'the-same', WaitTimeSeconds: 30 };
    await warehouse.data.send(new ExecuteStatementCommand(again));
    expect(await warehouse.sql('SELECT count(*) FROM once')).toEqual([[1]]);
  });
});
