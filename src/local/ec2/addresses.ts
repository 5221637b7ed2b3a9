import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { describe } from './describe.js';
import type { Address } from './resources.js';
import { type Ec2Store, newId, tagsOf } from './store.js';

/** Networks that RFC 5737 keeps for documentation: nobody is reached by an address of ours. */
const networks = ['203.0.113', '198.51.100', '192.0.2'];

/** AWS's default of addresses in a Region. Source: VPC user guide, 'Amazon VPC quotas'. */
const quota = 5;

/** AllocateAddress, DescribeAddresses, ReleaseAddress. */
export function addressActions(store: Ec2Store): Record<string, Action> {
  const byId = describe(store, 'address', (address) => address, [
    'AssociationId',
    'NetworkInterfaceId',
    'NetworkInterfaceOwnerId',
    'PrivateIpAddress',
    'InstanceId',
  ]);
  return {
    AllocateAddress(input) {
      if (store.all('address').length >= quota)
        throw new AwsError('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
      const address: Address = store.add('address', {
        AllocationId: newId('eipalloc'),
        PublicIp: freeAddress(store),
        Domain: 'vpc',
        PublicIpv4Pool: 'amazon',
        NetworkBorderGroup: store.cloud.region,
        Tags: tagsOf(input, 'elastic-ip'),
      });
      store.save();
      const { Tags: _tags, ...shown } = address;
      return shown;
    },
    DescribeAddresses(input, context) {
      const ips: string[] = input.PublicIps ?? [];
      const ids = ips.map((ip) => addressByIp(store, ip).AllocationId);
      return byId({ ...input, AllocationIds: [...(input.AllocationIds ?? []), ...ids] }, context);
    },
    ReleaseAddress(input) {
      const address = input.AllocationId
        ? store.get('address', input.AllocationId)
        : addressByIp(store, input.PublicIp);
      if (address.AssociationId !== undefined)
        throw new AwsError('InvalidIPAddress.InUse', `Address ${address.PublicIp} is in use.`);
      store.remove('address', address);
      store.save();
      return {};
    },
  };
}

function addressByIp(store: Ec2Store, ip: string): Address {
  const address = store.all('address').find((candidate) => candidate.PublicIp === ip);
  if (!address) throw new AwsError('InvalidAddress.NotFound', `Address '${ip}' not found.`);
  return address;
}

function freeAddress(store: Ec2Store): string {
  const taken = new Set(store.all('address').map(({ PublicIp }) => PublicIp));
  for (const network of networks)
    for (let host = 1; host < 255; host++) if (!taken.has(`${network}.${host}`)) return `${network}.${host}`;
  throw new AwsError('AddressLimitExceeded', 'The maximum number of addresses has been reached.');
}
