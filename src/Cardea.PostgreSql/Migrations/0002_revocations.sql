-- The feed of ends and recalls. Rows become visible in another order than they were written in: each carries its transaction's
-- id, so that a reader can go on at the oldest transaction that was still open when it last read, and misses none.
CREATE TABLE cardea.revocations (
    session_id        uuid        NOT NULL,
    lowest_generation integer     NOT NULL,
    expires_at        timestamptz NOT NULL,
    xid               xid8        NOT NULL DEFAULT pg_current_xact_id()
);

-- For the readers of the feed.
CREATE INDEX revocations_by_transaction ON cardea.revocations (xid);

-- For the sweep.
CREATE INDEX revocations_by_expiry ON cardea.revocations (expires_at);
