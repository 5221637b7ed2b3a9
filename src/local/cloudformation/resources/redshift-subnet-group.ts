import { unlessAbsent } from './absent.js';
import { changed } from './changed.js';
import { isMine } from './ownership.js';
import { text, texts } from './property-values.js';
import { updateTags } from './redshift-tags.js';
import type { ResourceRequest, ResourceType } from './type.js';

/** AWS::Redshift::ClusterSubnetGroup. Ref is the name, which is always generated. */
export const redshiftSubnetGroup: ResourceType = {
  type: 'AWS::Redshift::ClusterSubnetGroup',
  properties: ['Description', 'SubnetIds', 'Tags'],
  createOnly: [],
  required: ['Description', 'SubnetIds'],
  name: { property: 'ClusterSubnetGroupName', maximum: 255, lowerCase: true },
  attributes: ['ClusterSubnetGroupName'],
  async create(request) {
    await request.call('redshift', 'CreateClusterSubnetGroup', {
      ClusterSubnetGroupName: request.name,
      ...shape(request),
      Tags: request.tags,
    });
    return request.name;
  },
  async find(request) {
    const reply = await unlessAbsent(
      request.call('redshift', 'DescribeClusterSubnetGroups', { ClusterSubnetGroupName: request.name }),
    );
    return isMine(reply?.ClusterSubnetGroups?.[0]?.Tags, request) ? request.name : undefined;
  },
  async read(request) {
    return { ClusterSubnetGroupName: request.physicalId };
  },
  async update(request) {
    const ClusterSubnetGroupName = request.physicalId;
    if (changed(request, 'Description', 'SubnetIds')) {
      await request.call('redshift', 'ModifyClusterSubnetGroup', {
        ClusterSubnetGroupName,
        ...shape(request),
      });
    }
    await updateTags(request, `subnetgroup:${ClusterSubnetGroupName}`);
  },
  async remove(request) {
    await request.call('redshift', 'DeleteClusterSubnetGroup', {
      ClusterSubnetGroupName: request.physicalId,
    });
  },
};

function shape({ properties }: ResourceRequest) {
  return { Description: text(properties.Description), SubnetIds: texts(properties.SubnetIds) };
}
