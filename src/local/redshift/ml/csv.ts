/** The rows of one exported column. */
export type CsvColumn = { numbers: Float64Array } | { texts: (string | null)[] };

/** So many rows are read before others get a turn. */
const rowsATurn = 20_000;

/**
 * Reads exported CSV: no header, text always quoted, nothing for NULL. A column of numbers has NaN for NULL.
 * @param text whether each column holds text
 * @throws Error where a row has another number of fields
 */
export async function readCsv(
  parts: Uint8Array[],
  text: boolean[],
): Promise<{ rows: number; columns: CsvColumn[] }> {
  const cells: (string | null)[][] = text.map(() => []);
  const numbers: number[][] = text.map(() => []);
  let rows = 0;
  for (const part of parts) {
    const csv = Buffer.from(part).toString('utf8');
    let at = 0;
    while (at < csv.length) {
      for (let column = 0; column < text.length; column++) {
        const field = fieldAt(csv, at);
        if (text[column]) cells[column]?.push(field.value);
        else
          numbers[column]?.push(
            field.value === null || field.value === '' ? Number.NaN : Number(field.value),
          );
        const last = column === text.length - 1;
        if (csv[field.end] !== (last ? '\n' : ','))
          throw new Error(`row ${rows + 1} of the export is not whole`);
        at = field.end + 1;
      }
      if (++rows % rowsATurn === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const columns = text.map(
    (isText, column): CsvColumn =>
      isText ? { texts: cells[column] ?? [] } : { numbers: Float64Array.from(numbers[column] ?? []) },
  );
  return { rows, columns };
}

function fieldAt(csv: string, start: number): { value: string | null; end: number } {
  if (csv[start] !== '"') {
    let end = start;
    while (end < csv.length && csv[end] !== ',' && csv[end] !== '\n') end++;
    return { value: end === start ? null : csv.slice(start, end), end };
  }
  let end = csv.indexOf('"', start + 1);
  while (end !== -1 && csv[end + 1] === '"') end = csv.indexOf('"', end + 2);
  if (end === -1) throw new Error('a text of the export is not closed');
  return { value: csv.slice(start + 1, end).replaceAll('""', '"'), end: end + 1 };
}
