-- One-time codes, by their hash. A user has one code for each purpose: a new code replaces the older one.
-- session_epoch: the owner's epoch when the code was issued. An end of all sessions raises the epoch, so the code no longer
-- signs in.
CREATE TABLE codes (
    hash       TEXT    NOT NULL PRIMARY KEY,
    purpose    INTEGER NOT NULL,
    user_id    TEXT,
    address    TEXT,
    state      TEXT,
    session_epoch INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL,
    UNIQUE (user_id, purpose)
) STRICT, WITHOUT ROWID;

-- Mail that waits to be sent. It is sealed, because it holds addresses and codes. A process that takes a mail moves due_at, so
-- no other process takes it.
CREATE TABLE outbox (
    id         BLOB    NOT NULL PRIMARY KEY,
    user_id    TEXT,
    sealed     BLOB    NOT NULL,
    due_at     INTEGER NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
