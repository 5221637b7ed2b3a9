/** A column of a relation: its folded name and its Redshift type as types.ts writes them (`int4`, `varchar(50)`, `super`). */
export interface RelationColumn {
  name: string;
  type: string;
}

/** What the rewrite asks of the catalog. */
export interface NameResolver {
  /**
   * The columns of a table, view, materialized view or stream; undefined when there is no such relation. Without a
   * schema the session's search path decides. A stream's columns are its present names (`approximate_arrival_timestamp`,
   * `kinesis_data`, …). When the DuckDB relation is called otherwise than `"schema"."name"`, `target` says how.
   */
  relation(
    schema: string | undefined,
    name: string,
  ):
    | {
        columns: RelationColumn[];
        schema?: string;
        target?: { schema?: string; name: string };
        stream?: boolean;
      }
    | undefined;
  /** current_user, session's. */
  user: string;
  /** current_database(). */
  database: string;
  /** The session's last COPY, for `pg_last_copy_id()` and `pg_last_copy_count()`. */
  lastCopy?: { queryId: number; rows: number } | undefined;
  /**
   * A user-defined (model) function known by this name that takes arguments of these types: its DuckDB name, what it
   * gives, and how dependents and grants name it; undefined when there is none.
   * @throws SqlError when it is there and cannot run (yet)
   */
  function?(
    schema: string | undefined,
    name: string,
    types: (string | undefined)[],
  ): { target: string; returns: string; object: string } | undefined;
  /** Changes whenever a relation does: part of the cache's key. Without it nothing is cached. */
  version?: string | number;
}

/** A rewritten query. */
export interface Translation {
  /** DuckDB's SQL. Parameters are `$1`, `$2`, … in the order of `parameters`. */
  sql: string;
  /** The result's columns, named as Redshift names them; `type` where the rewrite knows it (Redshift's words). */
  columns: { name: string; type: string | undefined }[];
  /** Named parameters (`:name`) in the order of their numbers. */
  parameters: string[];
  /** What a learner should be told, e.g. that a preview's column name was used. */
  notices: string[];
  /** The relations that were read, as schema (undefined when not written) and name: what SELECT privileges are checked on. */
  relations: { schema: string | undefined; name: string }[];
  /** The user-defined functions that are called, as their `object`s: what EXECUTE privileges are checked on. */
  functions: string[];
}
