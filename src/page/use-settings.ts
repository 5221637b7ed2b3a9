import { useCallback, useState } from 'react';
import type { Dashboard } from './model.js';

/** What the user chose, as it stands in the page's URL, so that a reload or a shared link shows the same. */
export interface Settings {
  from: string;
  to: string;
  /** e.g. `5s`; empty is off */
  refresh: string;
  timeZone: string;
}

function read(dashboard: Dashboard): Settings {
  const url = new URLSearchParams(location.search);
  const refresh = typeof dashboard.refresh === 'string' ? dashboard.refresh : '';
  return {
    from: url.get('from') ?? dashboard.time?.from ?? 'now-15m',
    to: url.get('to') ?? dashboard.time?.to ?? 'now',
    refresh: url.get('refresh') ?? refresh,
    timeZone: url.get('timezone') ?? (dashboard.timezone || 'browser'),
  };
}

/** The settings, and how to change some of them. */
export function useSettings(dashboard: Dashboard): [Settings, (change: Partial<Settings>) => void] {
  const [settings, setSettings] = useState(() => read(dashboard));
  const change = useCallback((some: Partial<Settings>) => {
    setSettings((old) => ({ ...old, ...some }));
    const url = new URL(location.href);
    for (const [key, value] of Object.entries(some)) url.searchParams.set(key.toLowerCase(), value);
    history.replaceState(null, '', url);
  }, []);
  return [settings, change];
}
