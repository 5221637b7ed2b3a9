import type { Cloud } from '../../cloud.js';
import type { DurableDocument } from '../../durable-document.js';
import type { RedshiftSettings } from '../query/statement.js';

export interface DataSource {
  id: number;
  uid: string;
  name: string;
  type: string;
  access: string;
  url: string;
  isDefault: boolean;
  jsonData: RedshiftSettings & Record<string, unknown>;
  /** Names of secrets given; the local cloud calls with the workspace's role, and keeps no secret of a data source. */
  secureFields: Record<string, boolean>;
  version: number;
}

export interface StoredDashboard {
  id: number;
  uid: string;
  slug: string;
  folderUid: string;
  version: number;
  created: string;
  updated: string;
  dashboard: Record<string, unknown>;
}

export interface Folder {
  id: number;
  uid: string;
  title: string;
}

/** What a workspace holds, besides what AWS's API knows of it. */
export interface WorkspaceContents {
  lastId: number;
  dataSources: DataSource[];
  dashboards: StoredDashboard[];
  folders: Folder[];
  plugins: { id: string; version: string }[];
}

/** The contents of each workspace, on disk. */
export class ContentsStore {
  private readonly cloud: Cloud;
  private readonly documents = new Map<string, DurableDocument<WorkspaceContents>>();

  constructor(cloud: Cloud) {
    this.cloud = cloud;
  }

  of(workspaceId: string): DurableDocument<WorkspaceContents> {
    let document = this.documents.get(workspaceId);
    if (document === undefined) {
      const empty = { lastId: 0, dataSources: [], dashboards: [], folders: [], plugins: [] };
      document = this.cloud.document<WorkspaceContents>(`grafana/${workspaceId}`, empty);
      this.documents.set(workspaceId, document);
    }
    return document;
  }

  forget(workspaceId: string): string {
    const { path } = this.of(workspaceId);
    this.documents.delete(workspaceId);
    return path;
  }
}

export function nextId(contents: WorkspaceContents): number {
  contents.lastId += 1;
  return contents.lastId;
}
