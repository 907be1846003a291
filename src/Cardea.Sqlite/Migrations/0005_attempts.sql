-- How often credentials were guessed, for an account or a network: a row each, found by a hash, and gone when its window is over.
CREATE TABLE attempts (
    key        TEXT    NOT NULL PRIMARY KEY,
    count      INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
