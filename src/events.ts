/** What work tells the outside while it runs. Only `ui` turns these into words on a screen. */
export type WorkshopEvent =
  | { type: 'step-started'; id: string; title: string }
  /** `done` of `total` resources or statements, where they can be counted. */
  | { type: 'step-progress'; id: string; title: string; text: string; done?: number; total?: number }
  | { type: 'step-done'; id: string; title: string; text?: string; milliseconds: number }
  | { type: 'step-skipped'; id: string; title: string; reason: string }
  | { type: 'step-failed'; id: string; title: string; message: string; milliseconds: number }
  | { type: 'notice'; text: string };

export type Emit = (event: WorkshopEvent) => void;
