import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { describe } from './describe.js';
import { type Ec2Store, newId, refuseDependents, tagsOf } from './store.js';

/** CreateInternetGateway, DescribeInternetGateways, Attach-, Detach- and DeleteInternetGateway. */
export function internetGatewayActions(store: Ec2Store): Record<string, Action> {
  return {
    CreateInternetGateway(input) {
      const gateway = store.add('internetGateway', {
        InternetGatewayId: newId('igw'),
        OwnerId: store.cloud.accountId,
        Attachments: [],
        Tags: tagsOf(input, 'internet-gateway'),
      });
      store.save();
      return { InternetGateway: gateway };
    },
    DescribeInternetGateways: describe(store, 'internetGateway', (gateway) => gateway),
    AttachInternetGateway(input) {
      const gateway = store.get('internetGateway', input.InternetGatewayId);
      const vpc = store.get('vpc', input.VpcId);
      const attached = gateway.Attachments[0]?.VpcId;
      if (attached !== undefined)
        throw new AwsError(
          'Resource.AlreadyAssociated',
          `resource ${gateway.InternetGatewayId} is already attached to network ${attached}`,
        );
      const other = store
        .all('internetGateway')
        .find((candidate) => candidate.Attachments.some(({ VpcId }) => VpcId === vpc.VpcId));
      if (other)
        throw new AwsError(
          'InvalidParameterValue',
          `Network ${vpc.VpcId} already has an internet gateway attached`,
        );
      // 'available' is the one state that EC2 shows for an attached internet gateway.
      gateway.Attachments = [{ State: 'available', VpcId: vpc.VpcId }];
      store.save();
      return {};
    },
    DetachInternetGateway(input) {
      const gateway = store.get('internetGateway', input.InternetGatewayId);
      const vpc = store.get('vpc', input.VpcId);
      if (!gateway.Attachments.some(({ VpcId }) => VpcId === vpc.VpcId))
        throw new AwsError(
          'Gateway.NotAttached',
          `resource ${gateway.InternetGatewayId} is not attached to network ${vpc.VpcId}`,
        );
      const mapped = store
        .all('natGateway')
        .some(
          (nat) => nat.VpcId === vpc.VpcId && nat.ConnectivityType === 'public' && nat.deleting === undefined,
        );
      if (mapped)
        throw new AwsError(
          'DependencyViolation',
          `Network ${vpc.VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
        );
      gateway.Attachments = [];
      for (const table of store.all('routeTable'))
        for (const route of table.Routes)
          if (route.GatewayId === gateway.InternetGatewayId) route.State = 'blackhole';
      store.save();
      return {};
    },
    DeleteInternetGateway(input) {
      const gateway = store.get('internetGateway', input.InternetGatewayId);
      refuseDependents('internetGateway', gateway.InternetGatewayId, gateway.Attachments.length > 0);
      store.remove('internetGateway', gateway);
      store.save();
      return {};
    },
  };
}
