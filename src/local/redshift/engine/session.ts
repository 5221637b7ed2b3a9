import { randomInt } from 'node:crypto';

/** A database session: who asks, and what SET has changed. */
export interface Session {
  /** The database user's name, as `current_user` gives it. */
  user: string;
  database: string;
  /** RedshiftPid */
  pid: number;
  /** Lower-case names; only what SET has changed. */
  settings: Map<string, string>;
  /** The session's last COPY, failed ones too: what `pg_last_copy_id()` and `pg_last_copy_count()` tell. */
  lastCopy?: { queryId: number; rows: number };
}

export function newSession(user: string, database: string): Session {
  return { user, database, pid: 1_073_000_000 + randomInt(1_000_000), settings: new Map() };
}

/** The schemas in which an unqualified name is looked for; `$user` stands for the session's user. */
export function searchPath(session: Session): string[] {
  const path = session.settings.get('search_path') ?? '$user, public';
  return path
    .split(',')
    .map((part) => part.trim().replace(/^["']|["']$/g, ''))
    .filter((part) => part !== '')
    .map((part) => (part === '$user' ? session.user : part));
}
