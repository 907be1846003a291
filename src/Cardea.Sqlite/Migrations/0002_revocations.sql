-- The feed of ends and recalls. Writers take turns, so the order of the sequence is the order of the commits. A reader that
-- continues after the last row it read misses none. With AUTOINCREMENT, the number of a swept row is never used again. life:
-- how long a process keeps the revocation, in milliseconds.
CREATE TABLE revocations (
    sequence       INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id     BLOB    NOT NULL,
    lowest_recalls INTEGER NOT NULL,
    life           INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
) STRICT;

-- For the sweep.
CREATE INDEX revocations_by_expiry ON revocations (expires_at);
