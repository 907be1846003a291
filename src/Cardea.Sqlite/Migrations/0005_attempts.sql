-- How often credentials were guessed: one row for an account or a network, found by a hash. A row goes when its window is over.
CREATE TABLE attempts (
    key        TEXT    NOT NULL PRIMARY KEY,
    count      INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the sweep.
CREATE INDEX attempts_by_expiry ON attempts (expires_at);

-- Wrong guesses in a row at a credential of an account: by strangers, and by devices that the account knows. after_password: of the
-- strangers' guesses at a second factor, those after the right password. asked_at: the last guess of a stranger. since: the first
-- guess of the row. A sign-in of the owner deletes the row.
CREATE TABLE guesses (
    key            TEXT    NOT NULL PRIMARY KEY,
    strangers      INTEGER NOT NULL,
    known_devices  INTEGER NOT NULL,
    after_password INTEGER NOT NULL,
    asked_at       INTEGER NOT NULL,
    since          INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the sweep.
CREATE INDEX guesses_by_expiry ON guesses (expires_at);
