-- The feed of ends and recalls: a row for each session whose access tokens are refused. Rows become visible in another order
-- than they are written. So each row has the id of its transaction, and a reader compares it with the snapshot of its last
-- read. life: how long a node keeps the revocation.
CREATE TABLE cardea.revocations (
    session_id     uuid        NOT NULL PRIMARY KEY,
    lowest_recalls integer     NOT NULL,
    life           interval    NOT NULL,
    expires_at     timestamptz NOT NULL,
    xid            xid8        NOT NULL DEFAULT pg_current_xact_id()
);

-- For the readers of the feed.
CREATE INDEX revocations_by_transaction ON cardea.revocations (xid);

-- For the sweep.
CREATE INDEX revocations_by_expiry ON cardea.revocations (expires_at);
