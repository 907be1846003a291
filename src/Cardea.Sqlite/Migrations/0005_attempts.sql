-- How often credentials were guessed: one row for an account or a network, found by a hash. A row goes when its window is over.
CREATE TABLE attempts (
    key        TEXT    NOT NULL PRIMARY KEY,
    count      INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
