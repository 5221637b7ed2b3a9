import type { GridPos, Panel } from './model.js';

/** A row of the dashboard and what stands under it; the panels before the first row have none. */
export interface Section {
  row: Panel | undefined;
  panels: Panel[];
}

const somewhere: GridPos = { x: 0, y: 0, w: 24, h: 8 };

export function gridPos(panel: Panel): GridPos {
  return panel.gridPos ?? somewhere;
}

/**
 * The dashboard's panels by the row they belong to: those after it in the grid, or, when it was saved collapsed, those
 * inside it.
 */
export function sections(panels: Panel[]): Section[] {
  const ordered = [...panels].sort((a, b) => gridPos(a).y - gridPos(b).y || gridPos(a).x - gridPos(b).x);
  const found: Section[] = [{ row: undefined, panels: [] }];
  for (const panel of ordered) {
    if (panel.type === 'row') found.push({ row: panel, panels: [...(panel.panels ?? [])] });
    else found.at(-1)?.panels.push(panel);
  }
  return found.filter((section) => section.row !== undefined || section.panels.length > 0);
}
