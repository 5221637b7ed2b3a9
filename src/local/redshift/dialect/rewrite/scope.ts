import type { NameResolver, RelationColumn } from '../resolver.js';
import { SqlError } from '../sql-error.js';

/** Something that FROM names: a relation, a subquery, a common table, or the elements of a SUPER array. */
export interface Source {
  /** Under this name its columns are reached, and it is printed. */
  alias: string;
  /** As the statement writes the relation, for messages. */
  written: string;
  schema?: string;
  /** undefined when they cannot be known before DuckDB runs (PIVOT). */
  columns: RelationColumn[] | undefined;
  /** A stream: the preview's column names resolve too. */
  stream?: boolean;
  /** The elements of an array: the alias itself is a value, its column `value`; AT adds another. */
  element?: boolean;
}

/** What every part of one statement's rewrite shares. */
export interface Session {
  resolver: NameResolver;
  notices: Set<string>;
  relations: Map<string, { schema: string | undefined; name: string }>;
  /** The user-defined functions called so far. */
  functions: Set<string>;
  /** The types of casts, by the index in their markers. */
  types: string[];
  /** Maps an offset of the prepared text to the statement's. */
  original(offset: number): number;
}

/** The names that one SELECT sees. */
export class Scope {
  readonly sources: Source[] = [];
  /** Output names of the select list so far: a later item may use an earlier one. */
  readonly outputs = new Map<string, string | undefined>();
  /** Columns merged by USING or NATURAL: printed without a table. */
  readonly merged = new Set<string>();
  readonly commonTables: Map<string, RelationColumn[]>;

  constructor(
    readonly session: Session,
    readonly parent?: Scope,
    commonTables?: Map<string, RelationColumn[]>,
  ) {
    this.commonTables = new Map(commonTables ?? parent?.commonTables ?? []);
  }

  /** A scope at this one's place that does not see its sources: for the subqueries of FROM. */
  beside(): Scope {
    return new Scope(this.session, this.parent, this.commonTables);
  }

  source(alias: string): Source | undefined {
    return this.sources.find((source) => source.alias === alias) ?? this.parent?.source(alias);
  }

  /** Whether some source's columns are unknown: then an unknown name is left to DuckDB. */
  get open(): boolean {
    return this.sources.some((source) => source.columns === undefined) || (this.parent?.open ?? false);
  }

  /**
   * The source and the column behind an unqualified name, the nearest SELECT first.
   * @throws SqlError when two sources have it
   */
  find(name: string, position: number | undefined): { source: Source; column: RelationColumn } | undefined {
    const found = this.sources.flatMap((source) => {
      const column = columnOf(source, name, this.session);
      return column === undefined || (source.element && column.name === 'value') ? [] : [{ source, column }];
    });
    if (found.length > 1 && !this.merged.has(name)) {
      throw new SqlError(`column reference "${name}" is ambiguous`, '42702', position);
    }
    return found[0] ?? this.parent?.find(name, position);
  }

  /** The relations as Redshift lists them behind `column "x" does not exist in`. */
  get listed(): string {
    return this.sources.map((source) => source.alias).join(', ');
  }
}

/** The names of the streaming preview, which the workshop's text still uses. */
const PREVIEW_NAMES: Record<string, string> = {
  approximatearrivaltimestamp: 'approximate_arrival_timestamp',
  data: 'kinesis_data',
  partitionkey: 'partition_key',
  shardid: 'shard_id',
  sequencenumber: 'sequence_number',
};

/** A source's column by its name; of a stream also by its preview name, with a notice. */
export function columnOf(source: Source, name: string, session: Session): RelationColumn | undefined {
  const exact = source.columns?.find((column) => column.name === name);
  if (exact !== undefined || !source.stream) return exact;
  const present = PREVIEW_NAMES[name];
  const column = source.columns?.find((candidate) => candidate.name === present);
  if (column !== undefined) {
    session.notices.add(
      `"${name}" is the streaming preview's name; today's Redshift calls this column ${column.name}, and refuses the old name`,
    );
  }
  return column;
}
