import type {
  ColumnDefinition,
  Grantees,
  GrantTargets,
  ModelDefinition,
  QualifiedName,
  UserOptions,
} from './command-parts.js';
import type { CopyOptions } from './copy-options.js';
import { Cursor } from './parse/cursor.js';
import { statement } from './parse/statement.js';

/**
 * One statement, told apart by `kind`. Names are folded (unquoted ones to lower case). Every `…Offset` is where that
 * text stands in the statement's text.
 */
export type Command =
  /** SELECT, WITH … SELECT, VALUES, and SELECT … INTO is refused at translation. */
  | { kind: 'query'; text: string }
  | {
      kind: 'create-external-schema';
      schema: string;
      ifNotExists: boolean;
      source: 'kinesis';
      region?: string;
      /** `default`, or an ARN. */
      iamRole: string;
    }
  | {
      kind: 'create-materialized-view';
      name: QualifiedName;
      autoRefresh: boolean;
      backup: boolean;
      distStyle?: string;
      distKey?: string;
      sortKey: string[];
      query: string;
      queryOffset: number;
    }
  | { kind: 'refresh-materialized-view'; name: QualifiedName }
  | { kind: 'alter-materialized-view'; name: QualifiedName; autoRefresh: boolean }
  | { kind: 'drop-materialized-view'; name: QualifiedName; ifExists: boolean; cascade: boolean }
  | {
      kind: 'create-view';
      name: QualifiedName;
      columns: string[];
      orReplace: boolean;
      noSchemaBinding: boolean;
      query: string;
      queryOffset: number;
    }
  | { kind: 'drop-view'; names: QualifiedName[]; ifExists: boolean; cascade: boolean }
  | {
      kind: 'create-table';
      name: QualifiedName;
      temporary: boolean;
      ifNotExists: boolean;
      columns: ColumnDefinition[];
      /** CREATE TABLE x (LIKE y). */
      like?: QualifiedName;
    }
  | {
      kind: 'create-table-as';
      name: QualifiedName;
      temporary: boolean;
      columns: string[];
      query: string;
      queryOffset: number;
    }
  | { kind: 'drop-table'; names: QualifiedName[]; ifExists: boolean; cascade: boolean }
  | { kind: 'alter-table'; name: QualifiedName; change: AlterTableChange }
  /** The text goes through `translateChange`. */
  | { kind: 'insert' | 'update' | 'delete'; text: string; table: QualifiedName }
  | { kind: 'truncate'; table: QualifiedName }
  | { kind: 'create-schema'; schema: string; ifNotExists: boolean; owner?: string }
  | {
      kind: 'drop-schema';
      schemas: string[];
      ifExists: boolean;
      cascade: boolean;
      dropExternalDatabase: boolean;
    }
  | { kind: 'alter-schema'; schema: string; renameTo?: string; owner?: string }
  | { kind: 'create-user'; user: string; options: UserOptions }
  | { kind: 'alter-user'; user: string; options: UserOptions; renameTo?: string }
  | { kind: 'drop-user'; users: string[]; ifExists: boolean }
  | { kind: 'create-group'; group: string; users: string[] }
  | { kind: 'alter-group'; group: string; add: string[]; drop: string[] }
  | { kind: 'drop-group'; group: string }
  | { kind: 'create-role'; role: string }
  | { kind: 'drop-role'; role: string; force: boolean }
  | { kind: 'grant'; privileges: string[]; on: GrantTargets; to: Grantees; withGrantOption: boolean }
  | { kind: 'revoke'; privileges: string[]; on: GrantTargets; from: Grantees; grantOptionFor: boolean }
  | { kind: 'grant-role'; roles: string[]; to: Grantees }
  | { kind: 'revoke-role'; roles: string[]; from: Grantees }
  /** GRANT | REVOKE CREATE MODEL: a privilege on no object. */
  | { kind: 'grant-system' | 'revoke-system'; privilege: 'CREATE MODEL'; grantees: Grantees }
  | {
      kind: 'alter-default-privileges';
      forUsers: string[];
      inSchemas: string[];
      action: 'grant' | 'revoke';
      privileges: string[];
      on: 'tables' | 'functions' | 'procedures' | 'schemas';
      grantees: Grantees;
    }
  | { kind: 'begin' | 'commit' | 'rollback' }
  | { kind: 'set'; name: string; value: string; local: boolean }
  | { kind: 'set-session-authorization'; user: string | undefined }
  | { kind: 'reset'; name: string }
  | { kind: 'show'; name: string }
  /** Recognised; their options are read by who carries them out. `subject` is the table, or the quoted query of UNLOAD. */
  | {
      kind: 'copy';
      text: string;
      table: QualifiedName;
      columns: string[];
      /** `s3://bucket/prefix` */
      source: string;
      options: CopyOptions;
    }
  | { kind: 'unload'; text: string; query: string }
  | { kind: 'create-model'; name: QualifiedName; model: ModelDefinition }
  | { kind: 'show-model'; name: QualifiedName | undefined }
  | { kind: 'drop-model'; name: QualifiedName; ifExists: boolean }
  | { kind: 'analyze' | 'vacuum'; table?: QualifiedName }
  | { kind: 'explain'; inner: Command; innerOffset: number }
  | {
      kind: 'comment-on';
      object: 'table' | 'view' | 'column' | 'schema' | 'database' | 'constraint';
      name: string[];
      comment: string | null;
    };

export type AlterTableChange =
  | { kind: 'add-column'; column: ColumnDefinition }
  | { kind: 'drop-column'; column: string; cascade: boolean }
  | { kind: 'rename-column'; from: string; to: string }
  | { kind: 'rename'; to: string }
  | { kind: 'owner'; user: string }
  | { kind: 'column-type'; column: string; type: string }
  /** DISTSTYLE, SORTKEY, ENCODE and constraints: accepted, and without effect on one machine. */
  | { kind: 'no-effect'; words: string };

export type CommandKind = Command['kind'];

/**
 * Tells a statement (one, without or with its semicolon) by its kind and takes it apart.
 * @throws SqlError: Redshift's syntax error with its position, or a feature refused by name (0A000).
 */
export function classify(statementText: string): Command {
  return statement(new Cursor(statementText));
}
