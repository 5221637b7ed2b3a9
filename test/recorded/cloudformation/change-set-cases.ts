import type { Capability } from '@aws-sdk/client-cloudformation';

/** A recorded change-set case, rebuilt from its reply: the snapshots hold replies, not templates. */
export interface ChangeSetCase {
  file: string;
  test: string;
  templates: [object, object];
  parameters?: [Record<string, string>, Record<string, string>];
  capabilities?: Capability[];
  /** Why the local cloud's answer differs, where it does. */
  differs?: string;
}

const topic = (DisplayName: unknown, TopicName?: string, more: object = {}) => ({
  Type: 'AWS::SNS::Topic',
  Properties: {
    ...(DisplayName !== undefined && { DisplayName }),
    ...(TopicName !== undefined && { TopicName }),
  },
  ...more,
});
const resources = (Resources: object, rest: object = {}) => ({ Resources, ...rest });
const one = (DisplayName: unknown, rest: object = {}) =>
  resources({ Topic1: topic(DisplayName, 'topic-name-1') }, rest);
const bare = (DisplayName: unknown, rest: object = {}) => resources({ Topic1: topic(DisplayName) }, rest);
const join = (delimiter: string, list: unknown) => ({ 'Fn::Join': [delimiter, list] });
const select = (index: number, list: unknown) => ({ 'Fn::Select': [index, list] });
const sub = (text: string, variables?: object) => ({ 'Fn::Sub': variables ? [text, variables] : text });
const getAtt = (name: string) => ({ 'Fn::GetAtt': [name, 'DisplayName'] });
const ref = (name: string) => ({ Ref: name });
const split = (delimiter: string, text: unknown) => ({ 'Fn::Split': [delimiter, text] });
const find = (map: string, key: unknown, leaf: unknown) => ({ 'Fn::FindInMap': [map, key, leaf] });

const cases = (
  file: string,
  list: Record<string, Omit<ChangeSetCase, 'file' | 'test' | 'templates'> & { from: object; to: object }>,
) =>
  Object.entries(list).map(
    ([test, { from, to, ...rest }]): ChangeSetCase => ({ file, test, templates: [from, to], ...rest }),
  );

const two = (value1: unknown, value2: unknown) => ({
  Topic1: topic(value1, 'topic-name-1'),
  Topic2: topic(value2, 'topic-name-2'),
});
const v1 = 'display-value-1';
const v2 = 'display-value-2';
const displayParameter = {
  Parameters: { ParameterDisplayName: { Type: 'String', Default: 'display-value-parameter' } },
};
const topicParameter = (Default?: string) => ({
  Parameters: { TopicName: { Type: 'String', ...(Default !== undefined && { Default }) } },
  Resources: { Foo: { Type: 'AWS::SNS::Topic', Properties: { TopicName: ref('TopicName') } } },
});
const maps = (entries: object) => ({ Mappings: entries });
const dependent = (value1: string, on: unknown) =>
  resources({ Topic1: topic(value1, 'topic-name-1'), Topic2: topic(v2, 'topic-name-2', { DependsOn: on }) });
const nth = { Topicn: topic('display-value-n', 'topic-name-n') };

export const changeSetCases: ChangeSetCase[] = [
  ...cases('test_change_set_depends_on', {
    test_update_depended_resource: {
      from: dependent(v1, 'Topic1'),
      to: dependent(`${v1}-updated`, 'Topic1'),
    },
    test_update_depended_resource_list: {
      from: dependent(v1, ['Topic1']),
      to: dependent(`${v1}-updated`, ['Topic1']),
    },
    test_multiple_dependencies_addition: {
      from: resources({ Topic1: topic(v1, 'topic-name-1'), ...nth }),
      to: resources({ ...two(v1, v2), Topicn: { ...nth.Topicn, DependsOn: ['Topic1', 'Topic2'] } }),
    },
    test_multiple_dependencies_deletion: {
      from: resources({ ...two(v1, v2), Topicn: { ...nth.Topicn, DependsOn: ['Topic1', 'Topic2'] } }),
      to: resources({ Topic1: topic(v1, 'topic-name-1'), Topicn: { ...nth.Topicn, DependsOn: ['Topic1'] } }),
    },
  }),
  ...cases('test_change_set_fn_base64', {
    test_fn_base64_add_to_static_property: {
      from: bare('topic-name-1'),
      to: bare({ 'Fn::Base64': 'HelloWorld' }),
    },
    test_fn_base64_remove_from_static_property: {
      from: bare({ 'Fn::Base64': 'HelloWorld' }),
      to: bare('topic-name-1'),
    },
    test_fn_base64_change_input_string: {
      from: bare({ 'Fn::Base64': 'OldValue' }),
      to: bare({ 'Fn::Base64': 'NewValue' }),
    },
  }),
  ...cases('test_change_set_fn_get_attr', {
    test_direct_attribute_value_change: {
      from: resources(two(v1, getAtt('Topic1'))),
      to: resources(two(v2, getAtt('Topic1'))),
    },
    test_immutable_property_update_causes_resource_replacement: {
      from: resources(two('value', getAtt('Topic1'))),
      to: resources({ ...two('', getAtt('Topic1')), Topic1: topic('new_value', 'updated-topic-name-1') }),
    },
    test_direct_attribute_value_change_with_dependent_addition: {
      from: one(v1),
      to: resources(two(v2, getAtt('Topic1'))),
    },
    test_resource_addition: { from: one(v1), to: resources(two(v1, getAtt('Topic1'))) },
    test_resource_deletion: { from: resources(two(v1, getAtt('Topic1'))), to: one(v1) },
    test_direct_attribute_value_change_in_get_attr_chain: {
      from: resources({ ...two(v1, getAtt('Topic1')), Topic3: topic(getAtt('Topic2'), 'topic-name-3') }),
      to: resources({ ...two(v2, getAtt('Topic1')), Topic3: topic(getAtt('Topic2'), 'topic-name-3') }),
    },
  }),
  ...cases('test_change_set_ref', {
    test_resource_addition: { from: one(v1), to: resources(two(v1, ref('Topic1'))) },
    test_direct_attribute_value_change: {
      from: resources(two(v1, ref('Topic1'))),
      to: resources(two(v2, ref('Topic1'))),
    },
    test_direct_attribute_value_change_in_ref_chain: {
      from: resources({ ...two(v1, ref('Topic1')), Topic3: topic(ref('Topic2'), 'topic-name-3') }),
      to: resources({ ...two(v2, ref('Topic1')), Topic3: topic(ref('Topic2'), 'topic-name-3') }),
    },
    test_direct_attribute_value_change_with_dependent_addition: {
      from: one(v1),
      to: resources(two(v2, ref('Topic1'))),
    },
    test_immutable_property_update_causes_resource_replacement: {
      from: resources(two('value', ref('Topic1'))),
      to: resources({ ...two('', ref('Topic1')), Topic1: topic('new_value', 'updated-topic-name-1') }),
    },
  }),
  ...cases('test_change_set_fn_join', {
    test_update_string_literal_argument: {
      from: one(join('-', ['v1', 'test'])),
      to: one(join('-', ['v2', 'test'])),
    },
    test_update_string_literal_delimiter: {
      from: one(join('-', ['v1', 'test'])),
      to: one(join('_', ['v2', 'test'])),
    },
    test_update_refence_argument: {
      from: resources(two('display-name-1', join('-', ['prefix', getAtt('Topic1')]))),
      to: resources(two('display-name-2', join('-', ['prefix', getAtt('Topic1')]))),
    },
    test_indirect_update_refence_argument: {
      from: resources(two('display-name-1', join('-', ['prefix', getAtt('Topic1')]))),
      to: resources(two('display-name-2', join('-', ['prefix', getAtt('Topic1')]))),
    },
    test_update_string_literal_delimiter_empty: {
      from: one(join('', ['v1', 'test'])),
      to: one(join('-', ['v1', 'test'])),
    },
    test_update_string_literal_arguments_empty: {
      from: one(join('', ['', ''])),
      to: one(join('', ['v1', 'test'])),
    },
  }),
  ...cases('test_change_set_fn_select', {
    test_fn_select_add_to_static_property: {
      from: bare('topic-name-1'),
      to: bare(select(1, ['1st', '2nd'])),
    },
    test_fn_select_remove_from_static_property: {
      from: bare(select(1, ['1st', '2nd'])),
      to: bare('topic-name-1'),
    },
    test_fn_select_change_in_selection_list: {
      from: bare(select(1, ['1st', '2nd'])),
      to: bare(select(1, ['1st', 'new-2nd'])),
    },
    test_fn_select_change_in_selection_index_only: {
      from: bare(select(1, ['1st', '2nd'])),
      to: bare(select(0, ['1st', '2nd'])),
    },
    test_fn_select_change_in_selected_element_type_ref: {
      from: bare(select(0, ['1st'])),
      to: bare(select(0, [ref('AWS::StackName')])),
    },
    test_fn_select_change_get_att_reference: {
      from: resources({ Topic1: topic('topic-name-1'), Topic2: topic(select(0, [getAtt('Topic1'), 'x'])) }),
      to: resources({ Topic1: topic('topic-name-2'), Topic2: topic(select(0, [getAtt('Topic1'), 'x'])) }),
    },
  }),
  ...cases('test_change_set_fn_split', {
    test_fn_split_add_to_static_property: {
      from: bare('topic-name-1'),
      to: bare(join('_', split('-', 'part1-part2-part3'))),
    },
    test_fn_split_remove_from_static_property: {
      from: bare(join('_', split('-', 'part1-part2-part3'))),
      to: bare('topic-name-1'),
    },
    test_fn_split_change_source_string_only: {
      from: bare(join('_', split('-', 'a-b'))),
      to: bare(join('_', split('-', 'x-y-z'))),
    },
    test_fn_split_with_ref_as_string_source: {
      from: bare(join('_', split('-', ref('DelimiterParam'))), {
        Parameters: { DelimiterParam: { Type: 'String' } },
      }),
      to: bare(join('_', split('-', ref('DelimiterParam'))), {
        Parameters: { DelimiterParam: { Type: 'String' } },
      }),
      parameters: [{ DelimiterParam: 'hello-world' }, { DelimiterParam: 'foo-bar-baz' }],
    },
    test_fn_split_with_get_att: {
      from: resources({
        Topic1: topic('topic-name-1'),
        Topic2: topic(join('_', split('-', getAtt('Topic1')))),
      }),
      to: resources({
        Topic1: topic('topic-name-2'),
        Topic2: topic(join('_', split('-', getAtt('Topic1')))),
      }),
      differs:
        'AWS adds a warning of its own (Fn::Join has no list yet) to the values; here a value that is not known yet is just that',
    },
  }),
  ...cases('test_change_set_fn_sub', {
    test_fn_sub_addition_string_pseudo: {
      from: one(v1),
      to: one(sub(`The stack name is \${AWS::StackName}`)),
    },
    test_fn_sub_update_string_pseudo: {
      from: one(sub(`The stack name is \${AWS::StackName}`)),
      to: one(sub(`The region name is \${AWS::Region}`)),
    },
    test_fn_sub_delete_string_pseudo: {
      from: one(sub(`The stack name is \${AWS::StackName}`)),
      to: one('display-name-2'),
    },
    test_fn_sub_addition_parameter_literal: {
      from: one(v1),
      to: one(sub(`Parameter interpolation: \${var_name}`, { var_name: 'var_value' })),
    },
    test_fn_sub_update_parameter_literal: {
      from: one(sub(`Parameter interpolation: \${a}`, { a: 'var_value_1' })),
      to: one(sub(`Parameter interpolation: \${a}, \${b}`, { a: 'var_value_1', b: 'var_value_2' })),
    },
    test_fn_sub_delete_parameter_literal: {
      from: one(sub(`Parameter interpolation: \${a}, \${b}`, { a: 'var_value_1', b: 'var_value_2' })),
      to: one(sub(`Parameter interpolation: \${a}`, { a: 'var_value_1' })),
    },
    test_fn_sub_addition_parameter_ref: {
      from: one(v1),
      to: one(sub(`Parameter interpolation: \${v}`, { v: ref('ParameterDisplayName') }), displayParameter),
    },
    test_fn_sub_update_parameter_type: {
      from: one(sub(`Parameter interpolation: \${v}`, { v: v1 })),
      to: one(sub(`Parameter interpolation: \${v}`, { v: ref('ParameterDisplayName') }), displayParameter),
    },
    test_fn_sub_addition_parameter: {
      from: one(v1),
      to: one(sub(`Parameter interpolation: \${ParameterDisplayName}`), displayParameter),
    },
  }),
  ...cases('test_change_set_mappings', {
    test_mapping_leaf_update: {
      from: one(find('SNS', 'Topic1', 'Name'), maps({ SNS: { Topic1: { Name: v1 } } })),
      to: one(find('SNS', 'Topic1', 'Name'), maps({ SNS: { Topic1: { Name: v2 } } })),
    },
    test_mapping_key_update: {
      from: one(find('SNS', 'A', 'Name'), maps({ SNS: { A: { Name: v1 } } })),
      to: one(find('SNS', 'B', 'Name'), maps({ SNS: { B: { Name: v2 } } })),
    },
    test_mapping_addition_with_resource: {
      from: one(v1),
      to: resources(two(v1, find('New', 'A', 'Name')), maps({ New: { A: { Name: 'display-value-new' } } })),
    },
    test_mapping_deletion_with_resource_remap: {
      from: resources(
        two(find('M', 'A', 'Name'), find('N', 'A', 'Name')),
        maps({ M: { A: { Name: v1 } }, N: { A: { Name: 'display-value-new' } } }),
      ),
      to: resources(two(find('M', 'A', 'Name'), find('M', 'A', 'Name')), maps({ M: { A: { Name: v1 } } })),
    },
    test_fn_find_in_map_with_nested_ref_change_mapping: {
      capabilities: ['CAPABILITY_AUTO_EXPAND', 'CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      from: one(find('M', ref('AWS::Partition'), 'V'), maps({ M: { aws: { V: 'value-1' } } })),
      to: one(find('M', ref('AWS::Partition'), 'V'), maps({ M: { aws: { V: 'value-3' } } })),
    },
  }),
  ...cases('test_change_set_parameters', {
    test_update_parameter_default_value: {
      from: topicParameter('topic-name-1'),
      to: topicParameter('topic-name-2'),
    },
    test_update_parameter_with_added_default_value: {
      from: topicParameter(),
      to: topicParameter('topic-name-2'),
      parameters: [{ TopicName: 'topic-name-1' }, {}],
    },
    test_update_parameter_with_removed_default_value: {
      from: topicParameter('topic-name-1'),
      to: topicParameter(),
      parameters: [{}, { TopicName: 'topic-name-2' }],
    },
    test_update_parameter_default_value_with_dynamic_overrides: {
      from: topicParameter('default-value-1'),
      to: topicParameter('default-value-2'),
      parameters: [{ TopicName: 'topic-name-1' }, { TopicName: 'topic-name-2' }],
    },
  }),
  ...cases('test_change_set_values', {
    test_property_empy_list: {
      from: resources({
        Role: {
          Type: 'AWS::Logs::LogGroup',
          Properties: { Tags: [], LogGroupName: { 'Fn::GetAtt': ['Topic', 'TopicName'] } },
        },
        Topic: topic(undefined, 'test-name'),
      }),
      to: resources({ Topic: topic(undefined, 'test-name') }),
    },
  }),
];
