import type { DataFrame, TimeRange } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';
import { ApiError, runQueries } from './api.js';
import { prepareFrames } from './frames.js';
import { panelInterval, targetsToRun } from './interpolate.js';
import type { Panel } from './model.js';
import type { PanelKind } from './panels/kind.js';

/** What is asked of every panel at once: a range, and a number that grows with each refresh. */
export interface Refresh {
  range: TimeRange;
  count: number;
  /** The user chose a range or pressed the button: a query under way is given up for this one. */
  urgent: boolean;
}

export interface PanelData {
  /** undefined until the first answer */
  frames: DataFrame[] | undefined;
  /** The range that the frames were asked for. */
  range: TimeRange;
  loading: boolean;
  /** Why the last refresh failed; the frames are then those of the last that did not. */
  error: { message: string; detail: string | undefined } | undefined;
}

/** Asks a panel's queries on every refresh, and keeps the last answer while the next one is awaited or has failed. */
export function usePanelData(
  panel: Panel,
  kind: PanelKind,
  refresh: Refresh,
  width: number,
  timeZone: string,
  onAnswer: () => void,
): PanelData {
  const theme = useTheme2();
  const [data, setData] = useState<PanelData>({
    frames: kind.withoutData ? [] : undefined,
    range: refresh.range,
    loading: !kind.withoutData,
    error: undefined,
  });
  const running = useRef<AbortController | undefined>(undefined);
  const ready = width > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a panel is asked again by a refresh, not by each pixel of a resize.
  useEffect(() => {
    if (kind.withoutData || !ready) return;
    // A query slower than the refresh interval is waited for, or none would ever end.
    if (running.current !== undefined && !refresh.urgent) return;
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { range } = refresh;
    const interval = panelInterval(panel, range, width);
    const request = {
      from: range.from.valueOf(),
      to: range.to.valueOf(),
      targets: targetsToRun(panel, range, interval),
      intervalMs: interval.intervalMs,
      maxDataPoints: interval.maxDataPoints,
    };
    setData((old) => ({ ...old, loading: true }));
    runQueries(request, controller.signal)
      .then((answer) => prepareFrames(panel, kind, answer, theme, timeZone))
      .then(
        (frames) => {
          if (controller.signal.aborted) return;
          setData({ frames, range, loading: false, error: undefined });
          onAnswer();
        },
        (error: unknown) => {
          if (controller.signal.aborted) return;
          setData((old) => ({ ...old, loading: false, error: described(error) }));
        },
      )
      .finally(() => {
        if (running.current === controller) running.current = undefined;
      });
  }, [refresh, panel, kind, ready, theme, timeZone]);
  useEffect(() => () => running.current?.abort(), []);
  return data;
}

function described(error: unknown): { message: string; detail: string | undefined } {
  if (error instanceof ApiError) return { message: error.message, detail: error.detail };
  return {
    message: 'This panel could not be drawn.',
    detail: error instanceof Error ? error.message : String(error),
  };
}
