import {
  type CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { settled } from '../../local/cloudformation/settled.js';

/** A recorded error: where it stands, and what provokes it. `names` are stacks that the test removes afterwards. */
export interface ErrorCase {
  file: string;
  test: string;
  label: string;
  act(client: CloudFormationClient, name: string): Promise<unknown>;
}

const stream = { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } };
const plain = JSON.stringify({ Resources: { S: stream } });
const withStream = (rest: object) => JSON.stringify({ Resources: { S: stream }, ...rest });
const resources = (Resources: object, rest: object = {}) => JSON.stringify({ Resources, ...rest });
const property = (Name: unknown, rest: object = {}) =>
  resources({ S: { Type: 'AWS::Kinesis::Stream', Properties: { Name, ShardCount: 1 } } }, rest);

const changeSet = (TemplateBody: string) => (client: CloudFormationClient, StackName: string) =>
  client.send(
    new CreateChangeSetCommand({ StackName, ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody }),
  );
const stack = (TemplateBody: string) => (client: CloudFormationClient, StackName: string) =>
  client.send(new CreateStackCommand({ StackName, TemplateBody }));

async function created(
  client: CloudFormationClient,
  StackName: string,
  TemplateBody = plain,
): Promise<string> {
  const { StackId } = await client.send(new CreateStackCommand({ StackName, TemplateBody }));
  await settled(client, StackName);
  return StackId as string;
}

async function deleted(client: CloudFormationClient, name: string): Promise<string> {
  const id = await created(client, name);
  await client.send(new DeleteStackCommand({ StackName: name }));
  await settled(client, id);
  return id;
}

const at = (file: string, test: string, label: string, act: ErrorCase['act']): ErrorCase => ({
  file,
  test,
  label,
  act,
});
const suffixMap = (key: string, leaf: string) =>
  property(
    { 'Fn::FindInMap': ['TopicSuffixMap', key, leaf] },
    { Mappings: { TopicSuffixMap: { A: { Suffix: 'a' }, B: { Suffix: 'b' } } } },
  );

const changesets = 'api/test_changesets';
const stacks = 'api/test_stacks';
const templates = 'api/test_templates';
const validations = 'api/test_validations';
const updates = 'api/test_update_stack';

export const errorCases: ErrorCase[] = [
  at(changesets, 'test_describe_change_set_nonexisting', 'exception', (client) =>
    client.send(new DescribeChangeSetCommand({ StackName: 'somestack', ChangeSetName: 'c' })),
  ),
  at(changesets, 'test_delete_change_set_exception', 'e1', (client) =>
    client.send(new DeleteChangeSetCommand({ StackName: 'nostack', ChangeSetName: 'c' })),
  ),
  at(changesets, 'test_delete_change_set_exception', 'e2', (client) =>
    client.send(new DeleteChangeSetCommand({ ChangeSetName: 'nochangeset' })),
  ),
  at(changesets, 'test_deleted_changeset', 'postdelete_changeset_notfound', async (client, name) => {
    const { Id } = await changeSet(plain)(client, name);
    await client.send(new DeleteChangeSetCommand({ ChangeSetName: Id }));
    return client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
  }),
  at(changesets, 'test_describe_changeset_after_delete', 'describe-deleted-cs', async (client, name) => {
    await changeSet(plain)(client, name);
    await client.send(new DeleteChangeSetCommand({ StackName: name, ChangeSetName: 'c' }));
    return client.send(new DescribeChangeSetCommand({ StackName: name, ChangeSetName: 'c' }));
  }),
  at(changesets, 'test_name_conflicts', 'create_changeset_existingstack_exc', async (client, name) => {
    await created(client, name);
    return changeSet(plain)(client, name);
  }),
  at(
    changesets,
    'test_create_changeset_with_stack_id',
    'recreate_deleted_with_id_exception',
    async (client, name) => {
      const StackName = await deleted(client, name);
      return client.send(
        new CreateChangeSetCommand({
          StackName,
          ChangeSetName: 'revived-stack-changeset',
          ChangeSetType: 'CREATE',
          TemplateBody: plain,
        }),
      );
    },
  ),
  at(changesets, 'test_create_changeset_for_deleted_stack', 'ErrorForCreate', async (client, name) => {
    const StackName = await deleted(client, name);
    return client.send(
      new CreateChangeSetCommand({
        StackName,
        ChangeSetName: 'test',
        ChangeSetType: 'CREATE',
        TemplateBody: plain,
      }),
    );
  }),
  at(changesets, 'test_create_changeset_for_deleted_stack', 'ErrorForUpdate', async (client, name) => {
    const StackName = await deleted(client, name);
    return client.send(new CreateChangeSetCommand({ StackName, ChangeSetName: 'test', TemplateBody: plain }));
  }),
  at(changesets, 'test_changeset_for_deleted_stack', 'ErrorForInProgress', async (client, name) => {
    const StackName = await created(client, name);
    await client.send(new DeleteStackCommand({ StackName }));
    return client.send(new CreateChangeSetCommand({ StackName, ChangeSetName: 'test', TemplateBody: plain }));
  }),
  at(changesets, 'test_changeset_for_deleted_stack', 'ErrorForComplete', async (client, name) => {
    const StackName = await deleted(client, name);
    return client.send(new CreateChangeSetCommand({ StackName, ChangeSetName: 'test', TemplateBody: plain }));
  }),
  at(changesets, 'test_empty_changeset', 'error_execute_failed', async (client, name) => {
    await created(client, name);
    const { Id } = await client.send(
      new CreateChangeSetCommand({ StackName: name, ChangeSetName: 'same', TemplateBody: plain }),
    );
    return client.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }));
  }),
  at(
    changesets,
    'test_using_pseudoparameters_in_places[resource]',
    'error',
    changeSet(resources({ 'AWS::NoValue': stream })),
  ),
  at(
    changesets,
    'test_using_pseudoparameters_in_places[parameter]',
    'error',
    changeSet(withStream({ Parameters: { 'AWS::NoValue': { Type: 'String', Default: 'x' } } })),
  ),
  at('api/test_resources', 'test_describe_non_existent_resource', 'error', async (client, name) => {
    await created(client, name);
    return client.send(
      new DescribeStackResourceCommand({ StackName: name, LogicalResourceId: 'not-a-valid-resource' }),
    );
  }),
  at('api/test_resources', 'test_describe_non_existent_stack', 'error', (client) =>
    client.send(
      new DescribeStackResourceCommand({
        StackName: 'not-a-valid-stack',
        LogicalResourceId: 'not-a-valid-resource',
      }),
    ),
  ),
  at(
    'api/test_resources',
    'test_invalid_logical_resource_id',
    'error',
    changeSet(resources({ 'my-bad-resource-id': stream })),
  ),
  at(stacks, 'test_linting_error_during_creation', 'error', stack(resources({ S: 'Type: x' }))),
  at(stacks, 'TestStacksApi::test_stack_name_creation', 'stack_response', (client) =>
    stack(plain)(client, '*@da591fa3_$'),
  ),
  at(stacks, 'test_name_conflicts', 'create_stack_already_exists_exc', async (client, name) => {
    await created(client, name);
    return stack(plain)(client, name);
  }),
  at(stacks, 'test_name_conflicts', 'deleted_stack_not_found_exc', async (client, name) => {
    await deleted(client, name);
    return client.send(new DescribeStacksCommand({ StackName: name }));
  }),
  at(stacks, 'test_name_conflicts', 'deleted_stack_events_not_found_by_name', async (client, name) => {
    await deleted(client, name);
    return client.send(new DescribeStackEventsCommand({ StackName: name }));
  }),
  at(stacks, 'test_describe_stack_events_errors', 'describe_stack_events_stack_not_found', (client) =>
    client.send(new DescribeStackEventsCommand({ StackName: 'does-not-exist' })),
  ),
  at(
    stacks,
    'TestStacksApi::test_update_stack_with_same_template_withoutchange',
    'no_change_exception',
    async (client, name) => {
      await created(client, name);
      return client.send(new UpdateStackCommand({ StackName: name, TemplateBody: plain }));
    },
  ),
  at(
    stacks,
    'test_no_parameters_given',
    'deploy-error',
    changeSet(withStream({ Parameters: { Input: { Type: 'String' } } })),
  ),
  at(
    stacks,
    'TestStacksApi::test_create_stack_url_as_template',
    'stack_create_ec2',
    stack('https://bucket/template.yaml'),
  ),
  at(templates, 'test_get_template_summary_non_executed_change_set', 'error', async (client, name) => {
    await changeSet(plain)(client, name);
    return client.send(new GetTemplateSummaryCommand({ StackName: name }));
  }),
  at(templates, 'test_get_template_summary_no_resources', 'error', (client) =>
    client.send(new GetTemplateSummaryCommand({ TemplateBody: '{"Parameters":{}}' })),
  ),
  at(templates, 'test_get_template_missing_resources', 'stack-error', (client) =>
    client.send(new GetTemplateCommand({ StackName: 'does-not-exist' })),
  ),
  at(templates, 'test_get_template_missing_resources', 'change-set-error', (client) =>
    client.send(new GetTemplateCommand({ ChangeSetName: 'does-not-exist' })),
  ),
  at(templates, 'test_get_template_missing_resources_change_set_id', 'change-set-error', (client) =>
    client.send(
      new GetTemplateCommand({
        ChangeSetName:
          'arn:aws:cloudformation:us-east-1:123456789012:changeSet/none/4f7bfb6e-4d1c-4b9a-9e7c-0d3b7a1d2c11',
      }),
    ),
  ),
  at(templates, 'test_get_template_no_arguments', 'stack-error', (client) =>
    client.send(new GetTemplateCommand({})),
  ),
  at(templates, 'test_validate_invalid_json_template_should_fail', 'validate-invalid-json', (client) =>
    // The snapshot says where: after 24 characters that are well-formed so far.
    client.send(
      new ValidateTemplateCommand({ TemplateBody: `{"Resources": {"a": "b"},}`.replace('},}', '}?') }),
    ),
  ),
  at(updates, 'test_no_template_error', 'error', async (client, name) => {
    await created(client, name);
    return client.send(new UpdateStackCommand({ StackName: name }));
  }),
  at(
    updates,
    'test_update_with_invalid_rollback_configuration_errors',
    'type_error',
    async (client, name) => {
      await created(client, name);
      return client.send(
        new UpdateStackCommand({
          StackName: name,
          UsePreviousTemplate: true,
          RollbackConfiguration: {
            RollbackTriggers: [{ Arn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:x', Type: 'string' }],
          },
        }),
      );
    },
  ),
  at(updates, 'test_update_with_invalid_rollback_configuration_errors', 'arn_error', async (client, name) => {
    await created(client, name);
    return client.send(
      new UpdateStackCommand({
        StackName: name,
        UsePreviousTemplate: true,
        RollbackConfiguration: {
          RollbackTriggers: [
            { Arn: 'arn:aws:cloudwatch:us-east-1:123456789012:x', Type: 'AWS::CloudWatch::Alarm' },
          ],
        },
      }),
    );
  }),
  at(
    validations,
    'test_invalid_output_structure[none-value]',
    'validation-error',
    stack(withStream({ Outputs: { MyOutput: { Value: null } } })),
  ),
  at(validations, 'test_missing_resources_block', 'validation-error', stack('{}')),
  at(validations, 'test_resources_blocks[missing-type]', 'validation-error', stack(resources({ A: {} }))),
  at(
    validations,
    'test_resources_blocks[invalid-key]',
    'validation-error',
    stack(resources({ A: { Type: 'AWS::Kinesis::Stream', Invalid: 1 } })),
  ),
  at(
    'engine/test_conditions',
    'TestCloudFormationConditions::test_dependent_ref',
    'dependent_ref_exc',
    stack(
      resources(
        {
          MyTopic: { ...stream, Condition: 'Never' },
          S: { ...stream, Properties: { Name: { Ref: 'MyTopic' }, ShardCount: 1 } },
        },
        { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } },
      ),
    ),
  ),
  at(
    'engine/test_conditions',
    'TestCloudFormationConditions::test_dependent_get_att',
    'dependent_ref_exc',
    stack(
      resources(
        {
          MyTopic: { ...stream, Condition: 'Never' },
          S: { ...stream, Properties: { Name: { 'Fn::GetAtt': ['MyTopic', 'Arn'] }, ShardCount: 1 } },
        },
        { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } },
      ),
    ),
  ),
  at(
    'engine/test_conditions',
    'TestCloudFormationConditions::test_output_reference_to_skipped_resource',
    'unresolved_resource_reference_exception',
    stack(
      resources(
        { MyTopic: { ...stream, Condition: 'Never' }, S: stream },
        {
          Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
          Outputs: { O: { Value: { Ref: 'MyTopic' } } },
        },
      ),
    ),
  ),
  at(
    'engine/test_conditions',
    'TestValidateConditions::test_validate_equals_args_len',
    'error',
    stack(withStream({ Conditions: { C: { 'Fn::Equals': ['one'] } } })),
  ),
  at(
    'engine/test_mappings',
    'TestCloudFormationMappings::test_mapping_with_nonexisting_key',
    'mapping_nonexisting_key_exc',
    stack(suffixMap('C', 'Suffix')),
  ),
  at(
    'engine/test_mappings',
    'TestCloudFormationMappings::test_async_mapping_error_first_level_v2',
    'error',
    changeSet(suffixMap('C', 'Suffix')),
  ),
  at(
    'engine/test_mappings',
    'TestCloudFormationMappings::test_async_mapping_error_second_level_v2',
    'error',
    changeSet(suffixMap('A', 'NotValid')),
  ),
  at(
    'engine/test_mappings',
    'TestCloudFormationMappings::test_mapping_with_invalid_refs',
    'mapping_invalid_ref_exc',
    stack(withStream({ Mappings: { M: { A: { Suffix: { Ref: 'P' } } } } })),
  ),
  at(
    'engine/test_mappings',
    'TestCloudFormationMappings::test_mapping_maximum_nesting_depth',
    'mapping_maximum_level_exc',
    stack(withStream({ Mappings: { M: { A: { B: { C: 'x' } } } } })),
  ),
  at(
    'engine/test_mappings',
    'TestCloudFormationMappings::test_mapping_minimum_nesting_depth',
    'mapping_minimum_level_exc',
    stack(withStream({ Mappings: { M: { A: 'x' } } })),
  ),
  at(
    'engine/test_references',
    'TestDependsOn::test_depends_on_with_missing_reference',
    'depends_on_nonexisting_exception',
    stack(resources({ S: { ...stream, DependsOn: 'NonExistingResource' } })),
  ),
  at(
    'engine/test_references',
    'test_useful_error_when_invalid_ref',
    'validation_error',
    stack(property({ Ref: 'InvalidRef' })),
  ),
  at(
    'test_change_set_conditions',
    'TestChangeSetConditions::test_missing_condition',
    'error',
    changeSet(property({ 'Fn::If': ['MissingCondition', 'a', 'b'] })),
  ),
  at(
    'test_change_set_fn_get_attr',
    'TestChangeSetFnGetAttr::test_invalid_structure[getatt_validation.yml]',
    'error',
    changeSet(property({ 'Fn::GetAtt': ['S', ''] })),
  ),
  at(
    'test_change_set_fn_get_attr',
    'TestChangeSetFnGetAttr::test_invalid_structure[getatt_validation2.yml]',
    'error',
    changeSet(property({ 'Fn::GetAtt': 'S' })),
  ),
  at(
    'test_change_set_fn_select',
    'TestChangeSetFnSelect::test_invalid_select_index_type[non-integer-index]',
    'error',
    changeSet(property({ 'Fn::Select': ['x', ['1st']] })),
  ),
  at(
    'test_change_set_fn_select',
    'TestChangeSetFnSelect::test_invalid_select_index_type[non-list-list]',
    'error',
    changeSet(property({ 'Fn::Select': [0, 'x'] })),
  ),
  at(
    'test_change_set_fn_select',
    'TestChangeSetFnSelect::test_invalid_select_index_type[index-out-of-range]',
    'error',
    changeSet(property({ 'Fn::Select': [3, ['1st']] })),
  ),
  at(
    'test_change_set_fn_split',
    'TestSplitValidations::test_validate_split_arguments_len',
    'validation',
    changeSet(property({ 'Fn::Join': ['_', { 'Fn::Split': ['a'] }] })),
  ),
  at(
    'test_change_set_parameters',
    'TestChangeSetParameters::test_invalid_parameter_type',
    'error',
    changeSet(property({ Ref: 'Value' }, { Parameters: { Value: { Type: 'Number', Default: 'x' } } })),
  ),
];
