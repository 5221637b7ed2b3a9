import { barchart } from './barchart.js';
import type { PanelKind } from './kind.js';
import { stat } from './stat.js';
import { table } from './table.js';
import { text } from './text.js';
import { timeseries } from './timeseries.js';

/** Every type of panel that this page draws. A new one is one file and one line here. */
export const panelKinds: Readonly<Record<string, PanelKind>> = { barchart, stat, table, text, timeseries };
