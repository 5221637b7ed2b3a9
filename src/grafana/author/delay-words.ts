import {
  type DynamicConfigValue,
  MappingType,
  SpecialValueMatch,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** What stands in place of a value. Legible on Grafana's dark and light grounds. */
const MUTED = '#8e8e99';

/** The three levels of delay, each in its colour. */
const levels: ValueMapping = {
  type: MappingType.ValueToText,
  options: {
    HIGH: { color: 'red', index: 0, text: 'HIGH' },
    MEDIUM: { color: 'orange', index: 1, text: 'MEDIUM' },
    LOW: { color: 'green', index: 2, text: 'LOW' },
  },
};

/** A muted text in the place of NULL, as a mapping. */
export function inPlaceOfNull(text: string): ValueMapping {
  return {
    type: MappingType.SpecialValue,
    options: { match: SpecialValueMatch.Null, result: { color: MUTED, index: 3, text } },
  };
}

/** A column's levels of delay in their colours; a dash where there is none yet. */
export function delayWords(): DynamicConfigValue {
  return { id: 'mappings', value: [levels, inPlaceOfNull('–')] };
}
