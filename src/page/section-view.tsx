import { Icon } from '@grafana/ui';
import { useState } from 'react';
import type { Panel } from './model.js';
import { PanelView } from './panel-view.js';
import { gridPos, type Section } from './sections.js';
import type { Refresh } from './use-panel-data.js';

interface SectionViewProps {
  section: Section;
  refresh: Refresh;
  timeZone: string;
  onChangeRange: (range: { from: number; to: number }) => void;
  onAnswer: () => void;
}

/** Grid rows of a panel on a phone, where the values of a stat stand in two rows. */
function narrowHeight(panel: Panel, rows: number): number {
  return panel.type === 'stat' ? Math.max(rows, 5) : rows;
}

/** A row's title, which folds it, and its panels on Grafana's grid. */
export function SectionView({ section, ...rest }: SectionViewProps) {
  const [folded, setFolded] = useState(section.row?.collapsed === true);
  const top = Math.min(...section.panels.map((panel) => gridPos(panel).y));
  return (
    <section>
      {section.row !== undefined && (
        <h2 className="row-title">
          <button type="button" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            <Icon name={folded ? 'angle-right' : 'angle-down'} />
            {section.row.title}
            {folded && (
              <span className="row-count">
                ({section.panels.length} {section.panels.length === 1 ? 'panel' : 'panels'})
              </span>
            )}
          </button>
        </h2>
      )}
      {!folded && (
        <div className="dashboard-grid">
          {section.panels.map((panel, index) => {
            const { x, y, w, h } = gridPos(panel);
            return (
              <div
                key={panel.id ?? index}
                className="dashboard-cell"
                style={{
                  gridColumn: `${x + 1} / span ${w}`,
                  gridRow: `${y - top + 1} / span ${h}`,
                  ['--cell-height' as string]: `${narrowHeight(panel, h) * 38 - 8}px`,
                }}
              >
                <PanelView panel={panel} {...rest} />
              </div>
            );
          })}
        </div>
      )}
    </section>
  );
}
