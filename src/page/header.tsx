import { dateTime, type TimeRange } from '@grafana/data';
import { defaultIntervals, Icon, RefreshPicker, TimeRangePicker } from '@grafana/ui';
import type { Dashboard } from './model.js';
import { written } from './time-range.js';
import type { Settings } from './use-settings.js';

interface HeaderProps {
  dashboard: Dashboard;
  settings: Settings;
  range: TimeRange;
  onChange: (change: Partial<Settings>) => void;
  onRefresh: () => void;
}

/** The dashboard's name, and the pickers of time range and refresh. */
export function Header({ dashboard, settings, range, onChange, onRefresh }: HeaderProps) {
  const between = (from: number, to: number) => onChange(written({ from: dateTime(from), to: dateTime(to) }));
  const from = range.from.valueOf();
  const to = range.to.valueOf();
  const span = to - from;
  const offered = dashboard.timepicker?.refresh_intervals ?? defaultIntervals;
  const { refresh } = settings;
  const intervals = refresh === '' || offered.includes(refresh) ? offered : [refresh, ...offered];
  return (
    <header className="page-header">
      <Icon name="apps" size="lg" />
      <h1 title={dashboard.description}>
        <span className="page-folder">General /</span> {dashboard.title}
      </h1>
      <div className="page-tools">
        <TimeRangePicker
          value={range}
          timeZone={settings.timeZone}
          onChange={(chosen) => onChange(written(chosen.raw))}
          onChangeTimeZone={(timeZone) => onChange({ timeZone })}
          onMoveBackward={() => between(from - span / 2, to - span / 2)}
          onMoveForward={() => between(from + span / 2, to + span / 2)}
          onZoom={() => between(from - span / 2, to + span / 2)}
          isOnCanvas
        />
        <RefreshPicker
          value={refresh}
          intervals={intervals}
          onRefresh={onRefresh}
          onIntervalChanged={(chosen) => onChange({ refresh: chosen })}
          tooltip="Refresh now"
          isOnCanvas
        />
      </div>
    </header>
  );
}
