-- The figures of the nodes: a row for each node and minute, for an hour. A node updates its row of the present minute every few
-- seconds, which also says that the node is up.
CREATE TABLE statistics (
    node       BLOB    NOT NULL,
    minute     INTEGER NOT NULL,
    figures    TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (minute, node)
) STRICT, WITHOUT ROWID;

-- For the sweep.
CREATE INDEX statistics_by_expiry ON statistics (expires_at);
