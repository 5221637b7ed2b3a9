import { changeDefaults, changeGrants, changeSystemGrants, type Find } from '../catalog/grants.js';
import { findRelation } from '../catalog/name-resolver.js';
import { requireOwner } from '../catalog/privileges.js';
import { relationKey } from '../catalog/records.js';
import type { Command } from '../dialect/command.js';
import { notSupported, SqlError } from '../dialect/sql-error.js';
import { copy } from '../load/copy.js';
import { createModel } from '../ml/create-model.js';
import { dropModel } from '../ml/drop-model.js';
import { findModel, modelsOfFunction } from '../ml/find-model.js';
import { showModel } from '../ml/show-model.js';
import { createMaterializedView } from '../streaming/create-view.js';
import { createExternalSchema } from '../streaming/external-schema.js';
import { alterView, refreshCommand } from '../streaming/refresh-command.js';
import { runChange, runTruncate } from './change.js';
import { type Execution, writing } from './execution.js';
import { explain } from './explain.js';
import { done, type Outcome } from './outcome.js';
import { runQuery } from './query.js';
import { alterSchema, createSchema, dropSchema } from './schemas.js';
import { isSetting, show } from './show.js';
import { alterTable, createTable, createTableAs, dropTables } from './tables.js';
import { alterUser, changeGroup, changeRole, createUser, dropUser } from './users.js';
import { createView } from './views.js';

/** Where a command may run: on a reader, on the writer in a transaction, or (REFRESH) in transactions of its own. */
export function placeOf(command: Command): 'reader' | 'writer' | 'own' {
  switch (command.kind) {
    case 'query':
    case 'explain':
    case 'show':
    case 'show-model':
    case 'set':
    case 'reset':
    case 'set-session-authorization':
    case 'begin':
    case 'commit':
    case 'rollback':
      return 'reader';
    case 'refresh-materialized-view':
    case 'create-model':
      return 'own';
    default:
      return 'writer';
  }
}

/**
 * Runs one command.
 * @throws SqlError in Redshift's words
 */
export async function runCommand(execution: Execution, command: Command): Promise<Outcome> {
  switch (command.kind) {
    case 'query':
      return runQuery(execution, command.text);
    case 'insert':
    case 'update':
    case 'delete':
      return runChange(execution, command);
    case 'truncate':
      return runTruncate(execution, command);
    case 'copy':
      return copy(execution, command);
    case 'create-table':
      return createTable(execution, command);
    case 'create-table-as':
      return createTableAs(execution, command);
    case 'alter-table':
      return alterTable(execution, command);
    case 'drop-table':
    case 'drop-view':
    case 'drop-materialized-view':
      return dropTables(execution, command);
    case 'create-view':
      return createView(execution, command);
    case 'create-materialized-view':
      return createMaterializedView(execution, command);
    case 'refresh-materialized-view':
      return refreshCommand(execution, command);
    case 'alter-materialized-view':
      return alterView(execution, command);
    case 'create-external-schema':
      return createExternalSchema(execution, command);
    case 'create-schema':
      return createSchema(execution, command);
    case 'alter-schema':
      return alterSchema(execution, command);
    case 'drop-schema':
      return dropSchema(execution, command);
    case 'explain':
      return explain(execution, command);
    case 'show':
      return show(execution, command.name);
    case 'create-model':
      return createModel(execution, command);
    case 'show-model':
      return showModel(execution, command.name);
    case 'drop-model':
      return dropModel(execution, command);
    default:
      return runSmall(execution, command);
  }
}

async function runSmall(execution: Execution, command: Command): Promise<Outcome> {
  switch (command.kind) {
    case 'create-user':
      return createUser(execution, command);
    case 'alter-user':
      return alterUser(execution, command);
    case 'drop-user':
      return dropUser(execution, command);
    case 'create-group':
    case 'alter-group':
    case 'drop-group':
      return changeGroup(execution, command);
    case 'create-role':
    case 'drop-role':
    case 'grant-role':
    case 'revoke-role':
      return changeRole(execution, command);
    case 'grant':
    case 'revoke':
      return grant(execution, command);
    case 'grant-system':
    case 'revoke-system':
      return grantSystem(execution, command);
    case 'alter-default-privileges':
      changeDefaults(writing(execution).catalog, execution.catalog.user(execution.session.user), command);
      return done();
    case 'set':
      return set(execution, command.name, command.value);
    case 'reset':
      execution.session.settings.delete(command.name.toLowerCase());
      return done();
    case 'set-session-authorization':
      return authorize(execution, command.user);
    case 'analyze':
    case 'vacuum':
      return done();
    case 'comment-on':
      return comment(execution, command);
    // Each statement of the Data API is a transaction of its own; a block lives within one batch.
    case 'begin':
    case 'commit':
    case 'rollback':
      return done();
    default:
      throw notSupported(command.kind.replaceAll('-', ' ').toUpperCase());
  }
}

function grant(execution: Execution, command: Extract<Command, { kind: 'grant' | 'revoke' }>): Outcome {
  const { catalog } = writing(execution);
  const by = catalog.user(execution.session.user);
  const { session } = execution;
  const find: Find = {
    relation: (name) => findRelation(catalog, session, name),
    model: (name) => findModel(catalog, session, name),
    functions: (name) => modelsOfFunction(catalog, session, name),
  };
  changeGrants(
    catalog,
    by,
    command.kind,
    {
      privileges: command.privileges,
      on: command.on,
      grantees: command.kind === 'grant' ? command.to : command.from,
      grantOption: command.kind === 'grant' ? command.withGrantOption : command.grantOptionFor,
    },
    find,
  );
  return done();
}

function grantSystem(
  execution: Execution,
  command: Extract<Command, { kind: 'grant-system' | 'revoke-system' }>,
): Outcome {
  const { catalog } = writing(execution);
  const by = catalog.user(execution.session.user);
  const action = command.kind === 'grant-system' ? 'grant' : 'revoke';
  changeSystemGrants(catalog, by, action, command.privilege, command.grantees);
  return done();
}

function set(execution: Execution, name: string, value: string): Outcome {
  const setting = name.toLowerCase();
  if (!isSetting(setting)) throw new SqlError(`unrecognized configuration parameter "${name}"`, '42704');
  execution.session.settings.set(setting, value);
  return done();
}

function authorize(execution: Execution, user: string | undefined): Outcome {
  const by = execution.catalog.user(execution.session.user);
  if (user === undefined) return done();
  if (!by.superuser) throw new SqlError('permission denied to set session authorization', '42501');
  execution.session.user = execution.catalog.user(user).name;
  return done();
}

function comment(execution: Execution, command: Extract<Command, { kind: 'comment-on' }>): Outcome {
  const { catalog } = writing(execution);
  if (command.object !== 'table' && command.object !== 'view') return done();
  const [name = '', schema] = [...command.name].reverse();
  const relation = findRelation(catalog, execution.session, {
    ...(schema ? { schema } : {}),
    name,
    start: 0,
  });
  requireOwner(catalog.user(execution.session.user), relation);
  const { comment: _, ...rest } = relation;
  const changed = command.comment === null ? rest : { ...rest, comment: command.comment };
  catalog.put('relation', relationKey(relation.schema, relation.name), changed);
  return done();
}
