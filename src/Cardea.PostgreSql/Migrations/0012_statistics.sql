-- The figures of the nodes: a row for each node and minute, for an hour. A node updates its row of the present minute every few
-- seconds, which also says that the node is up.
CREATE TABLE cardea.statistics (
    node       uuid        NOT NULL,
    minute     timestamptz NOT NULL,
    figures    text        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (minute, node)
) WITH (fillfactor = 50);

-- For the sweep.
CREATE INDEX statistics_by_expiry ON cardea.statistics (expires_at);

INSERT INTO cardea.sweep_rules VALUES ('statistics', 'expires_at');
