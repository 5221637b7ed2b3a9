import { writeFileSync } from 'node:fs';
import { packagePath } from '../../package-root.js';
import { logisticsDashboard } from './dashboard.js';

/** The text of `dashboard.json`. */
export function dashboardText(): string {
  return `${JSON.stringify(logisticsDashboard(), null, 2)}\n`;
}

/** Writes `dashboard.json`, the file that Grafana imports. */
export function writeDashboard(): void {
  writeFileSync(packagePath('dashboard.json'), dashboardText());
}
