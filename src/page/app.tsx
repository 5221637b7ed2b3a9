import { Icon } from '@grafana/ui';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { ApiError, fetchDashboard } from './api.js';
import { Header } from './header.js';
import type { Dashboard } from './model.js';
import { SectionView } from './section-view.js';
import { sections } from './sections.js';
import { useRefresh } from './use-refresh.js';
import { useSettings } from './use-settings.js';

/** The uid in `/<workspace>/d/<uid>/<slug>`. */
function uidOf(path: string): string {
  return decodeURIComponent(/\/d\/([^/]+)/.exec(path)?.[1] ?? '');
}

/** The whole page: fetches the dashboard named in the URL, and draws it. */
export function App() {
  const [dashboard, setDashboard] = useState<Dashboard>();
  const [problem, setProblem] = useState<ApiError>();
  useEffect(() => {
    let retry: ReturnType<typeof setTimeout> | undefined;
    const load = () =>
      fetchDashboard(uidOf(location.pathname)).then(
        (found) => {
          document.title = `${found.title ?? 'Dashboard'} – Grafana`;
          setProblem(undefined);
          setDashboard(found);
        },
        (error: unknown) => {
          setProblem(error instanceof ApiError ? error : new ApiError(String(error), 0));
          retry = setTimeout(load, 3000);
        },
      );
    void load();
    return () => clearTimeout(retry);
  }, []);
  if (dashboard !== undefined) return <DashboardView dashboard={dashboard} />;
  return (
    <main className="page-message" role="status">
      {problem === undefined ? 'Opening the dashboard…' : problem.message}
      {problem?.detail !== undefined && <code>{problem.detail}</code>}
    </main>
  );
}

function DashboardView({ dashboard }: { dashboard: Dashboard }) {
  const [settings, change] = useSettings(dashboard);
  const { refresh, now } = useRefresh(settings);
  const found = useMemo(() => sections(dashboard.panels ?? []), [dashboard]);
  const variables = (dashboard.templating?.list ?? []).map((variable) => variable.name);
  const changeRange = useCallback(
    ({ from, to }: { from: number; to: number }) =>
      change({ from: String(Math.round(from)), to: String(Math.round(to)) }),
    [change],
  );
  const [answered, setAnswered] = useState(0);
  const onAnswer = useCallback(() => setAnswered(Date.now()), []);
  return (
    <>
      <Header
        dashboard={dashboard}
        settings={settings}
        range={refresh.range}
        onChange={change}
        onRefresh={now}
      />
      {/* Fetched while the workspace answers, for the moment when it no longer does. */}
      <span hidden>
        <Icon name="exclamation-triangle" />
      </span>
      <main className="dashboard" data-answered={answered}>
        {variables.length > 0 && (
          <p className="panel-note">
            Not drawn by this page: the dashboard variables {variables.join(', ')}.
          </p>
        )}
        {found.length === 0 && <p className="page-message">This dashboard has no panels yet.</p>}
        {found.map((section, index) => (
          <SectionView
            key={section.row?.id ?? `section-${index}`}
            section={section}
            refresh={refresh}
            timeZone={settings.timeZone}
            onChangeRange={changeRange}
            onAnswer={onAnswer}
          />
        ))}
      </main>
    </>
  );
}
