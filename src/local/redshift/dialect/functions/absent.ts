/** Functions that Redshift's manual lists and that are not here: refused by name, not called unknown. */
const ABSENT = new Set(
  `array_contains array_distinct array_except array_flatten array_intersection array_position array_positions array_sort
  array_union bpcharcmp bttext_pattern_cmp change_query_priority change_session_priority change_user_priority checksum
  collate crc32 current_aws_account current_catalog current_namespace current_schemas current_session_arn current_setting
  current_user_id date_cmp date_cmp_timestamp date_cmp_timestamptz difference explain_model farmfingerprint64 fnv_hash
  get_number_attributes getbit has_assumerole_privilege has_database_privilege has_schema_privilege has_table_privilege
  hll hll_cardinality hll_combine hll_combine_sketches hll_create_sketch interval_cmp json_serialize_to_varbyte
  lower_attribute_names object_transform octetindex pg_cancel_backend pg_get_cols pg_get_grantee_by_iam_role
  pg_get_iam_role_by_user pg_get_late_binding_view_cols pg_get_session_roles pg_last_query_id pg_last_unload_count pg_last_unload_id pg_terminate_backend reboot_cluster role_is_member_of set_config
  setbit slice_num soundex text_to_int_alt text_to_numeric_alt timeofday timestamp_cmp timestamp_cmp_date
  timestamp_cmp_timestamptz timestamptz_cmp timestamptz_cmp_date timestamptz_cmp_timestamp to_number
  upper_attribute_names user_is_member_of`.split(/\s+/),
);

/** Whether Redshift has a function of this name that the local one has not; the spatial ones go by their prefix. */
export function isAbsent(name: string): boolean {
  return ABSENT.has(name) || /^(?:st|h3)_/.test(name);
}
