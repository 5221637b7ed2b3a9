import type { BrowserContext, Page } from 'playwright-core';

/** Lets every page remember the words that were last drawn on each of its canvases, since it was last cleared. */
export async function watchCanvas(context: BrowserContext): Promise<void> {
  await context.addInitScript(`
    const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
      this.canvas.drawnWords = [];
      return clearRect.apply(this, box);
    };
    CanvasRenderingContext2D.prototype.fillText = function (words, ...place) {
      (this.canvas.drawnWords ??= []).push(words);
      return fillText.call(this, words, ...place);
    };
  `);
}

/** The value that stands under a name in the row of indicators, e.g. `16.88 K`. */
export async function indicator(page: Page, name: string): Promise<string> {
  const value = page.getByText(name, { exact: true }).first().locator('xpath=following-sibling::*[1]');
  return ((await value.textContent({ timeout: 5000 })) ?? '').replace(/\s+/g, ' ').trim();
}

/** The totals in the legend of 'Delay Probability'. */
export async function legendTotals(page: Page): Promise<Record<string, number>> {
  const text = (await page.locator('main').textContent()) ?? '';
  return Object.fromEntries(
    [...text.matchAll(/((?:High|Medium|Low) Probability)\s*Total: (\d+)/g)].map(([, name, total]) => [
      name,
      Number(total),
    ]),
  );
}

const states = /^(?:ACT|NSW|NT|QLD|SA|TAS|VIC|WA)$/;

/** What the chart of states has drawn: the names of its bars from top to bottom, and every number. */
export async function bars(page: Page): Promise<{ names: string[]; values: string[] }> {
  const canvases = (await page.evaluate(
    `[...document.querySelectorAll('canvas')].map((canvas) => canvas.drawnWords ?? [])`,
  )) as string[][];
  const words = canvases.find((drawn) => drawn.some((word) => states.test(word))) ?? [];
  return {
    names: words.filter((word) => states.test(word)),
    values: words.filter((word) => /^\d+$/.test(word)),
  };
}

/** The rows that a table has drawn, as they read; the table by its panel's title. */
export async function cells(page: Page, title: string): Promise<string[][]> {
  return (await page.evaluate(
    `[...document.querySelectorAll('.dashboard-cell')]
      .filter((panel) => [...panel.querySelectorAll('*')].some(
        (each) => each.children.length === 0 && each.textContent === ${JSON.stringify(title)},
      ))
      .flatMap((panel) => [...panel.querySelectorAll('[role=row]')])
      .map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => cell.textContent.replace(/\\s+/g, ' ').trim()))
      .filter((row) => row.length > 0)`,
  )) as string[][];
}
