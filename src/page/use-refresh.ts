import { rangeUtil } from '@grafana/data';
import { useCallback, useEffect, useState } from 'react';
import { evaluate } from './time-range.js';
import type { Refresh } from './use-panel-data.js';
import type { Settings } from './use-settings.js';

/** Refreshes by the clock while the page is looked at, and at once when the range changes or the user asks. */
export function useRefresh({ from, to, refresh: every, timeZone }: Settings): {
  refresh: Refresh;
  now: () => void;
} {
  const next = useCallback(
    (count: number, urgent: boolean): Refresh => ({ range: evaluate({ from, to }, timeZone), count, urgent }),
    [from, to, timeZone],
  );
  const [refresh, setRefresh] = useState(() => next(0, true));
  useEffect(() => setRefresh((old) => next(old.count + 1, true)), [next]);
  useEffect(() => {
    if (every === '') return;
    const tick = () => {
      if (document.visibilityState === 'visible') setRefresh((old) => next(old.count + 1, false));
    };
    const timer = setInterval(tick, Math.max(rangeUtil.intervalToMs(every), 1000));
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [every, next]);
  const now = useCallback(() => setRefresh((old) => next(old.count + 1, true)), [next]);
  return { refresh, now };
}
