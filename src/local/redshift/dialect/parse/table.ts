import type { AlterTableChange, Command } from '../command.js';
import type { ColumnDefinition, QualifiedName } from '../command-parts.js';
import type { Cursor } from './cursor.js';
import { dataType } from './data-type.js';

const COLUMN_WORDS = [
  'not',
  'null',
  'default',
  'identity',
  'generated',
  'encode',
  'distkey',
  'sortkey',
  'primary',
  'unique',
  'references',
  'collate',
];

/** CREATE [TEMP] TABLE, behind the word TABLE: with columns, LIKE, or AS. */
export function createTable(cursor: Cursor, temporary: boolean): Command {
  const ifNotExists = cursor.ifNotExists();
  const name = cursor.name();
  temporary ||= name.name.startsWith('#');
  let columns: ColumnDefinition[] = [];
  let names: string[] = [];
  let like: QualifiedName | undefined;
  if (cursor.isSymbol('(')) {
    const following = cursor.peek(2);
    if (following?.text === ',' || following?.text === ')')
      names = cursor.parenthesized(() => cursor.identifier());
    else if (cursor.peek(1)?.value === 'like' && cursor.peek(1)?.kind === 'word') {
      cursor.next();
      cursor.next();
      like = cursor.name();
      cursor.takeOneOf('including', 'excluding') && cursor.expectWords('defaults');
      cursor.expectSymbol(')');
    } else columns = tableColumns(cursor);
  }
  const keys = tableAttributes(cursor, columns);
  if (cursor.takeWords('as')) {
    const query = cursor.rest();
    if (query.text === '' || columns.length > 0) throw cursor.error();
    return {
      kind: 'create-table-as',
      name,
      temporary,
      columns: names,
      query: query.text,
      queryOffset: query.offset,
    };
  }
  cursor.end();
  if (like === undefined && columns.length === 0) throw cursor.error();
  for (const column of columns) if (keys.includes(column.name)) column.sortKey = true;
  return {
    kind: 'create-table',
    name,
    temporary,
    ifNotExists,
    columns,
    ...(like === undefined ? {} : { like }),
  };
}

function tableColumns(cursor: Cursor): ColumnDefinition[] {
  const columns: ColumnDefinition[] = [];
  cursor.parenthesized(() => {
    if (cursor.takeWords('primary', 'key')) {
      const keys = cursor.parenthesized(() => cursor.identifier());
      for (const column of columns) if (keys.includes(column.name)) column.primaryKey = column.notNull = true;
    } else if (cursor.isWords('unique') && cursor.peek(1)?.text === '(') {
      cursor.next();
      cursor.parenthesized(() => cursor.identifier());
    } else if (cursor.takeWords('foreign', 'key')) {
      cursor.parenthesized(() => cursor.identifier());
      references(cursor);
    } else if (cursor.takeWords('constraint')) {
      cursor.identifier();
      cursor.balanced((token) => token.text === ',');
    } else columns.push(columnDefinition(cursor));
  });
  return columns;
}

/** `name type [attributes and constraints]`. */
export function columnDefinition(cursor: Cursor): ColumnDefinition {
  const column: ColumnDefinition = {
    name: cursor.identifier(),
    type: dataType(cursor),
    notNull: false,
    primaryKey: false,
    unique: false,
    distKey: false,
    sortKey: false,
  };
  for (;;) {
    if (cursor.takeWords('not', 'null')) column.notNull = true;
    else if (cursor.takeWords('null')) column.notNull = false;
    else if (cursor.takeWords('default')) {
      column.default = cursor.balanced(
        (token) =>
          token.text === ',' ||
          (token.kind === 'word' && COLUMN_WORDS.includes(token.value) && token.value !== 'null'),
      );
    } else if (cursor.takeWords('identity')) column.identity = { ...identity(cursor), byDefault: false };
    else if (cursor.takeWords('generated', 'by', 'default', 'as', 'identity')) {
      column.identity = { ...identity(cursor), byDefault: true };
    } else if (cursor.takeWords('encode')) column.encode = cursor.identifier();
    else if (cursor.takeWords('distkey')) column.distKey = true;
    else if (cursor.takeWords('sortkey')) column.sortKey = true;
    else if (cursor.takeWords('primary', 'key')) column.primaryKey = column.notNull = true;
    else if (cursor.takeWords('unique')) column.unique = true;
    else if (cursor.takeWords('collate')) cursor.identifier();
    else if (cursor.isWords('references')) references(cursor);
    else return column;
  }
}

function identity(cursor: Cursor): { seed: number; step: number } {
  const [seed, step] = cursor.parenthesized(() => cursor.number());
  return { seed: seed ?? 1, step: step ?? 1 };
}

function references(cursor: Cursor): void {
  cursor.expectWords('references');
  cursor.name();
  if (cursor.isSymbol('(')) cursor.parenthesized(() => cursor.identifier());
}

/** Distribution, sorting, encoding: accepted; answers the sort key's columns. */
function tableAttributes(cursor: Cursor, columns: ColumnDefinition[]): string[] {
  let sortKey: string[] = [];
  for (;;) {
    if (cursor.takeWords('backup')) cursor.takeOneOf('yes', 'no') ?? cursor.expectWords('yes');
    else if (cursor.takeWords('diststyle')) cursor.identifier();
    else if (cursor.takeWords('distkey')) {
      const [key] = cursor.parenthesized(() => cursor.identifier());
      for (const column of columns) if (column.name === key) column.distKey = true;
    } else if (cursor.isWords('sortkey') || cursor.isWords('compound') || cursor.isWords('interleaved')) {
      cursor.takeOneOf('compound', 'interleaved');
      cursor.expectWords('sortkey');
      if (!cursor.takeWords('auto')) sortKey = cursor.parenthesized(() => cursor.identifier());
    } else if (cursor.takeWords('encode', 'auto')) continue;
    else return sortKey;
  }
}

/** ALTER TABLE, behind those words. */
export function alterTable(cursor: Cursor): Command {
  const name = cursor.name();
  return { kind: 'alter-table', name, change: change(cursor) };
}

function change(cursor: Cursor): AlterTableChange {
  if (cursor.takeWords('rename', 'to')) return { kind: 'rename', to: cursor.identifier() };
  if (cursor.takeWords('rename')) {
    cursor.takeWords('column');
    const from = cursor.identifier();
    cursor.expectWords('to');
    return { kind: 'rename-column', from, to: cursor.identifier() };
  }
  if (cursor.takeWords('owner', 'to')) return { kind: 'owner', user: cursor.identifier() };
  if (
    cursor.isWords('add', 'constraint') ||
    cursor.isWords('add', 'primary') ||
    cursor.isWords('add', 'unique') ||
    cursor.isWords('add', 'foreign')
  ) {
    return { kind: 'no-effect', words: cursor.rest().text };
  }
  if (cursor.takeWords('add')) {
    cursor.takeWords('column');
    return { kind: 'add-column', column: columnDefinition(cursor) };
  }
  if (cursor.isWords('drop', 'constraint')) return { kind: 'no-effect', words: cursor.rest().text };
  if (cursor.takeWords('drop')) {
    cursor.takeWords('column');
    const column = cursor.identifier();
    return { kind: 'drop-column', column, cascade: cursor.takeOneOf('cascade', 'restrict') === 'cascade' };
  }
  if (
    cursor.isWords('alter', 'diststyle') ||
    cursor.isWords('alter', 'distkey') ||
    cursor.isWords('alter', 'encode')
  ) {
    return { kind: 'no-effect', words: cursor.rest().text };
  }
  if (cursor.isWords('alter', 'sortkey') || cursor.isWords('alter', 'compound') || cursor.isWords('set')) {
    return { kind: 'no-effect', words: cursor.rest().text };
  }
  if (cursor.takeWords('alter')) {
    cursor.takeWords('column');
    const column = cursor.identifier();
    if (cursor.isWords('encode')) return { kind: 'no-effect', words: cursor.rest().text };
    cursor.expectWords('type');
    return { kind: 'column-type', column, type: dataType(cursor) };
  }
  throw cursor.error();
}
