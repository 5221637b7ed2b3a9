import type { Ora } from 'ora';
import type { WorkshopEvent } from '../events.js';
import type { Listener, OutputMode } from './output.js';
import { duration, styleOf } from './style.js';
import { cut, displayWidth, pad } from './wrap.js';

/** A listener that fits the mode: a live display at a terminal, plain lines elsewhere. */
export async function progressListener(mode: OutputMode): Promise<Listener> {
  return mode.live ? liveProgress(mode) : plainProgress(mode);
}

const titleWidth = 36;

/** Between two lines of one step in a log. */
const quietMilliseconds = 3000;

function plainProgress(mode: OutputMode): Listener {
  const lines = lineWriter(mode);
  return {
    emit: (event) => {
      const line = lines(event);
      if (line) process.stderr.write(`${line}\n`);
    },
    stop: () => undefined,
  };
}

/** What is done stands above, line by line; what runs shares one live line below. */
async function liveProgress(mode: OutputMode): Promise<Listener> {
  const { default: ora } = await import('ora');
  const lines = lineWriter(mode, process.stderr.columns);
  const style = styleOf(mode);
  const running = new Map<string, string>();
  // Ctrl-C must stay a signal: ora would swallow it while it discards stdin.
  const spinner: Ora = ora({
    stream: process.stderr,
    discardStdin: false,
    color: mode.color ? 'cyan' : false,
  });
  const show = () => {
    if (running.size === 0) return void spinner.stop();
    const width = Math.max(20, (process.stderr.columns ?? 80) - 4);
    const text = [...running.values()].join(style.dim(' · '));
    // One line: a spinner that wraps can't be taken away whole.
    spinner.text = displayWidth(text) > width ? cut([...running.values()].join(' · '), width) : text;
    if (!spinner.isSpinning) spinner.start();
  };
  return {
    emit: (event) => {
      if (event.type === 'step-started') running.set(event.id, event.title);
      else if (event.type === 'step-progress') running.set(event.id, progressText(event));
      else if (event.type !== 'notice') running.delete(event.id);
      const line = event.type === 'step-progress' ? undefined : lines(event);
      if (line && event.type !== 'step-started') {
        spinner.stop();
        process.stderr.write(`${line}\n`);
      }
      show();
    },
    stop: () => void spinner.stop(),
  };
}

function progressText(event: Extract<WorkshopEvent, { type: 'step-progress' }>): string {
  const counted = event.total ? ` ${event.done ?? 0}/${event.total}` : '';
  return `${event.title}${counted}${event.text ? ` ${event.text}` : ''}`;
}

/** @param width of the terminal; a detail that doesn't fit beside its title is cut */
function lineWriter(
  mode: OutputMode,
  width = Number.POSITIVE_INFINITY,
): (event: WorkshopEvent) => string | undefined {
  const style = styleOf(mode);
  const title = (text: string) => pad(text, titleWidth);
  const detail = (text: string) => style.dim(cut(text, Math.max(20, width - titleWidth - 4)));
  // A log gets a line of progress only from steps that take long, and only when a count moved.
  const said = new Map<string, { at: number; done: number }>();
  return (event) => {
    switch (event.type) {
      case 'step-started':
        said.set(event.id, { at: Date.now(), done: 0 });
        return undefined;
      case 'step-progress': {
        const last = said.get(event.id);
        const now = Date.now();
        if (
          event.done === undefined ||
          !last ||
          last.done === event.done ||
          now - last.at < quietMilliseconds
        )
          return undefined;
        said.set(event.id, { at: now, done: event.done });
        return `  ${title(event.title)} ${event.done} of ${event.total ?? '?'} ${event.text}`.trimEnd();
      }
      case 'step-done':
        return `${style.green('✔')} ${title(event.title)} ${detail([duration(event.milliseconds), event.text].filter(Boolean).join(', '))}`;
      case 'step-skipped':
        return `${style.dim('–')} ${title(event.title)} ${detail(event.reason)}`;
      case 'step-failed':
        return `${style.red('✘')} ${title(event.title)} ${detail(duration(event.milliseconds))}`;
      case 'notice':
        return `  ${style.yellow(event.text)}`;
    }
  };
}
