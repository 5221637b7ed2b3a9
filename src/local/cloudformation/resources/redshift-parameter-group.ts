import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMine } from './ownership.js';
import { objects, text } from './property-values.js';
import { updateTags } from './redshift-tags.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::Redshift::ClusterParameterGroup. Ref is the name. */
export const redshiftParameterGroup: ResourceType = {
  type: 'AWS::Redshift::ClusterParameterGroup',
  properties: ['Parameters', 'Tags'],
  createOnly: ['Description', 'ParameterGroupFamily', 'ParameterGroupName'],
  required: ['Description', 'ParameterGroupFamily'],
  name: { property: 'ParameterGroupName', maximum: 255, lowerCase: true },
  attributes: ['ParameterGroupName'],
  async create(request) {
    await request.call('redshift', 'CreateClusterParameterGroup', {
      ParameterGroupName: request.name,
      ParameterGroupFamily: text(request.properties.ParameterGroupFamily),
      Description: text(request.properties.Description),
      Tags: request.tags,
    });
    return request.name;
  },
  async find(request) {
    const reply = await unlessAbsent(
      request.call('redshift', 'DescribeClusterParameterGroups', { ParameterGroupName: request.name }),
    );
    return isMine(reply?.ParameterGroups?.[0]?.Tags, request) ? request.name : undefined;
  },
  configure: setParameters,
  async read(request) {
    return { ParameterGroupName: request.physicalId };
  },
  async update(request) {
    const ParameterGroupName = request.physicalId;
    if (changed(request, 'Parameters')) {
      const wanted = objects(request.properties.Parameters).map((one) => text(one.ParameterName));
      const back = objects(request.previous.Parameters).filter(
        (one) => !wanted.includes(text(one.ParameterName)),
      );
      if (back.length > 0) {
        const Parameters = back.map((one) => ({ ParameterName: text(one.ParameterName) }));
        await request.call('redshift', 'ResetClusterParameterGroup', { ParameterGroupName, Parameters });
      }
      await setParameters(request);
    }
    await updateTags(request, `parametergroup:${ParameterGroupName}`);
  },
  async remove(request) {
    await request.call('redshift', 'DeleteClusterParameterGroup', { ParameterGroupName: request.physicalId });
  },
};

async function setParameters(request: ResourceRequest): Promise<void> {
  const Parameters = objects(request.properties.Parameters).map((one) => ({
    ParameterName: text(one.ParameterName),
    ParameterValue: text(one.ParameterValue),
  }));
  if (Parameters.length === 0) return;
  await request.call('redshift', 'ModifyClusterParameterGroup', {
    ParameterGroupName: request.physicalId,
    Parameters,
  });
}
