import type { FieldConfigSource } from '@grafana/data';

/** A query of a panel, as the dashboard's JSON holds it; the data source's own members ride along. */
export interface Target {
  refId: string;
  datasource?: { type?: string; uid?: string };
  hide?: boolean;
  rawSQL?: string;
  [member: string]: unknown;
}

/** Where a panel stands on the dashboard's grid: 24 columns, rows of 30 px with 8 px between. */
export interface GridPos {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A panel of the dashboard's JSON, with the members that this page reads. */
export interface Panel {
  id?: number;
  type: string;
  title?: string;
  description?: string;
  transparent?: boolean;
  gridPos?: GridPos;
  datasource?: { type?: string; uid?: string };
  targets?: Target[];
  transformations?: { id: string; disabled?: boolean; options: unknown }[];
  fieldConfig?: FieldConfigSource;
  options?: Record<string, unknown>;
  interval?: string;
  maxDataPoints?: number;
  /** of a row */
  collapsed?: boolean;
  panels?: Panel[];
  [member: string]: unknown;
}

/** The dashboard's JSON, with the members that this page reads. */
export interface Dashboard {
  uid?: string;
  title?: string;
  description?: string;
  timezone?: string;
  time?: { from: string; to: string };
  refresh?: string | boolean;
  timepicker?: { refresh_intervals?: string[] };
  templating?: { list?: { name: string }[] };
  panels?: Panel[];
}
