-- A row is one session for all its life. A rotation changes the row in place, so refreshes add no rows.
-- The id begins with the session's absolute end. WITHOUT ROWID keeps the rows in that order, and the sweep deletes from the
-- front.
-- generation: of the current refresh token. parent: the oldest generation that is repeated within the grace. proved: the
-- highest generation that the client is known to have. recalls: how often the access tokens were recalled. rotated_at: the time
-- of the last move, or of the first receipt of the current generation.
-- There is no foreign key to users, because the users may live in another store.
CREATE TABLE sessions (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    user_id     TEXT    NOT NULL,
    generation  INTEGER NOT NULL DEFAULT 0,
    parent      INTEGER NOT NULL DEFAULT 0,
    proved      INTEGER NOT NULL DEFAULT 0,
    recalls     INTEGER NOT NULL DEFAULT 0,
    token_hash  BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    rotated_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    end_reason  INTEGER,
    device      TEXT,
    user_agent  TEXT,
    ip_address  TEXT,
    amr         TEXT    NOT NULL,
    auth_time   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For the sessions of one user: list, end all, the limit. A rotation does not change the index.
CREATE INDEX sessions_by_user ON sessions (user_id);
