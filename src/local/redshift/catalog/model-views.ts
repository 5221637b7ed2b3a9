const text = (member: string) => `(m.value->>'${member}')`;
const superuser = "coalesce(getvariable('rs_superuser'), false)";
const currentUser = "coalesce(getvariable('rs_user'), '')";
const models = "redshift_catalog.entries m WHERE m.kind = 'model'";
const own = `(${superuser} OR ${text('owner')} = ${currentUser})`;
const idOfOwner = `(SELECT (u.value->>'id')::INTEGER FROM redshift_catalog.entries u WHERE u.kind = 'user' AND u.key = ${text('owner')})`;
/** All relations behind the training query are there. */
const refreshable = `CASE WHEN (SELECT count(*) FROM redshift_catalog.entries r
  WHERE r.kind = 'relation' AND list_contains(from_json(m.value->'dependsOn', '["VARCHAR"]'), r.key))
  = json_array_length(m.value->'dependsOn') THEN 1 ELSE 0 END`;
// The life cycle's words are ours; the states' are those of the Developer Guide's examples, but for a failure's.
const state = `
  CASE ${text('state')} WHEN 'TRAINING' THEN 'Training' WHEN 'READY' THEN 'Available' ELSE 'Failed' END AS life_cycle,
  ${refreshable} AS is_refreshable,
  CASE ${text('state')} WHEN 'TRAINING' THEN 'Train Model On SageMaker In Progress' WHEN 'READY' THEN 'Model is Ready'
    ELSE 'Model Failed' END AS model_state`;
const info = `${text('schema')} AS schema_name, ${text('owner')} AS user_name, ${text('name')} AS model_name, ${state}`;
const functionSchema = "(m.value->'function'->>'schema')";
const functionName = "(m.value->'function'->>'name')";
const types = `array_to_string(list_transform(from_json(m.value->'function'->'arguments', '[{"type":"VARCHAR"}]'), one -> regexp_extract(one.type, '^[a-z0-9_]+')), ' ')`;
const argumentNames = `list_transform(from_json(m.value->'function'->'arguments', '[{"name":"VARCHAR"}]'), one -> one.name)`;
const grants = `redshift_catalog.entries g WHERE g.kind = 'grant' AND (g.value->>'object') LIKE 'model:%'
  AND (${superuser} OR (g.value->>'grantee') = 'public' OR (g.value->>'grantee') = 'user:' || ${currentUser})`;
const identity = `
  CASE WHEN (g.value->>'grantee') = 'public' THEN 'public' ELSE split_part(g.value->>'grantee', ':', 2) END AS identity_name,
  CASE WHEN (g.value->>'grantee') = 'public' THEN 'public' ELSE split_part(g.value->>'grantee', ':', 1) END AS identity_type`;

/** The system views that show models and their prediction functions. */
export const modelViews: [name: string, query: string][] = [
  ['stv_ml_model_info', `SELECT ${info} FROM ${models} AND ${own}`],
  [
    'svv_ml_model_info',
    `SELECT getvariable('rs_database') AS database_name, ${info} FROM ${models} AND ${own}`,
  ],
  [
    'svv_ml_model_privileges',
    `SELECT split_part(split_part(g.value->>'object', ':', 2), '.', 1) AS namespace_name,
       split_part(split_part(g.value->>'object', ':', 2), '.', 2) AS model_name,
       unnest(from_json(g.value->'privileges', '["VARCHAR"]')) AS privilege_type, ${identity},
       (g.value->>'grantOption')::BOOLEAN AS admin_option
     FROM ${grants}`,
  ],
  [
    'svv_redshift_functions',
    `SELECT getvariable('rs_database') AS database_name, ${functionSchema} AS schema_name,
       ${functionName} AS function_name, 'REGULAR FUNCTION' AS function_type, ${types} AS argument_type,
       regexp_extract(m.value->'function'->>'returns', '^[a-z0-9_]+') AS result_type
     FROM ${models}`,
  ],
  [
    'pg_proc',
    `SELECT (m.value->>'id')::BIGINT AS oid, ${functionName} AS proname,
       (SELECT (n.value->>'id')::BIGINT FROM redshift_catalog.entries n WHERE n.kind = 'schema' AND n.key = ${functionSchema}) AS pronamespace,
       ${idOfOwner} AS proowner, json_array_length(m.value->'function'->'arguments')::SMALLINT AS pronargs,
       regexp_extract(m.value->'function'->>'returns', '^[a-z0-9_]+') AS prorettype, ${types} AS proargtypes,
       '{' || array_to_string(${argumentNames}, ',') || '}' AS proargnames
     FROM ${models}`,
  ],
];
