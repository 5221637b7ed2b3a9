import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  BatchExecuteStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
} from '@aws-sdk/client-redshift-data';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bucket, type LoadingWarehouse, lastErrors, loading, startLoading } from './copy-fixture.js';
import { admin, clusterName, connect, makeRole, rowsOf } from './fixture.js';

let warehouse: LoadingWarehouse;

beforeAll(async () => {
  warehouse = await startLoading();
  await warehouse.sql('CREATE TABLE t (a INT, b VARCHAR(10), c TIMESTAMP)');
});
afterAll(() => warehouse?.test.stop());

async function rows(table: string): Promise<unknown[][]> {
  const found = await warehouse.sql(`SELECT * FROM ${table} ORDER BY 1`);
  await warehouse.sql(`TRUNCATE ${table}`);
  return found;
}

async function parquetOf(query: string): Promise<Buffer> {
  const path = join(warehouse.test.folder, 'made.parquet');
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  return readFileSync(path);
}

function trust(Service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }],
  });
}

describe('COPY from S3', () => {
  it('loads CSV with a header, of every object under the prefix', async () => {
    const { upload, run } = warehouse;
    await upload('orders/1.csv', 'a,b,c\n1,one,2026-11-23 10:00:00\n2,"t,""w\no",\n');
    await upload('orders/2.csv', 'a,b,c\r\n3,drei,2026-11-23 10:00:00.5\r\n');
    const done = await run(
      `COPY t FROM 's3://${bucket}/orders/' IAM_ROLE default FORMAT AS CSV IGNOREHEADER 1 REGION 'us-east-1'`,
    );
    expect(done.Error).toBeUndefined();
    expect(done).toMatchObject({ Status: 'FINISHED', HasResultSet: false, ResultRows: 0 });
    expect(await rows('t')).toEqual([
      [1, 'one', '2026-11-23 10:00:00'],
      [2, 't,"w\no', null],
      [3, 'drei', '2026-11-23 10:00:00.5'],
    ]);
  });

  it('takes text between pipes where nothing else is said, and unzips', async () => {
    await warehouse.load('t', '1|x|\n2||2026-01-01 00:00:00|\n\\N|\\N|\\N\n');
    expect(await rows('t')).toEqual([
      [1, 'x', null],
      [2, '', '2026-01-01 00:00:00'],
      [null, null, null],
    ]);
    await warehouse.load('t', gzipSync('7\tseven\t\n'), "DELIMITER '\\t' GZIP");
    expect(await rows('t')).toEqual([[7, 'seven', null]]);
  });

  it('is all or nothing, and says which row was in error', async () => {
    const words = await warehouse.loadFailure('t', '1,one,\n2,two,\nx3,three,\n', 'CSV');
    expect(words).toBe(
      "ERROR: Load into table 't' failed.  Check 'stl_load_errors' system table for details.",
    );
    expect(await rows('t')).toEqual([]);
    expect(await lastErrors(warehouse)).toEqual([
      [3, 'a', 1207, "Invalid digit, Value 'x', Pos 0, Type: Integer"],
    ]);
  });
});

describe('rows in error', () => {
  it('are left out as far as MAXERROR goes, each with its reason', async () => {
    const { sql, load } = warehouse;
    await sql('CREATE TABLE strict (n INT NOT NULL, word VARCHAR(3), at DATE)');
    const lines = [
      '1,abc,2026-01-01',
      '2,abcd,',
      '3,"a"b,',
      ',a,',
      '5,a',
      '6,a,2026-13-01',
      '7,a,2026-01-01,x',
      '8,é,',
      '9,ok,2026-01-02',
    ];
    await load('strict', lines.join('\n'), 'CSV MAXERROR 7');
    expect(await sql('SELECT n, word, at FROM strict ORDER BY n')).toEqual([
      [1, 'abc', '2026-01-01'],
      [8, 'é', null],
      [9, 'ok', '2026-01-02'],
    ]);
    expect(await lastErrors(warehouse)).toEqual([
      [2, 'word', 1204, 'String length exceeds DDL length'],
      [3, '', 1214, 'Invalid quote formatting for CSV'],
      [4, 'n', 1213, 'Missing data for not-null field'],
      [5, 'at', 1214, 'Delimiter not found'],
      [6, 'at', 1205, 'Invalid Date Format - length must be 10 or more'],
      [7, '', 1202, 'Extra column(s) found'],
    ]);
    expect(
      await sql(
        `SELECT trim(column_name), trim(column_type), trim(column_length), position, error_code FROM sys_load_error_detail
         WHERE query_id = (SELECT max(query) FROM stl_load_errors) AND line_number = 2`,
      ),
    ).toEqual([['word', 'varchar', '3', 0, 1204]]);
    expect(
      await sql(
        `SELECT status, table_name, file_format, loaded_rows, source_file_count, error_count FROM sys_load_history
         ORDER BY start_time DESC LIMIT 1`,
      ),
    ).toEqual([['completed', 'strict', 'csv', 3, 1, 6]]);
  });

  it('end the load when they are as many as MAXERROR', async () => {
    const { sql, loadFailure } = warehouse;
    await sql('TRUNCATE strict');
    expect(await loadFailure('strict', 'x,,\ny,,\nz,,\n', 'CSV MAXERROR 2')).toContain(
      "Load into table 'strict' failed.",
    );
    expect((await lastErrors(warehouse)).map(([line]) => line)).toEqual([1, 2]);
    expect(await sql('SELECT count(*) FROM strict')).toEqual([[0]]);
    expect(
      await sql('SELECT status, loaded_rows FROM sys_load_history ORDER BY start_time DESC LIMIT 1'),
    ).toEqual([['aborted', 0]]);
  });
});

describe('columns', () => {
  it('that are not listed get their defaults, IDENTITY its numbers', async () => {
    const { sql, load, loadFailure } = warehouse;
    await sql(
      "CREATE TABLE d (id INT IDENTITY(1,1), name VARCHAR(9), state VARCHAR(9) DEFAULT 'new', made TIMESTAMP DEFAULT SYSDATE)",
    );
    await load('d (name)', 'one\ntwo\n', 'CSV');
    expect(await sql('SELECT id, name, state, made IS NOT NULL FROM d ORDER BY id')).toEqual([
      [1, 'one', 'new', true],
      [2, 'two', 'new', true],
    ]);
    await load('d', 'three,,\n', 'CSV');
    await load('d (name, id)', 'ten,10\n', 'CSV EXPLICIT_IDS');
    expect(await sql('SELECT id, name, state FROM d WHERE id > 2 ORDER BY id')).toEqual([
      [3, 'three', ''],
      [10, 'ten', 'new'],
    ]);
    expect(await loadFailure('d (id)', '1\n', 'CSV')).toContain('needs EXPLICIT_IDS');
    expect(await loadFailure('d (nope)', '1\n', 'CSV')).toBe(
      'ERROR: column "nope" of relation "d" does not exist',
    );
    expect(await loadFailure('strict (word)', '1\n', 'CSV')).toBe(
      'ERROR: Cannot insert a NULL value into column n',
    );
  });

  it('are found by name, by path or kept whole in JSON', async () => {
    const { sql, load, upload } = warehouse;
    await sql('CREATE TABLE j (n BIGINT, word VARCHAR(20), more SUPER)');
    await load(
      'j',
      '{"n": 9007199254740993, "word": "tw\\u00e9", "more": {"a": [1, 2]}, "other": 1}\n{"n": null}',
      "JSON 'auto'",
    );
    await load('j', '{"N": "2", "Word": {"x": 1}}', "JSON 'auto ignorecase'");
    const paths = await upload('paths/j.json', '{"jsonpaths": ["$[0]", "$[1].w"]}');
    await load('j (n, word)', '[3, {"w": "deep"}]', `JSON '${paths}'`);
    await load('j (more)', '{"a": 1} [2]', "JSON 'noshred'");
    expect(
      await sql('SELECT n::VARCHAR, word, json_serialize(more) FROM j ORDER BY n, json_serialize(more)'),
    ).toEqual([
      ['2', '{"x": 1}', null],
      ['3', 'deep', null],
      ['9007199254740993', 'twé', '{"a":[1,2]}'],
      [null, null, '[2]'],
      [null, null, '{"a":1}'],
      [null, null, null],
    ]);
    expect(await sql('SELECT more.a[1]::INT FROM j WHERE n > 3')).toEqual([[2]]);
  });
});

describe('Parquet', () => {
  it('is loaded by its columns’ order; a value that does not fit fails it all', async () => {
    const { sql, load, loadFailure } = warehouse;
    const parquet = await parquetOf(
      "SELECT * FROM (VALUES (1, 'one', TIMESTAMP '2026-11-23 10:00:00'), (2, NULL, NULL)) v(x, y, z)",
    );
    await load('t', parquet, 'FORMAT AS PARQUET');
    expect(await rows('t')).toEqual([
      [1, 'one', '2026-11-23 10:00:00'],
      [2, null, null],
    ]);
    expect(
      await loadFailure('t', await parquetOf("SELECT 1 a, 'eleven chars' b, NULL::TIMESTAMP c"), 'PARQUET'),
    ).toBe('ERROR: value too long for type character varying(10)');
    expect(await loadFailure('t', await parquetOf('SELECT 1 a'), 'PARQUET')).toContain(
      'has 1 columns, but 3',
    );
    expect(await loadFailure('t', 'no parquet', 'PARQUET')).toContain('is not a Parquet file');
    expect(await sql('SELECT count(*) FROM t')).toEqual([[0]]);
  });
});

describe('what is read', () => {
  it('is what the manifest names; NOLOAD only looks', async () => {
    const { sql, upload, failure } = warehouse;
    await upload('m/a', '1,a,\n');
    await upload('m/b', '2,b,\n');
    const entry = (key: string, mandatory: boolean) => ({ url: `s3://${bucket}/${key}`, mandatory });
    const manifest = async (...entries: object[]) => upload('m/manifest', JSON.stringify({ entries }));
    const url = await manifest(entry('m/b', true), entry('m/none', false));
    await sql(`COPY t FROM '${url}' IAM_ROLE default CSV MANIFEST NOLOAD`);
    expect(await rows('t')).toEqual([]);
    await sql(`COPY t FROM '${url}' IAM_ROLE default CSV MANIFEST`);
    expect(await rows('t')).toEqual([[2, 'b', null]]);
    await manifest(entry('m/none', true));
    expect(await failure(`COPY t FROM '${url}' IAM_ROLE default CSV MANIFEST`)).toContain(
      'S3ServiceException:The specified key does not exist.,Status 404,Error NoSuchKey',
    );
  });

  it('is refused where it is not there, or is not gzip', async () => {
    const { failure, loadFailure } = warehouse;
    expect(await failure(`COPY t FROM 's3://${bucket}/none' IAM_ROLE default`)).toContain(
      "ERROR: The specified S3 prefix 'none' does not exist",
    );
    expect(await failure("COPY t FROM 's3://no-such-bucket/x' IAM_ROLE default")).toContain(
      'ERROR: S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket,Rid ',
    );
    expect(await failure(`COPY t FROM 's3://${bucket}/m/' IAM_ROLE default REGION 'eu-west-1'`)).toContain(
      ',Status 301,Error PermanentRedirect,',
    );
    expect(await loadFailure('t', 'plain', 'GZIP')).toContain('zlib error code: -3');
  });

  it.each([
    ["'s3://b/k'", 'COPY needs authorization: name IAM_ROLE default or a role by its ARN'],
    ["'s3://b/k' IAM_ROLE default LZOP", 'COPY with LZOP is not supported by the local Redshift'],
    [
      "'s3://b/k' IAM_ROLE default FORMAT AS AVRO 'auto'",
      'COPY with AVRO is not supported by the local Redshift',
    ],
    [
      "'dynamodb://x' IAM_ROLE default READRATIO 50",
      'COPY from DynamoDB is not supported by the local Redshift',
    ],
    [
      "'s3://b/k' CREDENTIALS 'x'",
      'COPY by access keys (name IAM_ROLE instead) is not supported by the local Redshift',
    ],
    ["'s3://b/k' IAM_ROLE default CSV ESCAPE", 'ESCAPE is not supported with FORMAT AS CSV'],
    ["'s3://b/k' IAM_ROLE default GZIP GZIP", 'conflicting or redundant options'],
    ["'s3://b/k' IAM_ROLE default SIDEWAYS", 'syntax error at or near "SIDEWAYS"'],
  ])('is refused by name: COPY t FROM %s', async (rest, words) => {
    expect((await warehouse.failure(`COPY t FROM ${rest}`)).split('\n')[0]).toContain(`ERROR: ${words}`);
  });
});

describe('who loads', () => {
  it('needs INSERT on the table, and sees its own errors only', async () => {
    const { sql, failure, upload } = warehouse;
    const loader = { user: 'loader' };
    await sql('CREATE USER loader PASSWORD DISABLE');
    const url = await upload('who/x', 'x\n');
    const text = `COPY t (a) FROM '${url}' IAM_ROLE default CSV`;
    expect(await failure(text, loader)).toBe('ERROR: permission denied for relation t');
    expect(await failure(`COPY nowhere FROM '${url}' IAM_ROLE default CSV`)).toBe(
      'ERROR: relation "nowhere" does not exist',
    );
    await sql('GRANT INSERT ON t TO loader');
    expect(await failure(text, loader)).toContain("Load into table 't' failed.");
    expect(await sql('SELECT DISTINCT raw_line FROM stl_load_errors', loader)).toEqual([['x']]);
    await sql('CREATE VIEW over_t AS SELECT a FROM t');
    expect(await failure(`COPY over_t FROM '${url}' IAM_ROLE default CSV`)).toBe(
      'ERROR: cannot copy to view "over_t"',
    );
    await sql('DROP VIEW over_t');
  });

  it('does so with the role: attached, trusting, allowed', async () => {
    const { failure, allow, iam, upload, roleArn } = warehouse;
    const url = await upload('role/x', '1,,\n');
    const stranger = await makeRole(iam, 'stranger', null);
    expect(await failure(`COPY t FROM '${url}' IAM_ROLE '${stranger}' CSV`)).toContain(
      `is not authorized to assume IAM Role ${stranger}`,
    );
    const deny = (Action: string, Resource: string) => allow('deny', [{ Effect: 'Deny', Action, Resource }]);
    await deny('s3:GetObject', `arn:aws:s3:::${bucket}/role/*`);
    const noGet = await failure(`COPY t FROM '${url}' IAM_ROLE '${roleArn}' CSV`);
    expect(noGet).toContain(
      `is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::${bucket}/role/x" with an explicit deny in an identity-based policy,Status 403,Error AccessDenied,Rid `,
    );
    expect(noGet).toContain(`S3 key being read : ${url}`);
    await deny('s3:ListBucket', `arn:aws:s3:::${bucket}`);
    const noList = await failure(`COPY t FROM '${url}' IAM_ROLE default CSV`);
    expect(noList).toContain(`Listing bucket=${bucket} prefix=role/x`);
    await deny('s3:DeleteBucket', '*');
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: 'warehouse',
        PolicyDocument: trust('sagemaker.amazonaws.com'),
      }),
    );
    await warehouse.test.restart();
    const again = loading(connect(warehouse.test, roleArn));
    expect(await again.failure(`COPY t FROM '${url}' IAM_ROLE default CSV`)).toContain(
      `is not authorized to assume IAM Role ${roleArn}`,
    );
    await again.iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: 'warehouse',
        PolicyDocument: trust('redshift.amazonaws.com'),
      }),
    );
    await again.sql(`COPY t FROM '${url}' IAM_ROLE default CSV`);
    warehouse = again;
    expect(await rows('t')).toEqual([[1, '', null]]);
  });
});

describe('in a session', () => {
  it('the last COPY is known by its id and its count', async () => {
    const { data, upload } = warehouse;
    const url = await upload('s/x', '1,,\n2,,\n');
    const opened = await data.send(
      new ExecuteStatementCommand({
        ClusterIdentifier: clusterName,
        Database: 'dev',
        DbUser: admin,
        Sql: 'SELECT pg_last_copy_id(), pg_last_copy_count()',
        SessionKeepAliveSeconds: 60,
      }),
    );
    const ask = async (Sql: string) => {
      const { Id } = await data.send(new ExecuteStatementCommand({ SessionId: opened.SessionId, Sql }));
      return data.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
    };
    await data.send(new DescribeStatementCommand({ Id: opened.Id, WaitTimeSeconds: 30 }));
    expect(await rowsOf(data, opened.Id ?? '')).toEqual([[-1, 0]]);
    const copied = await ask(`COPY t FROM '${url}' IAM_ROLE default CSV`);
    const asked = await ask('SELECT pg_last_copy_id(), pg_last_copy_count()');
    expect(await rowsOf(data, asked.Id ?? '')).toEqual([[copied.RedshiftQueryId, 2]]);
    const files = await ask(
      'SELECT trim(filename), lines_scanned FROM stl_load_commits WHERE query = pg_last_copy_id()',
    );
    expect(await rowsOf(data, files.Id ?? '')).toEqual([[url, 2]]);
    await rows('t');
  });

  it('a batch that fails takes its COPY with it, and keeps the COPY’s errors', async () => {
    const { data, upload, sql } = warehouse;
    const url = await upload('b/x', '1,,\nbad,,\n');
    const { Id } = await data.send(
      new BatchExecuteStatementCommand({
        ClusterIdentifier: clusterName,
        Database: 'dev',
        DbUser: admin,
        Sqls: [`COPY t FROM '${url}' IAM_ROLE default CSV MAXERROR 5`, 'SELECT 1/0'],
      }),
    );
    const described = await data.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
    expect(described.Error).toContain('Divide by zero');
    expect(await rows('t')).toEqual([]);
    expect(
      await sql(`SELECT line_number, raw_line FROM stl_load_errors WHERE trim(filename) = '${url}'`),
    ).toEqual([[2, 'bad,,']]);
  });
});
