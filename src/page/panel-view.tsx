import { LoadingState, renderMarkdown } from '@grafana/data';
import { Icon, PanelChrome, Tooltip } from '@grafana/ui';
import { Component, type ReactNode, useMemo } from 'react';
import { isEmpty } from './frames.js';
import type { Panel } from './model.js';
import type { PanelKind } from './panels/kind.js';
import { panelKinds } from './panels/kinds.js';
import { unknownFeatures } from './unknown-features.js';
import { type PanelData, type Refresh, usePanelData } from './use-panel-data.js';
import { useSize } from './use-size.js';

interface PanelViewProps {
  panel: Panel;
  refresh: Refresh;
  timeZone: string;
  onChangeRange: (range: { from: number; to: number }) => void;
  onAnswer: () => void;
}

/** A panel in its frame, or, in its place, the name of a type that this page does not draw. */
export function PanelView(props: PanelViewProps) {
  const { ref, width, height } = useSize();
  const kind = panelKinds[props.panel.type];
  return (
    <div className="panel-cell" ref={ref}>
      {width > 0 && height > 0 && kind !== undefined && (
        <KnownPanel {...props} kind={kind} width={width} height={height} />
      )}
      {width > 0 && kind === undefined && (
        <PanelChrome title={props.panel.title ?? ''} width={width} height={height}>
          {() => <Message words={`Panels of type '${props.panel.type}' are not drawn by this page.`} />}
        </PanelChrome>
      )}
    </div>
  );
}

function KnownPanel(props: PanelViewProps & { kind: PanelKind; width: number; height: number }) {
  const { panel, kind, width, height, timeZone, refresh } = props;
  const data = usePanelData(panel, kind, refresh, width, timeZone, props.onAnswer);
  const unknown = useMemo(() => unknownFeatures(panel, kind), [panel, kind]);
  const title = panel.title ?? '';
  const notes = [
    unknown.length > 0 && (
      <Tooltip key="unknown" content={`Not drawn by this page: ${unknown.join(', ')}`}>
        <span className="panel-note" data-testid="not-drawn">
          <Icon name="info-circle" /> not drawn: {unknown.join(', ')}
        </span>
      </Tooltip>
    ),
    data.error !== undefined && data.frames !== undefined && (
      <Tooltip key="stale" content={data.error.detail ?? data.error.message}>
        <span className="panel-note panel-stale" data-testid="stale">
          <Icon name="exclamation-triangle" /> {data.error.message}
        </span>
      </Tooltip>
    ),
  ].filter(Boolean) as ReactNode[];
  const bare = title === '' && notes.length === 0;
  return (
    <PanelChrome
      title={title}
      width={width}
      height={height}
      padding={panel.type === 'table' ? 'none' : 'md'}
      displayMode={panel.transparent === true ? 'transparent' : 'default'}
      loadingState={data.loading ? LoadingState.Loading : LoadingState.Done}
      {...(panel.description === undefined ? {} : { description: renderMarkdown(panel.description) })}
      hoverHeader={bare}
      actions={notes}
    >
      {(innerWidth, innerHeight) => (
        <PanelErrors>
          <PanelBody {...props} data={data} width={innerWidth} height={innerHeight} />
        </PanelErrors>
      )}
    </PanelChrome>
  );
}

function PanelBody(
  props: PanelViewProps & { kind: PanelKind; data: PanelData; width: number; height: number },
) {
  const { kind, data, panel, width, height, timeZone, onChangeRange } = props;
  if (data.frames === undefined) {
    if (data.error === undefined) return <Message words="Asking for the first rows…" />;
    return <Message icon words={data.error.message} detail={data.error.detail} />;
  }
  if (!kind.withoutData && isEmpty(data.frames)) {
    const own = wordsForNothing(panel);
    if (own !== undefined) return <Message words={own} />;
    const mayCome = typeof data.range.raw.to === 'string';
    return (
      <Message
        words={mayCome ? 'Waiting for the first rows' : 'No data'}
        detail="Nothing has arrived in the chosen time range."
      />
    );
  }
  const Draw = kind.component;
  return (
    <Draw
      panel={panel}
      frames={data.frames}
      width={width}
      height={height}
      range={data.range}
      timeZone={timeZone}
      onChangeRange={onChangeRange}
    />
  );
}

/** What the panel itself says in place of no data (its 'No value'), if that is words and not a dash. */
function wordsForNothing(panel: Panel): string | undefined {
  const noValue = panel.fieldConfig?.defaults.noValue;
  return noValue !== undefined && /\p{L}/u.test(noValue) ? noValue : undefined;
}

function Message({ words, detail, icon }: { words: string; detail?: string | undefined; icon?: boolean }) {
  return (
    <div className="panel-message" role="status">
      <div>
        {icon && <Icon name="exclamation-triangle" size="lg" />} {words}
      </div>
      {detail !== undefined && <div className="panel-message-detail">{detail}</div>}
    </div>
  );
}

/** One panel that fails to draw says so; the others go on. */
class PanelErrors extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <Message icon words="This panel could not be drawn." detail={this.state.error.message} />;
  }
}
