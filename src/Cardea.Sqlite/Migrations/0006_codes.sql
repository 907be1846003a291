-- One-time codes, by their hash. A user has one of each purpose: a new one takes the place of the older.
-- The session epoch is that of the owner when the code was issued: what it signs in is overtaken by an end of all sessions.
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

-- Mail that waits to be sent, sealed: it holds addresses and codes. Whoever takes one puts off when it is due again.
CREATE TABLE outbox (
    id         BLOB    NOT NULL PRIMARY KEY,
    user_id    TEXT,
    sealed     BLOB    NOT NULL,
    due_at     INTEGER NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
