// The types that dashboard.json is held against: Grafana's own, of a dashboard and of the panels on it.
// The composable kinds are not among the package's exports, so they are named by file.
export type { Dashboard } from '@grafana/schema';

import type * as barchart from '../../node_modules/@grafana/schema/dist/types/raw/composable/barchart/panelcfg/x/types.gen.js';
import type * as stat from '../../node_modules/@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/types.gen.js';
import type * as table from '../../node_modules/@grafana/schema/dist/types/raw/composable/table/panelcfg/x/types.gen.js';
import type * as timeseries from '../../node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen.js';

export interface PanelTypes {
  barchart?: { options: barchart.Options; custom?: Partial<barchart.FieldConfig> };
  stat?: { options: stat.Options; custom?: object };
  table?: { options: table.Options; custom?: Partial<table.FieldConfig> };
  timeseries?: { options: timeseries.Options; custom?: Partial<timeseries.FieldConfig> };
}
