import { AwsError } from '../protocol/errors.js';
import type { Action } from '../service.js';
import { applyFilters } from './filter.js';
import type { Ec2Store } from './store.js';

/** Regions and their names in words. Source: EC2 user guide, 'Regions and Zones'. */
const regionNames: Record<string, string> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-northeast-2': 'Asia Pacific (Seoul)',
  'ap-northeast-3': 'Asia Pacific (Osaka)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ca-central-1': 'Canada (Central)',
  'eu-central-1': 'Europe (Frankfurt)',
  'eu-north-1': 'Europe (Stockholm)',
  'eu-west-1': 'Europe (Ireland)',
  'eu-west-2': 'Europe (London)',
  'eu-west-3': 'Europe (Paris)',
  'sa-east-1': 'South America (Sao Paulo)',
};

/** In us-east-1 an account's zones are numbered otherwise; as recorded in `test_describe_availability_zones_…`. */
const numbersInVirginia = [6, 1, 2, 4, 3, 5];

export interface Zone {
  name: string;
  id: string;
}

/** The availability zones of a region: six in us-east-1, three elsewhere. */
export function zonesOf(region: string): Zone[] {
  const [area = '', direction = '', number = ''] = region.split('-');
  // `east` → e, `southeast` → se
  const compass = direction
    .replace(/^(north|south)(?=east|west)/, (word) => word.slice(0, 1))
    .replace(/(east|west|north|south|central)$/, (word) => word.slice(0, 1));
  const short = area + compass + number;
  const numbers = region === 'us-east-1' ? numbersInVirginia : [1, 2, 3];
  return numbers.map((zone, index) => ({
    name: `${region}${'abcdef'[index]}`,
    id: `${short}-az${zone}`,
  }));
}

/** DescribeAvailabilityZones, DescribeRegions. */
export function zoneActions(store: Ec2Store): Record<string, Action> {
  return {
    DescribeAvailabilityZones(input) {
      const { region } = store.cloud;
      const zones = zonesOf(region).map((zone) => ({
        State: 'available',
        OptInStatus: 'opt-in-not-required',
        Messages: [],
        RegionName: region,
        ZoneName: zone.name,
        ZoneId: zone.id,
        GroupName: `${region}-zg-1`,
        GroupLongName: `${regionNames[region] ?? region} 1`,
        NetworkBorderGroup: region,
        ZoneType: 'availability-zone',
      }));
      const names: string[] = input.ZoneNames ?? [];
      const ids: string[] = input.ZoneIds ?? [];
      const unknown = [
        ...names.filter((name) => !zones.some(({ ZoneName }) => ZoneName === name)),
        ...ids.filter((id) => !zones.some(({ ZoneId }) => ZoneId === id)),
      ];
      if (unknown.length)
        throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${unknown[0]}]`);
      const chosen = zones.filter(
        ({ ZoneName, ZoneId }) =>
          (!names.length && !ids.length) || names.includes(ZoneName) || ids.includes(ZoneId),
      );
      const known = new Set(Object.keys(zones[0] ?? {}));
      return { AvailabilityZones: applyFilters(chosen, input.Filters, {}, known) };
    },
    DescribeRegions(input) {
      const regions = Object.keys(regionNames).map((name) => ({
        Endpoint: `ec2.${name}.amazonaws.com`,
        RegionName: name,
        OptInStatus: 'opt-in-not-required',
      }));
      const wanted: string[] = input.RegionNames ?? [];
      const unknown = wanted.find((name) => !(name in regionNames));
      if (unknown) throw new AwsError('InvalidParameterValue', `Invalid region name: [${unknown}]`);
      const chosen = regions.filter(({ RegionName }) => !wanted.length || wanted.includes(RegionName));
      const known = new Set(['Endpoint', 'RegionName', 'OptInStatus']);
      return { Regions: applyFilters(chosen, input.Filters, {}, known) };
    },
  };
}
