import { getFieldDisplayName } from '@grafana/data';
import { TableCellHeight } from '@grafana/schema';
import { TableNG } from '@grafana/ui/unstable';
import { useState } from 'react';
import { useStructureRev } from '../structure-rev.js';
import { optionsOf, type PanelKind, type PanelProps } from './kind.js';

const defaults = {
  frameIndex: 0,
  showHeader: true,
  showTypeIcons: false,
  cellHeight: TableCellHeight.Sm,
  sortBy: undefined as { displayName: string; desc?: boolean }[] | undefined,
  enablePagination: false,
  frozenColumns: undefined as { left?: number } | undefined,
  maxRowHeight: undefined as number | undefined,
};

function Table({ panel, frames, width, height, range }: PanelProps) {
  const options = optionsOf(panel, defaults);
  const [sortBy, setSortBy] = useState(options.sortBy);
  const [widths, setWidths] = useState<Record<string, number>>({});
  const structureRev = useStructureRev(frames);
  const frame = frames[options.frameIndex] ?? frames[0];
  if (frame === undefined) return null;
  const fields = frame.fields.map((field) => {
    const dragged = widths[getFieldDisplayName(field, frame)];
    if (dragged === undefined) return field;
    return { ...field, config: { ...field.config, custom: { ...field.config.custom, width: dragged } } };
  });
  return (
    <TableNG
      data={{ ...frame, fields }}
      width={width}
      height={height}
      noHeader={!options.showHeader}
      showTypeIcons={options.showTypeIcons}
      cellHeight={options.cellHeight}
      resizable
      sortByBehavior="initial"
      {...(sortBy === undefined ? {} : { sortBy })}
      onSortByChange={setSortBy}
      onColumnResize={(name, pixels) => setWidths((old) => ({ ...old, [name]: pixels }))}
      enablePagination={options.enablePagination}
      frozenColumns={options.frozenColumns?.left ?? 0}
      {...(options.maxRowHeight === undefined ? {} : { maxRowHeight: options.maxRowHeight })}
      structureRev={structureRev}
      timeRange={range}
      fieldConfig={panel.fieldConfig ?? { defaults: {}, overrides: [] }}
      transparent={panel.transparent ?? false}
    />
  );
}

export const table: PanelKind = {
  component: Table,
  customKeys: [
    'align',
    'cellOptions',
    'filterable',
    'footer',
    'hideFrom',
    'hideHeader',
    'inspect',
    'minWidth',
    'width',
    'wrapHeaderText',
    'wrapText',
  ],
  optionKeys: Object.keys(defaults),
  defaultColour: 'thresholds',
};
