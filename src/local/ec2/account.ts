import type { Action } from '../service.js';
import { applyFilters } from './filter.js';
import type { Ec2Store } from './store.js';

/** DescribeAccountAttributes; DescribeNetworkInterfaces, of which this cloud has none, as nothing here has a real network. */
export function accountActions(store: Ec2Store): Record<string, Action> {
  return {
    DescribeAccountAttributes(input) {
      const attributes: Record<string, string> = {
        'supported-platforms': 'VPC',
        'vpc-max-security-groups-per-interface': '5',
        'max-elastic-ips': '5',
        'max-instances': '20',
        'vpc-max-elastic-ips': '5',
        'default-vpc': store.all('vpc').find(({ IsDefault }) => IsDefault)?.VpcId ?? 'none',
      };
      const wanted: string[] = input.AttributeNames?.length ? input.AttributeNames : Object.keys(attributes);
      return {
        AccountAttributes: wanted
          .filter((name) => name in attributes)
          .map((name) => ({
            AttributeName: name,
            AttributeValues: [{ AttributeValue: attributes[name] }],
          })),
      };
    },
    DescribeNetworkInterfaces(input) {
      const known = new Set([
        ...['VpcId', 'SubnetId', 'AvailabilityZone', 'Description', 'OwnerId', 'RequesterId', 'Status'],
        ...['NetworkInterfaceId', 'PrivateIpAddress', 'MacAddress', 'InterfaceType'],
      ]);
      const nested = { 'group-id': 'Groups.GroupId', 'attachment.instance-id': 'Attachment.InstanceId' };
      return { NetworkInterfaces: applyFilters([], input.Filters, nested, known) };
    },
  };
}
