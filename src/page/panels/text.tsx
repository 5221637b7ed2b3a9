import { renderMarkdown, textUtil } from '@grafana/data';
import { optionsOf, type PanelKind, type PanelProps } from './kind.js';

const defaults = { mode: 'markdown', content: '', code: undefined };

function Text({ panel }: PanelProps) {
  const { mode, content } = optionsOf(panel, defaults);
  if (mode === 'code') return <pre className="text-panel">{content}</pre>;
  const html = mode === 'html' ? textUtil.sanitize(content) : renderMarkdown(content);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: both ways sanitize, as Grafana's own text panel does.
  return <div className="text-panel markdown-html" dangerouslySetInnerHTML={{ __html: html }} />;
}

export const text: PanelKind = {
  component: Text,
  customKeys: [],
  optionKeys: Object.keys(defaults),
  defaultColour: 'thresholds',
  withoutData: true,
};
