-- Invitations to register, one for each address. code: a hash of the mailed code. The registration that uses an invitation deletes
-- it.
CREATE TABLE invitations (
    id         BLOB    NOT NULL PRIMARY KEY,
    email      TEXT    NOT NULL UNIQUE,
    code       TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the sweep.
CREATE INDEX invitations_by_expiry ON invitations (expires_at);
