-- The feed of ends and recalls. Writers take turns, so the order of the sequence is the order of the commits, and a reader
-- that goes on after the last row it saw misses none. AUTOINCREMENT: a number that was swept never comes again. The life, in
-- milliseconds, is how long whoever learns of a row keeps it.
CREATE TABLE revocations (
    sequence       INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id     BLOB    NOT NULL,
    lowest_recalls INTEGER NOT NULL,
    life           INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
) STRICT;
