-- Users whose account is deleted, and whose personal data in sessions and events is still being erased, in batches. Whoever
-- sweeps goes on with it: a crash loses none of them.
CREATE TABLE erasures (
    user_id  TEXT    NOT NULL PRIMARY KEY,
    asked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
