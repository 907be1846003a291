/** What `GET /admin/live` sends. */
export interface Figures {
  at: string;
  sessions: number | null;
  minutes: Minute[];
  nodes: Node[];
  resourceApis: { name: string; streams: number; age: number | null }[];
}

/** What happened on all nodes in a minute. */
export interface Minute {
  at: string;
  sessions: number | null;
  signIns: number;
  failedSignIns: number;
  refusedAttempts: number;
  refreshes: Record<string, number>;
}

/** What one node says of itself. */
export interface Node extends NodeFigures {
  id: string;
  minutes: (NodeFigures & { at: string })[];
}

export interface NodeFigures {
  revocationLag: number | null;
  hashingQueue: number;
  sweepBacklog: number;
}

/** The figures of all nodes: what a minute has of each. */
export const ofAllNodes: Record<string, (minute: Minute) => number | null> = {
  sessions: (minute) => minute.sessions,
  signIns: (minute) => minute.signIns,
  failedSignIns: (minute) => minute.failedSignIns,
  refusedAttempts: (minute) => minute.refusedAttempts,
  replayed: (minute) => minute.refreshes["replayed"]!,
  healed: (minute) => minute.refreshes["healed"]!,
};

/** The figures of one node. */
export const ofNode: Record<string, (figures: NodeFigures) => number | null> = {
  revocationLag: (figures) => figures.revocationLag,
  hashingQueue: (figures) => figures.hashingQueue,
  sweepBacklog: (figures) => figures.sweepBacklog,
};
