import { randomUUID } from 'node:crypto';
import { AwsError } from '../../protocol/errors.js';
import type { Caller } from '../../service.js';
import { newSession, type Session } from '../engine/session.js';
import { type Connection, identityOf, invalid } from './connect.js';

/** A session that outlives its statement: SET and SESSION AUTHORIZATION hold in it. */
export interface DataSession {
  id: string;
  connection: Connection;
  session: Session;
  owner: string;
  /** epoch ms */
  until: number;
  keepAlive: number;
}

/** Sessions a cluster may hold (Data API quotas). */
const mostSessions = 500;

/** The kept sessions. They live in memory: a restart of the cluster ends every session, as in AWS. */
export class DataSessions {
  readonly #sessions = new Map<string, DataSession>();

  /** Opens a session for so many seconds (at most 86,400) after its last statement. */
  open(connection: Connection, caller: Caller, seconds: number): DataSession {
    if (seconds > 86_400) {
      throw invalid(
        `1 validation error detected: Value '${seconds}' at 'sessionKeepAliveSeconds' failed to satisfy constraint: Member must have value less than or equal to 86400`,
      );
    }
    for (const [id, session] of this.#sessions) if (session.until < Date.now()) this.#sessions.delete(id);
    if (this.#sessions.size >= mostSessions) {
      throw new AwsError(
        'ActiveSessionsExceededException',
        'Active sessions exceeded the allowed quota (500).',
      );
    }
    const opened: DataSession = {
      id: randomUUID(),
      connection,
      session: newSession(connection.user, connection.database),
      owner: identityOf(caller),
      until: Date.now() + seconds * 1000,
      keepAlive: seconds,
    };
    this.#sessions.set(opened.id, opened);
    return opened;
  }

  /** The cluster that a session is on, undefined where there is none. */
  clusterOf(id: string): string | undefined {
    return this.#sessions.get(id)?.connection.cluster.identifier;
  }

  /** @throws AwsError ResourceNotFoundException */
  get(id: string, caller: Caller): DataSession {
    const session = this.#sessions.get(id);
    if (!session || session.until < Date.now() || session.owner !== identityOf(caller)) {
      throw new AwsError('ResourceNotFoundException', 'Session does not exist.', {
        members: { ResourceId: id },
      });
    }
    session.until = Date.now() + session.keepAlive * 1000;
    return session;
  }
}
