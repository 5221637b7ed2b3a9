import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';

/** A table's panel without the footer's defaults that the SDK writes and the table's schema no longer has. */
export function withoutFooter(table: Builder<Panel>): Builder<Panel> {
  return {
    build: () => {
      const panel = table.build();
      const { footer, ...options } = panel.options as Record<string, unknown>;
      return { ...panel, options };
    },
  };
}
