/** The types of a frame's fields that Redshift's come to. */
export type FieldType = 'time' | 'number' | 'string' | 'boolean';

/** One column: times are epoch ms, a missing value is null. */
export interface FrameField {
  name: string;
  type: FieldType;
  values: (number | string | boolean | null)[];
  labels?: Record<string, string>;
}

/** A table by columns, all of one length. */
export interface Frame {
  fields: FrameField[];
}

/** The JSON of a frame in a reply of `/api/ds/query`, which Grafana's `dataFrameFromJSON` reads. */
export interface FrameJson {
  schema: {
    name: string;
    refId: string;
    meta: { executedQueryString: string; preferredVisualisationType: string; typeVersion: [number, number] };
    fields: {
      name: string;
      type: FieldType;
      typeInfo: { frame: string; nullable: boolean };
      labels?: Record<string, string>;
    }[];
  };
  data: { values: FrameField['values'][] };
}

const goTypes: Record<FieldType, string> = {
  time: 'time.Time',
  number: 'float64',
  string: 'string',
  boolean: 'bool',
};

/** A frame as it goes into a reply. */
export function frameJson(
  frame: Frame,
  refId: string,
  executedQueryString: string,
  graph: boolean,
): FrameJson {
  return {
    schema: {
      name: refId,
      refId,
      meta: {
        typeVersion: [0, 0],
        preferredVisualisationType: graph ? 'graph' : 'table',
        executedQueryString,
      },
      fields: frame.fields.map(({ name, type, labels }) => ({
        name,
        type,
        typeInfo: { frame: goTypes[type], nullable: true },
        ...(labels === undefined ? {} : { labels }),
      })),
    },
    data: { values: frame.fields.map((field) => field.values) },
  };
}
