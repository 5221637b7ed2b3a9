import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { page } from './describe.js';
import { applyFilters } from './filter.js';
import type { Ec2Store } from './store.js';
import { zonesOf } from './zones.js';

interface EndpointService {
  name: string;
  types: ('Gateway' | 'Interface')[];
  /** Id of the prefix list that a gateway's route names. */
  prefixList?: string;
}

/** AWS services with an endpoint in every region, the part after `com.amazonaws.REGION.`. */
const interfaces = [
  ...['cloudformation', 'ec2', 'events', 'grafana', 'kinesis-streams', 'kms', 'lambda', 'logs', 'monitoring'],
  ...['redshift', 'redshift-data', 'redshift-serverless', 's3', 'sagemaker.api', 'sagemaker.runtime'],
  ...['scheduler', 'secretsmanager', 'sns', 'sqs', 'ssm', 'states', 'sts', 'sync-states', 'execute-api'],
];
const gateways = { s3: 'pl-63a5400a', dynamodb: 'pl-02cd2c6b' };

/** The service of that name, `com.amazonaws.REGION.NAME`. */
export function findEndpointService(region: string, name: string): EndpointService | undefined {
  return endpointServices(region).find((service) => service.name === name);
}

function endpointServices(region: string): EndpointService[] {
  const names = [...new Set([...interfaces, ...Object.keys(gateways)])].sort();
  return names.map((short) => {
    const prefixList = gateways[short as keyof typeof gateways];
    const types: EndpointService['types'] = [
      ...(prefixList ? (['Gateway'] as const) : []),
      ...(interfaces.includes(short) ? (['Interface'] as const) : []),
    ];
    return { name: `com.amazonaws.${region}.${short}`, types, ...(prefixList && { prefixList }) };
  });
}

/** DescribeVpcEndpointServices. */
export function endpointServiceActions(store: Ec2Store): Record<string, Action> {
  return {
    DescribeVpcEndpointServices(input) {
      const { region } = store.cloud;
      const wanted: string[] = input.ServiceNames ?? [];
      const known = endpointServices(region);
      const unknown = wanted.filter((name) => !known.some((service) => service.name === name));
      if (unknown.length)
        throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${unknown[0]}' does not exist`);
      const details = known
        .filter(({ name }) => !wanted.length || wanted.includes(name))
        .flatMap(({ name, types }) => types.map((type) => detail(region, name, type)));
      const chosen = applyFilters(
        details,
        input.Filters,
        { 'service-type': 'ServiceType.ServiceType' },
        new Set(['ServiceName', 'Owner']),
      );
      const { items, NextToken } = page(chosen, input);
      return {
        ServiceNames: [...new Set(items.map(({ ServiceName }) => ServiceName))],
        ServiceDetails: items,
        NextToken,
      };
    },
  };
}

function detail(region: string, name: string, type: string) {
  const short = name.split('.').slice(3).join('.');
  const host = `${short.split('.').reverse().join('.')}.${region}`;
  return {
    ServiceName: name,
    ServiceType: [{ ServiceType: type }],
    ServiceRegion: region,
    AvailabilityZones: zonesOf(region).map((zone) => zone.name),
    AvailabilityZoneIds: zonesOf(region).map((zone) => zone.id),
    Owner: 'amazon',
    BaseEndpointDnsNames: [type === 'Gateway' ? `${host}.amazonaws.com` : `${host}.vpce.amazonaws.com`],
    ...(type === 'Interface' && {
      PrivateDnsName: `${host}.amazonaws.com`,
      PrivateDnsNames: [{ PrivateDnsName: `${host}.amazonaws.com` }],
    }),
    VpcEndpointPolicySupported: true,
    AcceptanceRequired: false,
    ManagesVpcEndpoints: false,
    Tags: [],
    SupportedIpAddressTypes: ['ipv4'],
  };
}
